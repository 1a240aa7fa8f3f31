"""Marks of what has changed: taken in batches, so that two workers never have the same one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from kpis.figures.figure import Figure
from kpis.figures.question import DAY, day_of
from kpis.models import Mark

OF_ONE_FIGURE = "figure:"
OF_ONE_LOOK = "look:"
_MOST = 2000
_DAYS_AT_ONCE = 180
"""Marks of what is built ask for months: of one figure or look, so long a time of all accounts is made at once."""
_NEAR = timedelta(days=3)

_TAKE = """
WITH taken AS (
    SELECT id FROM kpis_mark WHERE about NOT LIKE '%%:%%' ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), first AS (
    SELECT about, since FROM kpis_mark
    WHERE about LIKE '%%:%%' AND NOT EXISTS (SELECT 1 FROM taken) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
), to_build AS (
    SELECT id FROM kpis_mark
    WHERE about = (SELECT about FROM first) AND since < (SELECT since + make_interval(days => %(days)s) FROM first)
    FOR UPDATE SKIP LOCKED
)
DELETE FROM kpis_mark WHERE id IN (SELECT id FROM taken UNION ALL SELECT id FROM to_build)
RETURNING account_id, since, until, about
"""


@dataclass(frozen=True)
class Taken:
    """Marks of one account, in the transaction that makes them good."""

    account: int
    spans: Sequence[tuple[datetime, datetime, str]]

    def days_of(
        self, figure: Figure, abouts: Collection[str], *, zone: str, now: datetime
    ) -> Iterator[tuple[date, date]]:
        """Ranges of days to roll up for this figure, each to the day after its last; near ones are put together.

        abouts: of marks about these.
        What has a time ahead of our clock has its day; but nothing joins or leaves what is open before it does, and
        then its moment is marked again (passing.py).
        """
        its = sorted(
            (day_of(since, zone), day_of(min(until, max(since, now)), zone) + DAY)
            for since, until, about in self.spans
            if about in abouts and not (figure.at_end and since > now)
        )
        first: date | None = None
        last = date.min
        for begins, ends in its:
            if first is not None and begins > last + _NEAR:
                yield first, last
                first = None
            if first is None:
                first, last = begins, ends
            last = max(last, ends)
        if first is not None:
            yield first, last


def take() -> list[Taken]:
    """Take the oldest marks out, in the caller's transaction; those of figures being built if there are no others."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"most": _MOST, "days": _DAYS_AT_ONCE})
        rows = cursor.fetchall()
    by_account: dict[int, list[tuple[datetime, datetime, str]]] = {}
    for account, since, until, about in rows:
        by_account.setdefault(account, []).append((since, until, about))
    return [Taken(account, by_account[account]) for account in sorted(by_account)]


def mark(spans: Iterable[tuple[int, datetime, datetime]], about: str) -> None:
    """spans: an account's id, and from when to when its cases are to be rolled up anew."""
    Mark.objects.bulk_create(
        Mark(account_id=account, since=since, until=until, about=about) for account, since, until in spans
    )


def abouts_of(figure: Figure) -> Collection[str]:
    """What marks are about that change this figure."""
    return ("", f"{OF_ONE_FIGURE}{figure.slug}", *figure.sources)
