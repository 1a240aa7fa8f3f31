"""Answer from the rollup: the cost follows the number of days and months asked about, not that of messages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

from django.db import connection

from kpis.figures.figure import Figure, Look
from kpis.figures.histogram import unpacked
from kpis.figures.known import Known
from kpis.figures.question import DAY, Question, day_of
from kpis.figures.tally import Key, Tallies, Tally

_GROUPS = {
    "all": "''",
    "part": "''",
    "account": "r.account_id::text",
    "marketplace": "(SELECT marketplace FROM connectors_account WHERE id = r.account_id)",
    "day": "r.day::text",
    "week": "date_trunc('week', r.day)::date::text",
    "month": "date_trunc('month', r.day)::date::text",
}
_DAYS_ONLY = ("day", "week")
"""Groups that rows of months say nothing of."""
_ROWS = """
    WHERE r.figure = ANY(%({figures})s) AND r.dimension = %(dimension)s AND r.account_id = ANY(%(accounts)s)
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
SELECT r.figure, {label}, r.part, r.currency, sum(r.cases), sum(r.total), sum(r.lengths)::text
FROM kpis_figurerow r {rows} GROUP BY 1, 2, 3, 4
"""
_PARTS = """
WITH keyed AS MATERIALIZED (
    SELECT r.figure, {label} AS label, r.currency, r.names, r.counts,
        dense_rank() OVER (ORDER BY r.figure, {label}, r.currency)::int AS key
    FROM kpis_figurerow r {rows}
), added AS (
    SELECT key, name, sum(n) AS n FROM (SELECT key, unnest(names) AS name, unnest(counts) AS n FROM keyed) h
    GROUP BY 1, 2
)
SELECT figure, label, name, currency, n, n, '' FROM added JOIN (SELECT DISTINCT key, figure, label, currency FROM keyed)
named USING (key)
"""
"""Keys are numbers, and materialised, so that what is added up is hashed: sorted by its texts it takes three times as
long.
"""
_MOST_FREQUENT = """
WITH picked AS MATERIALIZED (SELECT r.names, r.counts FROM kpis_figurerow r {rows})
SELECT h.name, sum(h.n), count(*) OVER () FROM (SELECT unnest(names) AS name, unnest(counts) AS n FROM picked) h
GROUP BY 1 ORDER BY 2 DESC, h.name = '', h.name COLLATE "C" LIMIT %(most)s
"""


def can_answer(figure: Figure, question: Question, by: str, *, known: Known) -> bool:
    """Whether the rollup has what is asked: days of the shop's zone, and what the figure keeps apart."""
    look = asked_look(question, by)
    is_kept = look in figure.looks or known.keeps(figure.slug, dimension_of(look))
    return is_kept and known.is_in_rollup(figure, zone=question.zone)


def tallies_from_rollup(figure: Figure, question: Question, by: str, *, known: Known) -> Tallies:
    """Whole months are read from the rows of months, where by allows it.

    Figures that are asked together (Known) are read together, the first time that one of them is asked for.
    Where a figure has many parts they are told apart unless by is "all".
    Of an at_end figure: what has joined less what has left.
    """
    read = known.rolled.setdefault((question, by, figure.at_end), {})
    if figure.slug not in read:
        figures = _read_together(figure, question, by, known)
        days = rolled_days(question, known.now)
        single, months = (days, []) if by in _DAYS_ONLY else _split(days, known.months_until)
        when = {"days": list(single), "months": months}
        read |= _read(figures, question, by, when=when, rows=_WITHIN, known=known)
    return dict(read[figure.slug])


def most_frequent_from_rollup(
    figure: Figure, question: Question, *, known: Known, most: int
) -> tuple[dict[str, int], int]:
    """Of a figure with many parts: those with most cases, with how many they have, and how many parts there are."""
    single, months = _split(rolled_days(question, known.now), known.months_until)
    values = {**_values([figure], question, "part"), "accounts": known.accounts_of(question), "most": most}
    sql = _MOST_FREQUENT.format(rows=_rows_of("of_parts", question, "part", when=_WITHIN))
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "days": single, "months": months})
        found = cursor.fetchall()
    return {part: int(cases) for part, cases, _all in found}, found[0][2] if found else 0


def open_from_rollup(figure: Figure, question: Question, by: str, *, last: date, known: Known) -> Tallies:
    """Of an at_end figure, what is open when that day ends, or now: all that has joined less all that has left."""
    read = known.rolled.setdefault((question, by, "open", last), {})
    if figure.slug not in read:
        figures = _read_together(figure, question, by, known)
        first = min(last.replace(day=1), known.months_until or date.min)
        read |= _read(figures, question, by, when={"first": first, "last": last}, rows=_UP_TO, known=known)
    return {key: tally for key, tally in read[figure.slug].items() if tally.cases}


def rolled_days(question: Question, now: datetime) -> Sequence[date]:
    """The days of the question, none that has not begun."""
    return _days(question.since, min(question.until, day_of(now, question.zone) + DAY))


@lru_cache(maxsize=64)
def _days(since: date, until: date) -> tuple[date, ...]:
    """A page asks some hundred times for the same two years."""
    return tuple(date.fromordinal(number) for number in range(since.toordinal(), until.toordinal()))


def _read_together(figure: Figure, question: Question, by: str, known: Known) -> Sequence[Figure]:
    """Of many parts are read, but for their whole, only those of a figure that is asked for, or surely will be."""
    alike = [
        one
        for one in known.asked_together(by)
        if one.at_end == figure.at_end
        and (by == "all" or by in known.apart or not one.has_many_parts)
        and can_answer(one, question, by, known=known)
    ]
    return alike if figure in alike else [figure]


def _read(
    figures: Sequence[Figure], question: Question, by: str, *, when: Mapping[str, object], rows: str, known: Known
) -> dict[str, Tallies]:
    """By figure. rows: which ones, given when.

    One query each for sums and parts: as a union PostgreSQL starts workers for it, which takes longer than reading (8
    of 12 ms for a page's figures, 2026-11).
    """
    values = {**_values(figures, question, by), **when, "accounts": known.accounts_of(question)}
    found: dict[str, Tallies] = {figure.slug: {} for figure in figures}
    with connection.cursor() as cursor:
        for sql in _sums(figures, question, by, when=rows):
            cursor.execute(sql, values)
            for slug, label, part, currency, cases, total, lengths in cursor.fetchall():
                found[slug][Key(label, part, currency)] = Tally(int(cases), total, Counter(unpacked(lengths)))
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


def _sums(figures: Sequence[Figure], question: Question, by: str, *, when: str) -> Iterator[str]:
    """What whole rows come to, and what the parts of the others do; each of them where there is any."""
    look = asked_look(question, by)
    label = _GROUPS.get(by) or dict(zip(look, _labels(look), strict=True))[by]
    whose = _figures_of(figures, by)
    for name, sql in (("whole_ones", _SUMS), ("of_parts", _PARTS)):
        if whose[name]:
            yield sql.format(label=label, rows=_rows_of(name, question, by, when=when))


def _rows_of(figures: str, question: Question, by: str, *, when: str) -> str:
    """Which rows are added up. figures: the name of the value that has their figures."""
    look = asked_look(question, by)
    if _whole_labels(question, look):
        only = "AND r.label = ANY(%(labels)s)"
    else:
        labels = dict(zip(look, _labels(look), strict=True))
        only = " ".join(f"AND {labels[name]} = ANY(%(only_{name})s)" for name in question.filters())
    return _ROWS.format(figures=figures, only=only, when=when)


def _figures_of(figures: Sequence[Figure], by: str) -> dict[str, list[str]]:
    """Whose rows are taken whole, and whose parts are told apart, of which there are many."""
    of_parts = [one.slug for one in figures if one.has_many_parts and by != "all"]
    return {"whole_ones": [one.slug for one in figures if one.slug not in of_parts], "of_parts": of_parts}


def _values(figures: Sequence[Figure], question: Question, by: str) -> dict[str, Any]:
    filters, look = question.filters(), asked_look(question, by)
    return {
        **_figures_of(figures, by),
        "dimension": dimension_of(look),
        "labels": _whole_labels(question, look),
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
