"""Lay out the open hours of all calendars that waits go by: SQL knows nothing of public holidays."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Max, Min

from inbox.deadlines.calendar.working_year import working_year
from inbox.models import CalendarVersion, ResponseCycle
from kpis.models import OpenStretch


def lay_out_open_hours(now: datetime) -> None:
    """From the year before the first wait to the end of next year; what is there stays."""
    first = ResponseCycle.objects.aggregate(at=Min("opened_at"))["at"]
    if first is None:
        return
    wanted = range(min(first, now).year - 1, now.year + 2)
    kept = OpenStretch.objects.values_list("version").annotate(first=Min("opens_at"), last=Max("opens_at"))
    years = {version: range(first.year, last.year + 1) for version, first, last in kept}
    for version in CalendarVersion.objects.order_by("pk"):
        there = years.get(version.pk, range(0))
        missing = [year for year in wanted if year not in there]
        if missing:
            OpenStretch.objects.bulk_create(_stretches(version, missing), ignore_conflicts=True)


def _stretches(version: CalendarVersion, years: Iterable[int]) -> Iterable[OpenStretch]:
    calendar = version.work_calendar()
    for year in years:
        laid_out = working_year(calendar, year)
        for opens_at, closes_at in zip(laid_out.starts, laid_out.ends, strict=True):
            yield OpenStretch(version=version, opens_at=opens_at.astimezone(UTC), closes_at=closes_at.astimezone(UTC))
