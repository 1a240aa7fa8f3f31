"""Answer from the rollup: the cost follows the number of days and months asked about, not that of messages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from kpis.figures.figure import Figure
from kpis.figures.known import Known
from kpis.figures.question import Question, day_of
from kpis.figures.tally import Key, Tallies, Tally

_GROUPS = {
    "all": "''",
    "account": "r.account_id::text",
    "marketplace": "(SELECT marketplace FROM connectors_account WHERE id = r.account_id)",
    "day": "r.day::text",
}
_ROWS = """
    FROM kpis_figurerow r
    WHERE r.figure = %(figure)s AND r.dimension = %(dimension)s AND r.account_id = ANY(%(accounts)s)
        AND ((r.grain = 'd' AND r.day = ANY(%(days)s::date[])) OR (r.grain = 'm' AND r.day = ANY(%(months)s::date[])))
        AND (%(labels)s::text[] IS NULL OR r.label = ANY(%(labels)s))
"""


def can_answer(figure: Figure, question: Question, by: str, *, known: Known) -> bool:
    """Whether the rollup has what is asked: days of the shop's zone, and at most one thing to look at."""
    looked_at = {*question.filters(), *({by} - _GROUPS.keys())}
    if len(looked_at) > 1 or not looked_at <= {*figure.dimensions}:
        return False
    return known.is_in_rollup(figure, zone=question.zone)


def tallies_from_rollup(figure: Figure, question: Question, by: str, *, days: Sequence[date], known: Known) -> Tallies:
    """days: those to add up; whole months of them are read from the rows of months, unless by is "day"."""
    label = _GROUPS.get(by, "r.label")
    days, months = (days, []) if by == "day" or figure.at_end else _split(days, known.months_until)
    values = _values(figure, question, by) | {
        "accounts": known.accounts_of(question),
        "days": list(days),
        "months": months,
    }
    found: Tallies = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {label}, part, currency, sum(cases), sum(total) {_ROWS} GROUP BY 1, 2, 3", values)  # noqa: S608
        for key, part, currency, cases, total in cursor.fetchall():
            found[Key(key, part, currency)] = Tally(int(cases), total)
        if figure.has_lengths:
            cursor.execute(_histograms(label), values)
            for key, part, currency, bucket, count in cursor.fetchall():
                found[Key(key, part, currency)].buckets += Counter({bucket: int(count)})
    return found


def rolled_days(question: Question, now: datetime) -> list[date]:
    """The days of the question, none that has not begun."""
    last = min(question.until.toordinal(), day_of(now, question.zone).toordinal() + 1)
    return [date.fromordinal(number) for number in range(question.since.toordinal(), last)]


def _histograms(label: str) -> str:
    rows = _ROWS.replace("FROM kpis_figurerow r", "FROM kpis_figurerow r, unnest(r.buckets, r.counts) h (bucket, n)")
    return f"SELECT {label}, part, currency, h.bucket, sum(h.n) {rows} GROUP BY 1, 2, 3, 4"  # noqa: S608


def _values(figure: Figure, question: Question, by: str) -> dict[str, Any]:
    filters: Mapping[str, Sequence[str]] = question.filters()
    dimension = next(iter({*filters, *({by} - _GROUPS.keys())}), "all")
    return {"figure": figure.slug, "dimension": dimension, "labels": filters.get(dimension)}


def _split(days: Sequence[date], months_until: date | None) -> tuple[list[date], list[date]]:
    """Days of months that are not whole or have no rows yet, and the first days of those that are and have."""
    if months_until is None:
        return list(days), []
    by_month: dict[date, list[date]] = {}
    for day in days:
        by_month.setdefault(day.replace(day=1), []).append(day)
    whole = {
        first
        for first, its in by_month.items()
        if first < months_until and its[0] == first and (its[-1].toordinal() + 1 == _next_month(first).toordinal())
    }
    return [day for first, its in by_month.items() if first not in whole for day in its], sorted(whole)


def _next_month(first: date) -> date:
    return first.replace(year=first.year + 1, month=1) if first.month == 12 else first.replace(month=first.month + 1)
