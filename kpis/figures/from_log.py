"""Answer from the cases themselves: exact for any question, at the price of reading all that it is about."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from kpis.figures.figure import Figure
from kpis.figures.histogram import ONE_SQL, unpacked
from kpis.figures.question import DAY, Question, day_begins
from kpis.figures.tally import Key, Tallies, Tally

COLUMNS = {
    "channel": "cases.channel",
    "agent": "coalesce(cases.agent_id::text, '')",
    "language": "cases.language",
    "topic": "cases.topic",
    "level": "cases.level::text",
    "kind": "cases.kind",
}
"""Of each dimension, its label in a row of cases."""
_GROUPS = COLUMNS | {
    "all": "''",
    "part": "''",
    "account": "cases.account_id::text",
    "marketplace": "(SELECT marketplace FROM connectors_account WHERE id = cases.account_id)",
    "day": "((cases.happened_at AT TIME ZONE %(zone)s)::date)::text",
    "week": "date_trunc('week', cases.happened_at AT TIME ZONE %(zone)s)::date::text",
    "month": "date_trunc('month', cases.happened_at AT TIME ZONE %(zone)s)::date::text",
}
_CHUNK = 2000
JUST_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True)
class Case:
    """One case of a figure. value: in the figure's unit, 0 or 1 of a share; None where it has none."""

    account_id: int
    ticket_id: int | None
    happened_at: datetime
    channel: str
    agent_id: int | None
    language: str
    topic: str
    level: int
    kind: str
    part: str
    value: Decimal | None
    currency: str


def tallies_from_log(figure: Figure, question: Question, by: str, *, accounts: Sequence[int], now: datetime) -> Tallies:
    """by: a dimension, all, part, account, marketplace, or day, week, month; their labels are first days. One query.

    Where a figure has many parts they are told apart unless by is "all".
    """
    part = "''" if by == "all" and figure.has_many_parts else "part"
    lengths = f"sum({ONE_SQL})::text" if figure.has_lengths else "''"
    sql = f"""
        SELECT {_GROUPS[by]} AS label, {part} AS part, currency, count(*), sum(value), {lengths}
        FROM ({figure.sql}) cases WHERE {_condition(question)} GROUP BY 1, 2, 3
    """  # noqa: S608
    found: Tallies = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(figure, question, accounts, now))
        for label, part, currency, cases, total, lengths in cursor.fetchall():
            tally = found.setdefault(Key(label or "", part, currency), Tally())
            tally.add(Tally(cases, total or Decimal(0), Counter(unpacked(lengths))))
    return found


def cases_from_log(
    figure: Figure,
    question: Question,
    *,
    accounts: Sequence[int],
    now: datetime,
    parts: Sequence[str] = (),
    group: tuple[str, str] | None = None,
    longer: float | None = None,
    most: float | None = None,
) -> Iterator[Case]:
    """Every case, the newest first, read as they are asked for. The others: of these only (see ask.cases)."""
    condition = _condition(question) + (" AND part = ANY(%(parts)s)" if parts else "")
    if group is not None:
        condition += f" AND {_GROUPS[group[0]]} = %(group)s"
    condition += " AND value > %(longer)s" if longer is not None else ""
    condition += " AND value <= %(most)s" if most is not None else ""
    sql = f"""
        SELECT account_id, ticket_id, happened_at, channel, agent_id, language, topic, level, kind, part, value,
            currency
        FROM ({figure.sql}) cases WHERE {condition} ORDER BY happened_at DESC, ticket_id DESC, part, value
    """  # noqa: S608
    with closing(connection.chunked_cursor()) as cursor:
        values = {
            **_values(figure, question, accounts, now),
            "parts": list(parts),
            "group": group[1] if group else None,
            "longer": longer,
            "most": most,
        }
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(_CHUNK):
            yield from (Case(*row) for row in rows)


def moments_of(question: Question, now: datetime) -> list[datetime]:
    """At which an at_end figure is looked at: the end of each day that is over, and now if today is asked about."""
    found = []
    day = question.since
    while day < question.until and day_begins(day, question.zone) <= now:
        day += DAY
        found.append(min(day_begins(day, question.zone), now + JUST_AFTER))
    return found


def case_values(
    *, since: datetime, until: datetime, accounts: Sequence[int], zone: str, now: datetime, moments: Sequence[datetime]
) -> Mapping[str, Any]:
    """What a figure's SQL is given."""
    return {
        "since": since,
        "until": until,
        "accounts": list(accounts),
        "zone": zone,
        "now": now,
        "moments": list(moments),
    }


def _values(figure: Figure, question: Question, accounts: Sequence[int], now: datetime) -> dict[str, Any]:
    moments = moments_of(question, now) if figure.at_end else []
    values = case_values(
        since=question.begins_at,
        until=question.ends_at,
        accounts=accounts,
        zone=question.zone,
        now=now,
        moments=moments,
    )
    return {**values, **{f"only_{name}": labels for name, labels in question.filters().items()}}


def _condition(question: Question) -> str:
    return " AND ".join(["true", *(f"{COLUMNS[name]} = ANY(%(only_{name})s)" for name in question.filters())])
