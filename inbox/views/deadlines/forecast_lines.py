"""The forecast as its page shows it: words, numbers for the table, and the geometry of the drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import dateformat, timezone
from django.utils.translation import pgettext

from inbox.forecast.forecasting import Forecast
from inbox.forecast.queueing import Course, Waiting
from inbox.models import Ticket
from inbox.views.marks import Mark, mark_of
from inbox.words.numbers import rounded
from inbox.words.times import TimeLeft, time_left

WIDTH, HEIGHT = 720, 160
HOURS = (24, 72)


@dataclass(frozen=True)
class Bar:
    """One hour in the drawing. x, y, width, height: of the bar; low, high: of the line for the bounds; in SVG units."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    low: float
    high: float
    tick: str


@dataclass(frozen=True)
class HourLine:
    """One row of the table."""

    time: str
    arrivals: str
    answered: str
    late: str
    between: str
    waiting: str
    is_late: bool


@dataclass(frozen=True)
class TicketLine:
    id: int
    url: str
    buyer: str
    subject: str
    mark: Mark
    left: TimeLeft


@dataclass(frozen=True)
class ForecastPage:
    """late_24, late_72: how many are expected to become late. with_one_more: the same in 72 h, with one more person;
    "" where that cannot be told.

    most: top of the drawing's scale.
    """

    late_24: str
    late_72: str
    between: str
    with_one_more: str
    per_agent: str
    bars: Sequence[Bar]
    most: str
    lines: Sequence[HourLine]


def page_of(found: Forecast) -> ForecastPage:
    """In the active language and zone."""
    begin = found.expected.hours[0].start
    low, high = sorted((found.better.late, found.worse.late))
    most = max(1.0, *(hour.late for course in (found.expected, found.worse) for hour in course.hours))
    return ForecastPage(
        late_24=_number(_late_until(found.expected, begin + timedelta(hours=HOURS[0]))),
        late_72=_number(found.expected.late),
        between=f"{_number(low)}–{_number(high)}",
        with_one_more=_number(found.with_one_more.late) if found.with_one_more else "",
        per_agent=_number(found.rates.answers_per_agent),
        bars=_bars(found, most),
        most=_number(most),
        lines=_lines(found),
    )


def ticket_lines(late: Sequence[Waiting], tickets: Mapping[int, Ticket], *, now: datetime) -> list[TicketLine]:
    """Those that the reader may see."""
    return [_ticket_line(tickets[one.id], one, now=now) for one in late if one.id in tickets]


def _ticket_line(ticket: Ticket, one: Waiting, *, now: datetime) -> TicketLine:
    return TicketLine(
        id=ticket.pk,
        url=ticket.get_absolute_url(),
        buyer=ticket.buyer_called,
        subject=ticket.subject,
        mark=mark_of(ticket.account.marketplace),
        left=time_left(one.due_at, now=now),
    )


def _late_until(course: Course, moment: datetime) -> float:
    return sum(hour.late for hour in course.hours if hour.start < moment)


def _bars(found: Forecast, most: float) -> list[Bar]:
    hours = found.expected.hours
    step = WIDTH / len(hours)
    bars = []
    for place, (hour, better, worse) in enumerate(zip(hours, found.better.hours, found.worse.hours, strict=True)):
        low, high = sorted((better.late, worse.late))
        height = hour.late / most * HEIGHT
        here = timezone.localtime(hour.start)
        bars.append(
            Bar(
                x=round(place * step + 1, 1),
                y=round(HEIGHT - height, 1),
                width=round(step - 2, 1),
                height=round(height, 1),
                middle=round((place + 0.5) * step, 1),
                low=round(HEIGHT - low / most * HEIGHT, 1),
                high=round(HEIGHT - high / most * HEIGHT, 1),
                tick=_tick(here) if here.hour % 12 == 0 and here.minute == 0 else "",
            )
        )
    return bars


def _tick(here: datetime) -> str:
    return dateformat.format(here, "D H:i")


def _lines(found: Forecast) -> list[HourLine]:
    lines = []
    for hour, better, worse in zip(found.expected.hours, found.better.hours, found.worse.hours, strict=True):
        low, high = sorted((better.late, worse.late))
        lines.append(
            HourLine(
                time=dateformat.format(timezone.localtime(hour.start), pgettext("date format of Django", "D j M, H:i")),
                arrivals=_number(hour.arrivals),
                answered=_number(hour.answered),
                late=_number(hour.late),
                between=f"{_number(low)}–{_number(high)}",
                waiting=_number(hour.waiting),
                is_late=hour.late >= LATE_FROM,
            )
        )
    return lines


LATE_FROM = 0.05
"""Less rounds to nothing."""


def _number(value: float) -> str:
    """One digit after the point below ten, none above."""
    return rounded(value, 1 if 0 < round(value, 1) < 10 else 0)
