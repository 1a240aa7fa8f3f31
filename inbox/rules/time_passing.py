"""The rules that wait for time to pass: a tick finds the tickets whose time has come, once for each wait.

Only what ran out since shortly before: a rule that is switched on does not act upon the whole past.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from inbox.models import Happening, MessageDirection, Rule, RuleEvent, Since, Status, Ticket
from inbox.models.ticket import OVER, UNDER_WAY, WAITS_LONGEST
from inbox.rules import late_orders

BACK = timedelta(days=2)
"""So long ago a time may have run out, so that nothing is left out while Guichet was down."""
AT_ONCE = 2000


def note_passed(now: datetime) -> None:
    """Write down for each such rule the tickets for which its time has passed."""
    for rule in Rule.objects.filter(active=True, happening=Happening.TIME).in_order():
        passed = timedelta(hours=rule.hours or 0)
        since = max(now - BACK, rule.changed_at) - passed
        if rule.since == Since.PROMISED:
            late_orders.note_late(rule, after=since, before=now - passed, now=now)
            continue
        found = tickets_since(rule.since, after=since, before=now - passed)
        events = [
            RuleEvent(
                happening=Happening.TIME,
                ticket_id=ticket_id,
                rule=rule,
                source=f"time-{rule.pk}-{ticket_id}-{began.timestamp():.0f}",
                at=now,
            )
            for ticket_id, began in found
        ]
        RuleEvent.objects.bulk_create(events, batch_size=500, ignore_conflicts=True)


def tickets_since(since: str, *, after: datetime, before: datetime) -> Iterator[tuple[int, datetime]]:
    """Tickets with the moment at which their time began, between these two, the newest first.

    since: of Since, but not PROMISED, which is of orders.
    """
    tickets, column = {
        Since.BUYER_WAITS: (
            Ticket.objects.alias(begins=WAITS_LONGEST).filter(
                status__in=UNDER_WAY, begins__gt=after, begins__lte=before
            ),
            "waits_since",
        ),
        Since.OUR_WORD: (
            Ticket.objects.exclude(status__in=OVER).filter(
                last_direction=MessageDirection.OUT,
                needs_reply=False,
                last_message_at__gt=after,
                last_message_at__lte=before,
            ),
            "last_message_at",
        ),
        Since.SOLVED: (
            Ticket.objects.filter(status=Status.SOLVED, solved_at__gt=after, solved_at__lte=before),
            "solved_at",
        ),
    }[Since(since)]
    yield from tickets.order_by(f"-{column}", "-id").values_list("id", column).iterator(AT_ONCE)
