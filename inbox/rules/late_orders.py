"""Orders whose promised day has gone by: once for each rule that waits for that.

Where the marketplace names none (Octopia), it is the day by which they were to leave, as long as they have not.

Mostly nobody has written about such an order. A rule that writes first gets a ticket for it, under a name of our own
until the marketplace gives one (inbox/sending/opening.py), if its conditions hold; the others wait for tickets.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from connectors.abilities import ConversationTopic
from connectors.errors import MarketplaceError
from connectors.incoming import Person
from inbox.arriving.buyers import buyers_named
from inbox.models import Buyer, BuyerHandle, EventKind, Happening, Order, Rule, RuleEvent, RuleRun, Ticket, TicketEvent
from inbox.models.ticket import OPENING, queue_position
from inbox.orders.states import PLAIN_STATE, OrderState, in_state
from inbox.rules.actions.registry import ACTIONS
from inbox.rules.conditions import Conditions
from inbox.rules.facts import facts_for
from inbox.rules.keeping import RuleDraft
from inbox.rules.occasion import Occasion
from inbox.sending.opening import can_open, topics_for
from inbox.tickets.about import ids_of_tickets_about
from inbox.understanding.classification import Priors, Topic
from inbox.understanding.classify import classify

AT_ONCE = 200


def note_late(rule: Rule, *, after: datetime, before: datetime, now: datetime) -> None:
    """Write down the orders that were promised for a moment between these two and have not come."""
    for order in late_orders(after=after, before=before, now=now)[:AT_ONCE]:
        source = f"late-{rule.pk}-{order.pk}"
        known = RuleEvent.objects.filter(source=source), RuleRun.objects.filter(rule=rule, source=source)
        if any(rows.exists() for rows in known):
            continue
        told = ids_of_tickets_about(order)
        ticket_id = told[-1] if told else _written_first(rule, order, source=source, now=now)
        if ticket_id is not None:
            event = RuleEvent(happening=Happening.TIME, ticket_id=ticket_id, rule=rule, source=source, at=now)
            RuleEvent.objects.bulk_create([event], ignore_conflicts=True)


def late_orders(*, after: datetime, before: datetime, now: datetime) -> QuerySet[Order]:
    """The longest promised first."""
    has_not_come = in_state(OrderState.OVERDUE, now=now) & Q(deliver_by__gt=after, deliver_by__lte=before)
    has_not_left = in_state(OrderState.TO_SHIP, now=now) & Q(deliver_by=None, ship_by__gt=after, ship_by__lte=before)
    known: QuerySet[Order] = Order.objects.filter(placed_at__isnull=False).alias(plain_state=PLAIN_STATE)
    late = known.filter(has_not_come | has_not_left).select_related("account")
    return late.order_by(Coalesce("deliver_by", "ship_by"), "id")


def to_be_written(draft: RuleDraft, *, after: datetime, before: datetime, now: datetime) -> Iterator[Order]:
    """Late orders without a ticket about which such a rule would write first. Nothing is made, nobody is asked."""
    if not any(step.action.writes_first for step in draft.steps):
        return
    for order in late_orders(after=after, before=before, now=now):
        ticket = _unsaved(order, now)
        if ids_of_tickets_about(order) or not order.buyer_handle or not can_open(ticket):
            continue
        ticket.buyer = _buyer(order)
        ticket.buyer_name = str(ticket.buyer)[:255]
        occasion = Occasion(Happening.TIME, ticket_id=0, at=now, source=f"late-{order.pk}")
        [facts] = facts_for([(occasion, ticket)], draft.conditions.fields)
        if draft.conditions.hold_for(facts):
            yield order


def _buyer(order: Order) -> Buyer:
    """As known already, else one that is not stored."""
    known = BuyerHandle.objects.filter(account=order.account, handle=order.buyer_handle).select_related("buyer").first()
    return known.buyer if known else Buyer(account=order.account, handle=order.buyer_handle, name=order.buyer_name)


def _written_first(rule: Rule, order: Order, *, source: str, now: datetime) -> int | None:
    """The id of a ticket for a first message; None where the rule writes none, or the marketplace lets nobody."""
    ticket = _unsaved(order, now)
    if not any(ACTIONS[step["do"]].writes_first for step in rule.actions) or not order.buyer_handle:
        return None
    if not order.account.is_pulled or not can_open(ticket):
        return None
    conditions = Conditions.from_spec(rule.conditions)
    occasion = Occasion(Happening.TIME, ticket_id=0, at=now, source=source)
    person = Person(order.buyer_handle, order.buyer_name)
    with transaction.atomic():
        ticket.buyer = buyers_named(order.account, {"": person}, now)[""]
    ticket.buyer_name = str(ticket.buyer)[:255]
    [facts] = facts_for([(occasion, ticket)], conditions.fields)
    if not conditions.hold_for(facts):
        return None
    try:
        topic = _about_delivery(ticket, topics_for(ticket))
    except MarketplaceError:
        return None
    return _made(ticket, topic, now) if topic else None


def _unsaved(order: Order, now: datetime) -> Ticket:
    spoken = order.account.connector_class.channel_languages
    language = spoken.get(order.channel) or spoken.get("", "")
    with override(language or None):
        subject = _("Your order %(number)s") % {"number": order.external_id}
    return Ticket(
        account=order.account,
        thread_id=f"{OPENING}rule-{order.pk}",
        subject=subject,
        channel=order.channel,
        order_id=order.external_id,
        language=language,
        last_message_at=now,
        queue_at=queue_position(None, now),
        created_at=now,
        updated_at=now,
    )


def _about_delivery(ticket: Ticket, topics: Sequence[ConversationTopic]) -> str:
    """The first of the marketplace's topics that means delivery, or whose own name says so; "" if none does."""
    meanings = ticket.account.connector_class.topic_meanings
    priors = Priors(language=ticket.language)
    told = ((one.code, meanings.get(one.code) or classify(one.label, priors).topic) for one in topics)
    return next((code for code, topic in told if topic == Topic.DELIVERY), "")


def _made(ticket: Ticket, topic: str, now: datetime) -> int:
    ticket.topic = topic[:100]
    with transaction.atomic():
        ticket.save()
        TicketEvent.objects.create(ticket=ticket, at=now, kind=EventKind.OPENED)
    return ticket.pk
