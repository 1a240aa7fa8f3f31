"""Whether somebody worked when it happened."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.holidays import holiday_pauses
from inbox.deadlines.pauses import Pause
from inbox.deadlines.shop_hours import calendars_of_shop
from inbox.models import CalendarVersion, Ticket
from inbox.rules.conditions import Facts
from inbox.rules.occasion import Occasion

_DAY = timedelta(days=1)


def facts(pairs: Sequence[tuple[Occasion, Ticket]]) -> Iterable[Facts]:
    """open_hours: the ids of the calendars in whose hours it happened.

    working_hours: whether one of them is the shop's, and the ticket's account on no holiday; None without calendars of
    the shop. By others marketplaces and the law count; they are open all day and all night on working days.
    """
    current = CalendarVersion.objects.current()
    calendars = {str(version.calendar_id): version.work_calendar() for version in current}
    of_shop = {str(version.calendar_id) for version in calendars_of_shop()}
    holidays = holiday_pauses({ticket.account_id for _occasion, ticket in pairs})
    for occasion, ticket in pairs:
        open_ones = tuple(name for name, calendar in calendars.items() if is_open(calendar, occasion.at))
        is_closed = any(_lasts(one, occasion.at) for one in holidays.get(ticket.account_id, ()))
        works = not is_closed and not of_shop.isdisjoint(open_ones)
        yield {"open_hours": open_ones, "working_hours": works if of_shop else None}


def is_open(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether work goes on then; a slot that began yesterday may last until now."""
    day = calendar.day_of(at)
    return any(start <= at < end for one in (day - _DAY, day) for start, end in calendar.hours_of(one))


def _lasts(pause: Pause, at: datetime) -> bool:
    return pause.start <= at and (pause.end is None or at < pause.end)
