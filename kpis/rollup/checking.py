"""Is the rollup what the log comes to? Each figure of each account is counted anew and compared row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from kpis.figures.figure import Figure
from kpis.figures.from_rollup import dimension_of
from kpis.figures.question import DAY, day_of
from kpis.models import FigureProgress, FigureRow, RollupClock
from kpis.rollup.following import clock_held
from kpis.rollup.looks import ready_looks
from kpis.rollup.past import first_moments
from kpis.rollup.rows import FIELDS, MONTHS_SQL, open_sql, rows_sql, rows_values

_KEY = "figure, dimension, grain, day, account_id, label, part, currency"
_DIFFERENT = f"""
WITH counted ({FIELDS}) AS ({{counted}})
SELECT figure, grain, day, dimension, label, part, currency, stored.cases, counted.cases, stored.total, counted.total
FROM counted FULL JOIN (
    SELECT {FIELDS} FROM kpis_figurerow
    WHERE figure = %(figure)s AND account_id = %(account)s AND grain = %(grain)s AND dimension = ANY(%(dimensions)s)
) stored USING ({_KEY})
WHERE (stored.cases, stored.total, stored.lengths, stored.names, stored.counts)
        IS DISTINCT FROM (counted.cases, counted.total, counted.lengths, counted.names, counted.counts)
    AND NOT EXISTS (
        SELECT 1 FROM kpis_mark m
        WHERE m.account_id = %(account)s AND (m.since AT TIME ZONE %(zone)s)::date <= (CASE grain
                WHEN 'd' THEN day ELSE (day + interval '1 month' - interval '1 day')::date END)
            AND (m.until AT TIME ZONE %(zone)s)::date >= day
    )
ORDER BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608

_OPEN_DIFFERENT = f"""
WITH counted ({FIELDS}) AS ({{counted}})
SELECT %(figure)s, %(grain)s, %(today)s::date, dimension, label, part, currency,
    stored.cases, counted.cases, stored.total, counted.total
FROM counted FULL JOIN (
    SELECT dimension, label, part, currency, sum(cases)::bigint AS cases, sum(total) AS total FROM kpis_figurerow
    WHERE figure = %(figure)s AND account_id = %(account)s AND grain = 'd' AND dimension = ANY(%(dimensions)s)
    GROUP BY 1, 2, 3, 4
    HAVING sum(cases) <> 0 OR sum(total) <> 0
) stored USING (dimension, label, part, currency)
WHERE (stored.cases, stored.total) IS DISTINCT FROM (counted.cases, counted.total)
    AND NOT EXISTS (SELECT 1 FROM kpis_mark WHERE account_id = %(account)s)
ORDER BY 4, 5, 6, 7
"""  # noqa: S608
"""What is open now against all that has joined less all that has left; not while anything waits to be rolled up."""


@dataclass(frozen=True)
class Difference:
    """A row of the rollup that is not what the log comes to. None: there is no such row.

    grain: d, m, or open for what the rows of all days add up to.
    """

    account: int
    figure: str
    grain: str
    day: date
    dimension: str
    label: str
    part: str
    currency: str
    stored_cases: int | None
    counted_cases: int | None
    stored_total: Any
    counted_total: Any


def differences(figure: Figure) -> Iterator[Difference]:
    """Days that wait to be rolled up are left out, as are figures and looks that are not rolled up whole yet."""
    if not is_rolled_up(figure):
        return
    with transaction.atomic():
        clock = clock_held()
        if clock is not None:
            for account, since in _accounts(figure, clock):
                for row in _compared(figure, account, since, clock):
                    yield Difference(account, *row)


def is_rolled_up(figure: Figure) -> bool:
    """Whether it is answered from the rollup."""
    progress = FigureProgress.objects.filter(figure=figure.slug, digest=figure.digest, zone=settings.SHOP_ZONE)
    return progress.filter(ready=True).exists()


def _accounts(figure: Figure, clock: RollupClock) -> list[tuple[int, date]]:
    """Those with anything to count, or with rows, with their first day."""
    zone = settings.SHOP_ZONE
    firsts = {account: day_of(first, zone) for account, first in first_moments()}
    stored = FigureRow.objects.filter(figure=figure.slug).values_list("account_id", flat=True).distinct()
    return [(account, firsts.get(account, clock.months_until)) for account in sorted({*firsts, *stored})]


def _last_day(figure: Figure, account: int) -> date | None:
    """Of its rows; clocks of marketplaces may be ahead of ours."""
    last: date | None = FigureRow.objects.filter(figure=figure.slug, account=account).aggregate(day=Max("day"))["day"]
    return last


def _compared(figure: Figure, account: int, since: date, clock: RollupClock) -> list[tuple[Any, ...]]:
    zone = settings.SHOP_ZONE
    today, last = day_of(clock.looked_at, zone), _last_day(figure, account)
    days = (since, max(today, last or today) + DAY)
    values = rows_values([account], days, zone=zone, now=clock.looked_at)
    looks = [*figure.looks, *ready_looks(figure.slug)]
    dimensions = [dimension_of(look) for look in looks]
    asked: dict[str, Any] = {**values, "figure": figure.slug, "account": account, "dimensions": dimensions}
    months: dict[str, Any] = {"since": since.replace(day=1), "until": clock.months_until, "figures": [figure.slug]}
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT.format(counted=rows_sql(figure, looks)), {**asked, "grain": "d"})
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute(_DIFFERENT.format(counted=MONTHS_SQL), {**asked, **months, "grain": "m"})
        found += cursor.fetchall()
        if figure.at_end:
            cursor.execute(
                _OPEN_DIFFERENT.format(counted=open_sql(figure, looks)), {**asked, "today": today, "grain": "open"}
            )
            found += cursor.fetchall()
        return found
