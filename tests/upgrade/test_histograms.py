"""A shop whose figures were counted when each histogram was a list of buckets and one of counts (kpis 0007)."""

from datetime import date

import pytest
from pytest_django import DjangoDbBlocker

from kpis.figures.histogram import percentile, unpacked
from kpis.models import FigureRow
from tests.make import NINE
from tests.upgrade.old_database import empty_database, migrate, migrate_to_now

pytestmark = pytest.mark.slow


def test_what_was_counted_keeps_its_histograms(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), empty_database("guichet_histograms"):
        apps = migrate(("kpis", "0007_waits_of_new_tickets"))
        values = {"marketplace": "ebay", "name": "Vélo", "credentials": {}, "identity": {}, "state_since": NINE}
        account = apps.get_model("connectors", "Account").objects.create(**values)
        common = {"dimension": "all", "grain": "d", "day": date(2026, 11, 16), "account": account}
        row = apps.get_model("kpis", "FigureRow").objects.create
        row(
            **common,
            figure="time_to_solve",
            cases=8,
            total=40,
            buckets=[-100_000, -5, 0, 1, 485],
            counts=[1, 1, 1, 2, 3],
        )
        row(**common, figure="messages", cases=4, total=0)
        row(**common, figure="arrivals_by_hour", cases=3, total=0, names=["8", "9"], counts=[1, 2])
        migrate_to_now()
        kept = {one.figure: one for one in FigureRow.objects.all()}

    buckets = unpacked(str(kept["time_to_solve"].lengths))
    assert buckets == {0: 1, 1: 2, 2: 2, 486: 3}
    assert percentile(buckets, 0.9) == pytest.approx(1.02**484.5, rel=0.01)
    assert (kept["time_to_solve"].counts, kept["messages"].lengths) == ([], 0)
    assert (kept["arrivals_by_hour"].names, kept["arrivals_by_hour"].counts) == (["8", "9"], [1, 2])
