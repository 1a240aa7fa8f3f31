"""Roll up one figure: the rows of some days at some accounts, made anew from the cases."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from kpis.figures.figure import Figure, Look
from kpis.figures.from_log import COLUMNS, JUST_AFTER, case_values
from kpis.figures.from_rollup import BETWEEN_SQL, dimension_of
from kpis.figures.histogram import ONE_SQL
from kpis.figures.question import day_begins

Days = tuple[date, date]
"""The first one, and the one after the last."""

FIELDS = "figure, dimension, grain, day, account_id, label, part, currency, cases, total, lengths, names, counts"
_ADDED_UP = """
    sum(n)::bigint, sum(total), sum(lengths),
    coalesce(array_agg(name ORDER BY name COLLATE "C") FILTER (WHERE name IS NOT NULL), '{}'),
    coalesce(array_agg(n ORDER BY name COLLATE "C") FILTER (WHERE name IS NOT NULL), '{}')
"""
_ANYTHING = "HAVING sum(n) <> 0 OR sum(total) <> 0"
"""Of what joins and leaves on the same day nothing is left."""
MONTHS_SQL = f"""
SELECT figure, dimension, 'm', month, account_id, label, part, currency, {_ADDED_UP}
FROM (
    SELECT figure, dimension, date_trunc('month', day)::date AS month, account_id, label, part, currency, name,
        sum(parts.n)::bigint AS n, sum(parts.total) AS total, sum(parts.lengths) AS lengths
    FROM kpis_figurerow r CROSS JOIN LATERAL (
        SELECT NULL::text AS name, r.cases AS n, r.total, r.lengths WHERE cardinality(r.names) = 0
        UNION ALL
        SELECT h.name, h.n, CASE WHEN h.place = 1 THEN r.total ELSE 0 END, 0
        FROM unnest(r.names, r.counts) WITH ORDINALITY h (name, n, place)
    ) parts
    WHERE r.grain = 'd' AND r.day >= %(since)s AND r.day < %(until)s AND r.figure = ANY(%(figures)s)
        AND r.dimension = ANY(%(dimensions)s)
        AND (%(accounts)s::bigint[] IS NULL OR r.account_id = ANY(%(accounts)s))
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
) counted
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
{_ANYTHING}
"""  # noqa: S608
"""The rows of months as the rows of days have them, in the order of FIELDS."""


def roll_up_days(
    figure: Figure, accounts: Sequence[int], days: Days, *, looks: Sequence[Look], zone: str, now: datetime
) -> None:
    """By these looks. The caller holds the accounts' locks."""
    _delete({**_which([figure], accounts, days, looks), "grain": "d"})
    with connection.cursor() as cursor:
        values = rows_values(accounts, days, zone=zone, now=now)
        cursor.execute(f"INSERT INTO kpis_figurerow ({FIELDS}) {rows_sql(figure, looks)}", values)  # noqa: S608


def roll_up_months(
    figures: Sequence[Figure], accounts: Sequence[int] | None, days: Days, *, looks: Sequence[Look]
) -> None:
    """From the rows of days. days: whole months. accounts: None = all."""
    which = _which(figures, accounts, days, looks)
    _delete({**which, "grain": "m"})
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO kpis_figurerow ({FIELDS}) {MONTHS_SQL}", which)  # noqa: S608


def rows_sql(figure: Figure, looks: Sequence[Look]) -> str:
    """A SELECT of the rows of days as they should be, in the order of FIELDS; they are made and checked by it."""
    cases, turn = (figure.changes, "turn") if figure.at_end else (figure.sql, "1")
    return _rows_of(figure, looks, cases=cases, turn=turn)


def open_sql(figure: Figure, looks: Sequence[Look]) -> str:
    """Of an at_end figure, the same of what is open at the moment that is given: what its rows must add up to."""
    return _rows_of(figure, looks, cases=figure.sql, turn="1")


def _rows_of(figure: Figure, looks: Sequence[Look], *, cases: str, turn: str) -> str:
    """turn: of a case, whether it joins or leaves.

    The cases are read once, whatever the number of dimensions: without MATERIALIZED, what makes up a case would be
    looked up again for each of them.
    """
    length = f"{turn} * {ONE_SQL}" if figure.has_lengths else "0::numeric"
    part, name = ("''", "left(part, 120)") if figure.has_many_parts else ("left(part, 120)", "NULL::text")
    labels = "".join(
        f", left({COLUMNS[name]}, 100) AS {name}" for name in sorted({name for look in looks for name in look})
    )
    dimension = "".join(f" WHEN {_kept_apart(look)} THEN '{dimension_of(look)}'" for look in _narrowest(looks))
    label = "".join(f" WHEN {_kept_apart(look)} THEN {BETWEEN_SQL.join(look)}" for look in _narrowest(looks))
    sets = ", ".join(f"({', '.join(look)})" for look in dict.fromkeys(looks))
    return f"""
        SELECT '{figure.slug}', dimension, 'd', day, account_id, label, part, currency, {_ADDED_UP}
        FROM (
            WITH cases AS MATERIALIZED (
                SELECT (happened_at AT TIME ZONE %(zone)s)::date AS day, account_id, {part} AS part, currency,
                    {name} AS name, {length} AS length, {turn} AS turn, coalesce(value, 0) AS value{labels}
                FROM ({cases}) cases
            )
            SELECT CASE WHEN false THEN ''{dimension} ELSE 'all' END AS dimension, day, account_id,
                CASE WHEN false THEN ''{label} ELSE '' END AS label, part, currency, name,
                sum(turn) AS n, sum(turn * value) AS total, sum(length) AS lengths
            FROM cases GROUP BY day, account_id, part, currency, name, GROUPING SETS ({sets})
        ) counted
        GROUP BY 2, 4, 5, 6, 7, 8
        {_ANYTHING}
    """  # noqa: S608


def _narrowest(looks: Sequence[Look]) -> list[Look]:
    """Those of most dimensions first: what keeps two apart keeps each of them apart."""
    return sorted(filter(None, looks), key=len, reverse=True)


def _kept_apart(look: Look) -> str:
    return " AND ".join(f"grouping({name}) = 0" for name in look)


def rows_values(accounts: Sequence[int], days: Days, *, zone: str, now: datetime) -> Mapping[str, Any]:
    """What rows_sql and open_sql are given; what is open is looked at now."""
    since, until = day_begins(days[0], zone), day_begins(days[1], zone)
    return case_values(since=since, until=until, accounts=accounts, zone=zone, now=now, moments=[now + JUST_AFTER])


def _which(
    figures: Sequence[Figure], accounts: Sequence[int] | None, days: Days, looks: Sequence[Look]
) -> Mapping[str, Any]:
    """Which rows, to SQL."""
    return {
        "figures": [figure.slug for figure in figures],
        "dimensions": sorted(dimension_of(look) for look in looks),
        "since": days[0],
        "until": days[1],
        "accounts": list(accounts) if accounts is not None else None,
    }


def _delete(which: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM kpis_figurerow
            WHERE figure = ANY(%(figures)s) AND dimension = ANY(%(dimensions)s) AND grain = %(grain)s
                AND day >= %(since)s AND day < %(until)s
                AND (%(accounts)s::bigint[] IS NULL OR account_id = ANY(%(accounts)s))
            """,
            which,
        )
