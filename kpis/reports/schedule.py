"""Which reports are due: pure, from a person's wish, his zone and the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kpis.models import ReportWish, Span

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """since: the first day of what it is about."""

    span: Span
    since: date


def due(wish: ReportWish, now: datetime, *, zone: ZoneInfo) -> Iterator[Due]:
    """The latest of each span, if its hour has come since the person wished for it; older ones are not made up for."""
    today = now.astimezone(zone).date()
    if wish.weekly_on is not None:
        on = today - (today.weekday() - wish.weekly_on) % 7 * DAY
        on = on if _at(on, wish.hour, zone) <= now else on - WEEK
        if _at(on, wish.hour, zone) >= wish.wished_at:
            yield Due(Span.WEEK, on - on.weekday() * DAY - WEEK)
    if wish.monthly:
        on = today.replace(day=1)
        on = on if _at(on, wish.hour, zone) <= now else _month_before(on)
        if _at(on, wish.hour, zone) >= wish.wished_at:
            yield Due(Span.MONTH, _month_before(on))


def end_of(span: str, since: date) -> date:
    """The day after the last one of what a report is about."""
    return since + WEEK if span == Span.WEEK else (since + 32 * DAY).replace(day=1)


def _month_before(first: date) -> date:
    return (first - DAY).replace(day=1)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
