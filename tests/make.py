"""Rows for tests: plain functions that fill in the boring parts."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.models import Account, Stream
from inbox.models import (
    Buyer,
    BuyerHandle,
    Claim,
    Delivery,
    Feedback,
    Message,
    MessageDirection,
    Order,
    Role,
    Ticket,
    User,
)
from inbox.models.ticket import queue_position

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
        "soft_window": timedelta(hours=8),
        "hard_window": timedelta(hours=24),
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
