"""Occasions of the past, the newest first: as the rules would have been asked about them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from inbox.models import EventKind, Feedback, Happening, Message, MessageDirection, Order, Since, TicketEvent
from inbox.rules.keeping import RuleDraft
from inbox.rules.late_orders import late_orders
from inbox.rules.occasion import Occasion
from inbox.rules.time_passing import tickets_since
from inbox.tickets.about import ids_of_tickets_about

CHANGES = (
    *(EventKind.STATUS, EventKind.SOLVED, EventKind.REOPENED, EventKind.ASSIGNED, EventKind.HANDED_OVER),
    *(EventKind.PRIORITY, EventKind.TAGS, EventKind.TOPIC, EventKind.LEVEL, EventKind.RESOLUTION),
    *(EventKind.NO_ANSWER_NEEDED, EventKind.ANSWER_NEEDED, EventKind.SNOOZED, EventKind.WOKEN),
    *(EventKind.CLAIM_CHANGED, EventKind.CLAIM_ENDED),
)
"""What counts as a change of a ticket; migration 0031 has the same, and a test compares them."""
AT_ONCE = 2000


def occasions_since(since: datetime, draft: RuleDraft, *, now: datetime) -> Iterator[Occasion]:
    """Read as they are asked for, so that memory stays small."""
    return _PAST[Happening(draft.happening)](since, draft, now)


def _messages(since: datetime, _draft: RuleDraft, _now: datetime) -> Iterator[Occasion]:
    found = Message.objects.filter(direction=MessageDirection.IN, automatic=False, within="", fetched_at__gte=since)
    rows = found.order_by("-id").values_list("id", "ticket_id", "fetched_at")
    for message_id, ticket_id, at in rows.iterator(AT_ONCE):
        yield Occasion(Happening.MESSAGE, ticket_id, at or since, f"message-{message_id}", message_id)


def _entries(happening: Happening, which: Q) -> Callable[[datetime, RuleDraft, datetime], Iterator[Occasion]]:
    def read(since: datetime, _draft: RuleDraft, _now: datetime) -> Iterator[Occasion]:
        found = TicketEvent.objects.filter(which, at__gte=since).order_by("-id")
        rows = found.values_list("id", "ticket_id", "at", "message_id", "kind", "after")
        for event_id, ticket_id, at, message_id, kind, after in rows.iterator(AT_ONCE):
            said = after if isinstance(after, dict) else {}
            what = {"change": kind, "to": said.get("value"), "claim": said.get("claim")}
            known = {name: value for name, value in what.items() if value is not None}
            yield Occasion(happening, ticket_id, at, f"event-{event_id}", message_id, known)

    return read


def _feedback(since: datetime, _draft: RuleDraft, _now: datetime) -> Iterator[Occasion]:
    found = Feedback.objects.filter(ticket__isnull=False, written_at__gte=since).order_by("-written_at", "-id")
    for feedback_id, ticket_id, at, rating in found.values_list("id", "ticket_id", "written_at", "rating").iterator():
        what = {} if rating is None else {"rating": rating}
        yield Occasion(Happening.FEEDBACK, ticket_id or 0, at, f"feedback-{feedback_id}", what=what)


def _orders(since: datetime, _draft: RuleDraft, _now: datetime) -> Iterator[Occasion]:
    """Earlier states of orders are not kept: each counts once, as it came last."""
    for order in Order.objects.filter(changed_at__gte=since).order_by("-changed_at", "-id").iterator(AT_ONCE):
        for ticket_id in ids_of_tickets_about(order):
            yield Occasion(
                Happening.ORDER,
                ticket_id,
                order.changed_at or since,
                f"order-{order.pk}-{ticket_id}-{order.state}",
                what={"to": order.state},
            )


def _time(since: datetime, draft: RuleDraft, now: datetime) -> Iterator[Occasion]:
    """Of what waits or waited today; earlier waits of a ticket are not looked at."""
    passed = timedelta(hours=draft.hours or 0)
    if draft.since == Since.PROMISED:
        yield from _late(since, draft, now)
        return
    for ticket_id, began in tickets_since(draft.since, after=since - passed, before=now - passed):
        yield Occasion(Happening.TIME, ticket_id, began + passed, f"time-{ticket_id}")


def _late(since: datetime, draft: RuleDraft, now: datetime) -> Iterator[Occasion]:
    """Of late orders those about which there is a ticket; dry_run tells of the others, which writing first is for."""
    if all(step.action.writes_first for step in draft.steps):
        return
    passed = timedelta(hours=draft.hours or 0)
    for order in late_orders(after=since - passed, before=now - passed, now=now).reverse():
        due_at = order.deliver_by or order.ship_by or now - passed
        for ticket_id in ids_of_tickets_about(order)[-1:]:
            yield Occasion(Happening.TIME, ticket_id, due_at + passed, f"late-{order.pk}")


_PAST: dict[Happening, Callable[[datetime, RuleDraft, datetime], Iterator[Occasion]]] = {
    Happening.MESSAGE: _messages,
    Happening.CHANGED: _entries(Happening.CHANGED, Q(kind__in=CHANGES)),
    Happening.CLAIM: _entries(Happening.CLAIM, Q(kind=EventKind.CLAIM_OPENED)),
    Happening.DEADLINE_NEAR: _entries(Happening.DEADLINE_NEAR, Q(kind=EventKind.WARNED) & ~Q(after__minutes_before=0)),
    Happening.DEADLINE_MISSED: _entries(
        Happening.DEADLINE_MISSED, Q(kind=EventKind.WARNED) & Q(after__minutes_before=0)
    ),
    Happening.FEEDBACK: _feedback,
    Happening.ORDER: _orders,
    Happening.TIME: _time,
}
