"""Answer from the rollup: the cost follows the number of days and months asked about, not that of messages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import product
from math import prod
from typing import Any

from django.db import connection

from kpis.figures.figure import Figure, Look
from kpis.figures.known import Known
from kpis.figures.question import Question, day_of
from kpis.figures.tally import Key, Tallies, Tally

_GROUPS = {
    "all": "''",
    "account": "r.account_id::text",
    "marketplace": "(SELECT marketplace FROM connectors_account WHERE id = r.account_id)",
    "day": "r.day::text",
    "week": "date_trunc('week', r.day)::date::text",
    "month": "date_trunc('month', r.day)::date::text",
}
_DAYS_ONLY = ("day", "week")
"""Groups that rows of months say nothing of."""
_ROWS = """
    WHERE r.figure = ANY(%(figures)s) AND r.dimension = %(dimension)s AND r.account_id = ANY(%(accounts)s)
        AND {when}
        {only}
"""
_WITHIN = """
    ((r.grain = 'd' AND r.day = ANY(%(days)s::date[])) OR (r.grain = 'm' AND r.day = ANY(%(months)s::date[])))
"""
_UP_TO = "((r.grain = 'd' AND r.day >= %(first)s AND r.day <= %(last)s) OR (r.grain = 'm' AND r.day < %(first)s))"
BETWEEN_SQL = " || chr(31) || "
"""What stands between the labels of several dimensions."""
_BETWEEN = "\x1f"
_MOST_LABELS = 200
_SUMS = """
SELECT r.figure, {label}, r.part, r.currency, NULL::int, sum(r.cases), sum(r.total)
FROM kpis_figurerow r {rows} AND cardinality(r.names) = 0 GROUP BY 1, 2, 3, 4
UNION ALL
SELECT r.figure, {label}, coalesce(h.name, r.part), r.currency, h.bucket, sum(h.n),
    CASE WHEN h.bucket IS NULL THEN sum(h.n) END
FROM kpis_figurerow r CROSS JOIN LATERAL unnest(r.buckets, r.names, r.counts) h (bucket, name, n) {rows}
GROUP BY 1, 2, 3, 4, 5
"""


def can_answer(figure: Figure, question: Question, by: str, *, known: Known) -> bool:
    """Whether the rollup has what is asked: days of the shop's zone, and what the figure keeps apart."""
    look = asked_look(question, by)
    is_kept = look in figure.looks or known.keeps(figure.slug, dimension_of(look))
    return is_kept and known.is_in_rollup(figure, zone=question.zone)


def tallies_from_rollup(figure: Figure, question: Question, by: str, *, days: Sequence[date], known: Known) -> Tallies:
    """days: those to add up; whole months of them are read from the rows of months, where by allows it.

    Figures that are asked together (Known) are read together, the first time that one of them is asked for.
    Of an at_end figure: what has joined less what has left.
    """
    read = known.rolled.setdefault((question, by, figure.at_end, tuple(days)), {})
    if figure.slug not in read:
        figures = _read_together(figure, question, by, known)
        single, months = (days, []) if by in _DAYS_ONLY else _split(days, known.months_until)
        when = {"days": list(single), "months": months}
        read |= _read(figures, question, by, when=when, rows=_WITHIN, known=known)
    return dict(read[figure.slug])


def open_from_rollup(figure: Figure, question: Question, by: str, *, last: date, known: Known) -> Tallies:
    """Of an at_end figure, what is open when that day ends, or now: all that has joined less all that has left."""
    read = known.rolled.setdefault((question, by, "open", last), {})
    if figure.slug not in read:
        figures = _read_together(figure, question, by, known)
        first = min(last.replace(day=1), known.months_until or date.min)
        read |= _read(figures, question, by, when={"first": first, "last": last}, rows=_UP_TO, known=known)
    return {key: tally for key, tally in read[figure.slug].items() if tally.cases}


def rolled_days(question: Question, now: datetime) -> list[date]:
    """The days of the question, none that has not begun."""
    last = min(question.until.toordinal(), day_of(now, question.zone).toordinal() + 1)
    return [date.fromordinal(number) for number in range(question.since.toordinal(), last)]


def _read_together(figure: Figure, question: Question, by: str, known: Known) -> Sequence[Figure]:
    """Of many parts are read by step, or by group, only those of a figure that is asked for."""
    alike = [
        one
        for one in known.together
        if one.at_end == figure.at_end
        and (by == "all" or not one.has_many_parts)
        and can_answer(one, question, by, known=known)
    ]
    return alike if figure in alike else [figure]


def _read(
    figures: Sequence[Figure], question: Question, by: str, *, when: Mapping[str, object], rows: str, known: Known
) -> dict[str, Tallies]:
    """By figure; one query. rows: which ones, given when."""
    values = {**_values(figures, question, by), **when, "accounts": known.accounts_of(question)}
    found: dict[str, Tallies] = {figure.slug: {} for figure in figures}
    with connection.cursor() as cursor:
        cursor.execute(_sums(question, by, when=rows), values)
        for slug, label, part, currency, bucket, cases, total in cursor.fetchall():
            tally = found[slug].setdefault(Key(label, part, currency), Tally())
            if bucket is None:
                tally.cases, tally.total = int(cases), total
            else:
                tally.buckets[bucket] = int(cases)
    return found


def dimension_of(look: Look) -> str:
    """What rows of these dimensions are stored under."""
    return "+".join(look) or "all"


def look_of(dimension: str) -> Look:
    """The dimensions of what is stored so."""
    return () if dimension == "all" else tuple(dimension.split("+"))


def asked_look(question: Question, by: str) -> Look:
    """The dimensions that are looked at, to narrow or to group."""
    return tuple(sorted({*question.filters(), *({by} - _GROUPS.keys())}))


def _labels(look: Look) -> Sequence[str]:
    """In SQL, the label of each dimension of a row."""
    if len(look) == 1:
        return ["r.label"]
    return [f"split_part(r.label, chr(31), {place})" for place in range(1, len(look) + 1)]


def _sums(question: Question, by: str, *, when: str) -> str:
    look = asked_look(question, by)
    labels = dict(zip(look, _labels(look), strict=True))
    group = _GROUPS.get(by) or labels[by]
    if _whole_labels(question, look):
        only = "AND r.label = ANY(%(whole)s)"
    else:
        only = " ".join(f"AND {labels[name]} = ANY(%(only_{name})s)" for name in question.filters())
    return _SUMS.format(label=group, rows=_ROWS.format(only=only, when=when))


def _values(figures: Sequence[Figure], question: Question, by: str) -> dict[str, Any]:
    filters, look = question.filters(), asked_look(question, by)
    return {
        "figures": [one.slug for one in figures],
        "dimension": dimension_of(look),
        "whole": _whole_labels(question, look),
        **{f"only_{name}": list(labels) for name, labels in filters.items()},
    }


def _whole_labels(question: Question, look: Look) -> list[str]:
    """The labels of rows that are asked for, where every dimension is narrowed: an index has them. Else none."""
    filters = question.filters()
    if not filters or {*look} != {*filters} or prod(len(labels) for labels in filters.values()) > _MOST_LABELS:
        return []
    return [_BETWEEN.join(labels) for labels in product(*(filters[name] for name in look))]


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
