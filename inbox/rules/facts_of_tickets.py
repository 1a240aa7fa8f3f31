"""What a ticket's own row tells, and which calendars are open."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from inbox.deadlines.calendar import WorkCalendar
from inbox.lists.filters import NOBODY
from inbox.models import CalendarVersion, Ticket
from inbox.rules.conditions import Facts
from inbox.rules.lengths import hours_between
from inbox.rules.occasion import Occasion

_DAY = timedelta(days=1)


def facts(pairs: Sequence[tuple[Occasion, Ticket]]) -> Iterable[Facts]:
    for occasion, ticket in pairs:
        yield {
            "marketplace": ticket.account.marketplace,
            "account": str(ticket.account_id),
            "channel": ticket.channel,
            "kind": ticket.kind,
            "status": ticket.status,
            "priority": str(ticket.priority),
            "level": str(ticket.level or ""),
            "topic": ticket.topic,
            "language": ticket.language,
            "tag": tuple(ticket.tags),
            "assignee": str(ticket.assignee_id or NOBODY),
            "subject": ticket.subject,
            "buyer": ticket.buyer_name,
            "item": ticket.item_id,
            "order_number": ticket.order_id,
            "resolution": ticket.resolution,
            "needs_reply": ticket.needs_reply,
            "hours_left": hours_between(occasion.at, ticket.reply_due_at),
            "hours_waiting": hours_between(ticket.waits_since, occasion.at),
            "claim": ticket.has_open_claim,
        }


def open_hours(pairs: Sequence[tuple[Occasion, Ticket]]) -> Iterable[Facts]:
    """The ids of the calendars in whose hours it happened, and whether there is one; None without calendars."""
    current = CalendarVersion.objects.current().select_related("calendar")
    calendars = {str(version.calendar_id): version.work_calendar() for version in current}
    for occasion, _ticket in pairs:
        open_ones = tuple(name for name, calendar in calendars.items() if is_open(calendar, occasion.at))
        yield {"open_hours": open_ones, "working_hours": bool(open_ones) if calendars else None}


def is_open(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether work goes on then; a slot that began yesterday may last until now."""
    day = calendar.day_of(at)
    return any(start <= at < end for one in (day - _DAY, day) for start, end in calendar.hours_of(one))
