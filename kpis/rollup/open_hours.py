"""Lay out the open hours of all calendars that waits go by: SQL knows nothing of public holidays."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Max, Min

from inbox.deadlines.calendar.working_year import working_year
from inbox.models import CalendarVersion, ResponseCycle
from kpis.figures.figure import Source
from kpis.models import OpenStretch
from kpis.rollup.marks import mark


def lay_out_open_hours(now: datetime) -> None:
    """From the year before the first wait to the end of next year; what is there stays.

    Waits may be rolled up before the hours they go by are there, such as those of an import that is under way: they are
    marked when the hours come.
    """
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
            with transaction.atomic():
                OpenStretch.objects.bulk_create(_stretches(version, missing), ignore_conflicts=True)
                _mark_waits(version, missing, now)


def _mark_waits(version: CalendarVersion, years: Iterable[int], now: datetime) -> None:
    waits = ResponseCycle.objects.filter(company_calendar=version, opened_at__year__in=list(years))
    firsts = waits.values_list("ticket__account").annotate(first=Min("opened_at")).order_by()
    mark([(account, first, max(first, now)) for account, first in firsts], Source.WAIT)


def _stretches(version: CalendarVersion, years: Iterable[int]) -> Iterable[OpenStretch]:
    calendar = version.work_calendar()
    for year in years:
        laid_out = working_year(calendar, year)
        for opens_at, closes_at in zip(laid_out.starts, laid_out.ends, strict=True):
            yield OpenStretch(version=version, opens_at=opens_at.astimezone(UTC), closes_at=closes_at.astimezone(UTC))
