"""Bring the rollup in line with the log: a tick takes marks and makes the days anew that they are about.

Whoever takes marks sees all that was written with them, since they are of the same transaction; what is written later
brings marks of its own. If a worker dies, its marks are there again.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db import connection, transaction

from connectors.locks import advisory_lock_to_commit
from connectors.models import Account
from kpis.figures.catalogue import FIGURES
from kpis.figures.figure import Figure, Look
from kpis.models import FigureProgress, RollupClock
from kpis.rollup.looks import kept_looks
from kpis.rollup.marks import OF_ONE_LOOK, Taken, abouts_of, take
from kpis.rollup.rows import Days, roll_up_days, roll_up_months


def follow_some() -> bool:
    """Make good a batch of marks; False if there was none."""
    with transaction.atomic():
        clock = clock_held()
        taken = take() if clock else []
        if clock is None or not taken:
            return False
        there = set(Account.objects.filter(pk__in=[one.account for one in taken]).values_list("pk", flat=True))
        for account in sorted(there):
            advisory_lock_to_commit(f"figures of account {account}")
        its = [one for one in taken if one.account in there]
        kept = kept_looks()
        for figure in _rolled_up():
            looks = kept.get(figure.slug, {})
            _make_good(its, figure, clock, looks=[*figure.looks, *looks.values()], abouts=abouts_of(figure))
            for pk, look in looks.items():
                _make_good(its, figure, clock, looks=[look], abouts=[f"{OF_ONE_LOOK}{pk}"])
    return True


def clock_held() -> RollupClock | None:
    """The clock, which nobody moves on until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT looked_at, months_until FROM kpis_rollupclock FOR SHARE")
        row = cursor.fetchone()
    return RollupClock(1, *row) if row else None


def _rolled_up() -> Sequence[Figure]:
    """Figures that have begun to be rolled up by what they are today; the others' turn comes (building.py)."""
    rows = FigureProgress.objects.filter(zone=settings.SHOP_ZONE).values_list("figure", "digest")
    begun = set(rows)
    return [figure for figure in FIGURES if (figure.slug, figure.digest) in begun]


def _make_good(
    taken: Iterable[Taken], figure: Figure, clock: RollupClock, *, looks: Sequence[Look], abouts: Collection[str]
) -> None:
    """The days of marks about these, by these looks.

    Accounts of which the same days are to be made anew are made together: their log is read once.
    """
    accounts: dict[Days, list[int]] = {}
    for one in taken:
        for days in one.days_of(figure, abouts, zone=settings.SHOP_ZONE, now=clock.looked_at):
            accounts.setdefault(days, []).append(one.account)
    for days, its in accounts.items():
        roll_up_days(figure, its, days, looks=looks, zone=settings.SHOP_ZONE, now=clock.looked_at)
        months = _months(days, clock.months_until)
        if months:
            roll_up_months([figure], its, months, looks=looks)


def _months(days: Days, until: date) -> Days | None:
    """The whole months that these days are in, as far as months have rows."""
    since, last = days[0].replace(day=1), date.fromordinal(days[1].toordinal() - 1)
    after = (
        last.replace(year=last.year + 1, month=1, day=1)
        if last.month == 12
        else last.replace(month=last.month + 1, day=1)
    )
    return (since, min(after, until)) if since < until else None
