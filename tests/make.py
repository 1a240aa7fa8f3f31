"""Rows for tests: plain functions that fill in the boring parts."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from connectors.models import Account, Stream
from inbox.models import (
    Buyer,
    BuyerHandle,
    Calendar,
    CalendarVersion,
    Claim,
    DeadlinePolicy,
    Delivery,
    Feedback,
    Forward,
    ForwardMail,
    ForwardMailKind,
    Happening,
    Message,
    MessageDirection,
    Order,
    PolicyVersion,
    Role,
    Rule,
    Status,
    Ticket,
    User,
)
from inbox.models.ticket import queue_position
from templates_app import versions
from templates_app.models import ReplyTemplate
from templates_app.questions import Question
from templates_app.versions import About, Content

NINE = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PASSWORD = "correct horse battery staple"

_numbers = itertools.count(1)


def make_user(*, role: str = Role.AGENT, email: str = "", **fields: Any) -> User:
    return User.objects.create_user(email or f"user{next(_numbers)}@shop.test", PASSWORD, role=role, **fields)


def make_account(
    *, marketplace: str = "ebay", name: str = "", created_at: datetime | None = None, **fields: Any
) -> Account:
    values: dict[str, Any] = {
        "credentials": {"client_id": "id", "client_secret": "secret", "refresh_token": "refresh"},
        "identity": {"username": "velo_shop", "user_id": "velo-shop-id"},
        "state_since": NINE,
    } | fields
    account = Account.objects.create(marketplace=marketplace, name=name or f"shop {next(_numbers)}", **values)
    if created_at:
        account.created_at = created_at
        account.save(update_fields=["created_at"])
    for facts in account.connector_class.streams:
        Stream.objects.create(account=account, name=facts.name)
    return account


def make_buyer(*, account: Account, handle: str = "", **fields: Any) -> Buyer:
    handle = handle or f"buyer{next(_numbers)}"
    buyer = Buyer.objects.create(account=account, handle=handle, **fields)
    BuyerHandle.objects.create(account=account, buyer=buyer, handle=handle.lower())
    return buyer


def make_ticket(*, account: Account | None = None, buyer: Buyer | None = None, **fields: Any) -> Ticket:
    """A ticket without messages; pass reply_due_at and needs_reply=True for one that waits."""
    account = account or make_account()
    buyer = buyer or make_buyer(account=account)
    values: dict[str, Any] = {
        "thread_id": f"thread-{next(_numbers)}",
        "buyer_name": str(buyer),
        "subject": "Where is my parcel?",
        "last_message_at": NINE,
        "created_at": NINE,
        "updated_at": NINE,
    } | fields
    if values.get("status") == Status.SOLVED:
        values.setdefault("solved_at", timezone.now())
    values.setdefault("queue_at", queue_position(values.get("reply_due_at"), values["last_message_at"]))
    return Ticket.objects.create(account=account, buyer=buyer, **values)


def make_message(ticket: Ticket, *, direction: str = MessageDirection.IN, **fields: Any) -> Message:
    """A message; incoming and accepted ones get an external id."""
    values: dict[str, Any] = {
        "body_text": "Bonjour, où est mon colis ?",
        "author": ticket.buyer_name if direction == MessageDirection.IN else "shop",
        "written_at": NINE,
        "fetched_at": fields.get("written_at", NINE),
    } | fields
    if direction == MessageDirection.OUT:
        values.setdefault("delivery", Delivery.ACCEPTED)
    if direction == MessageDirection.IN or values.get("delivery") == Delivery.ACCEPTED:
        values.setdefault("external_id", f"m{next(_numbers)}")
    message = Message.objects.create(ticket=ticket, account=ticket.account, direction=direction, **values)
    Ticket.objects.filter(pk=ticket.pk).update(message_count=ticket.messages.count())
    return message


def make_forward(ticket: Ticket, *, by: User, answer: str = "", **fields: Any) -> Forward:
    """A mail to a carrier; with his answer, if there is one."""
    values: dict[str, Any] = {
        "account": ticket.account,
        "mark": f"mark{next(_numbers)}",
        "to": "suivi@transport.example",
        "subject": "Parcel",
        "body_text": "Where is it?",
        "written_at": NINE,
        "delivery": Delivery.ACCEPTED,
    } | fields
    forward = Forward.objects.create(ticket=ticket, user=by, **values)
    if answer:
        times = {"written_at": NINE + HOUR, "fetched_at": NINE + HOUR}
        mail = {"kind": ForwardMailKind.ANSWER, "sender": "quai@transport.example", "body_text": answer}
        ForwardMail.objects.create(forward=forward, external_id=str(next(_numbers)), **mail, **times)
    return forward


def make_order(*, account: Account, external_id: str, **fields: Any) -> Order:
    """An order that was shipped; pass placed_at=None for one that is only asked for."""
    values: dict[str, Any] = {
        "channel": "Amazon.fr",
        "state": "Shipped",
        "placed_at": NINE,
        "changed_at": NINE,
        "currency": "EUR",
    } | fields
    return Order.objects.create(account=account, external_id=external_id, **values)


def make_claim(ticket: Ticket, **fields: Any) -> Claim:
    """A claim that waits for the seller."""
    values: dict[str, Any] = {
        "external_id": f"claim-{next(_numbers)}",
        "kind": "a_to_z",
        "order_id": ticket.order_id,
        "opened_at": NINE,
        "changed_at": NINE,
    } | fields
    return Claim.objects.create(account=ticket.account, ticket=ticket, **values)


def make_feedback(*, account: Account, **fields: Any) -> Feedback:
    """A bad opinion without an answer; pass answerable=True where the marketplace takes one."""
    values: dict[str, Any] = {
        "external_id": f"feedback-{next(_numbers)}",
        "rating": 1,
        "word": "NEGATIVE",
        "text": "Never came.",
        "written_at": NINE,
        "fetched_at": NINE,
    } | fields
    return Feedback.objects.create(account=account, **values)


def make_calendar(spec: dict[str, Any], *, name: str = "") -> Calendar:
    """A working calendar; spec as WorkCalendar.from_spec() reads it."""
    calendar = Calendar.objects.create(name=name or f"calendar {next(_numbers)}")
    CalendarVersion.objects.create(calendar=calendar, number=1, spec=spec, made_at=NINE)
    return calendar


def make_policy(
    clock: str, targets: dict[str, Any], *, calendar: Calendar | None = None, **conditions: list[Any]
) -> DeadlinePolicy:
    """A policy before all others of its clock; targets and conditions as the API has them."""
    first = DeadlinePolicy.objects.filter(clock=clock).order_by("position").first()
    position = first.position - 1 if first else 1
    policy = DeadlinePolicy.objects.create(clock=clock, position=position, name=f"policy {next(_numbers)}")
    PolicyVersion.objects.create(
        policy=policy, number=1, conditions=conditions, targets=targets, calendar=calendar, made_at=NINE
    )
    return policy


def make_rule(*actions: dict[str, Any], happening: str = Happening.MESSAGE, **fields: Any) -> Rule:
    """An active rule that fits everything of its kind; actions as the API has them."""
    values: dict[str, Any] = {
        "name": f"rule {next(_numbers)}",
        "active": True,
        "position": next(_numbers),
        "actions": list(actions) or [{"do": "tag", "value": ["seen"]}],
        "changed_at": NINE,
    } | fields
    return Rule.objects.create(happening=happening, **values)


def only_if(field: str, op: str, *values: Any, negated: bool = False) -> dict[str, Any]:
    """Conditions of a rule that are one comparison."""
    return {"all": [{"any": [{"field": field, "op": op, "values": list(values), "not": negated}]}]}


def make_template(
    name: str = "Parcel",
    *,
    questions: Sequence[Question] = (),
    topic: str = "",
    marketplaces: Sequence[str] = (),
    **bodies: str,
) -> ReplyTemplate:
    """A published reply template. bodies: by language."""
    about = About(name=name, topic=topic, marketplaces=marketplaces)
    template = versions.make(about, Content(bodies or {"fr": "Bonjour"}, questions), by=None, now=NINE)
    versions.publish(versions.newest(template))
    template.refresh_from_db()
    return template
