"""Histograms of lengths: what is added up as numbers is what added up bucket by bucket, and exact to one per cent."""

from collections import Counter
from collections.abc import Sequence
from math import ceil

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from kpis.figures.histogram import BUCKET_SQL, ONE_SQL, percentile, unpacked, up_to

pytestmark = pytest.mark.django_db
YEARS = 10 * 365 * 86_400.0
lengths = some.one_of(some.floats(-5, 5), some.floats(1, YEARS), some.sampled_from([0.0, 1.0, 60.0, 3600.0, 86_400.0]))


def asked(sql: str, values: Sequence[float]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql} FROM unnest(%s::float8[]) AS lengths (value)", [list(values)])
        found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def kept(values: Sequence[float]) -> str:
    return str(asked(f"sum({ONE_SQL})::text", values)[0][0])


@given(some.lists(lengths, min_size=1, max_size=60))
def test_a_histogram_kept_as_one_number_has_every_case_in_its_bucket(values: list[float]) -> None:
    assert unpacked(kept(values)) == Counter(bucket for (bucket,) in asked(BUCKET_SQL, values))


@given(some.lists(lengths, min_size=1, max_size=30), some.lists(lengths, min_size=1, max_size=30))
def test_numbers_added_up_are_histograms_added_up(one: list[float], other: list[float]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::numeric + %s::numeric)::text", [kept(one), kept(other)])
        assert cursor.fetchone() == (kept([*one, *other]),)


def test_a_bucket_has_room_for_as_many_as_a_shop_will_ever_have() -> None:
    most = 99_999_999
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({most} * {ONE_SQL} + 7)::text FROM (VALUES (3600.0)) AS lengths (value)")
        number = cursor.fetchone()[0]
    ((bucket,),) = asked(BUCKET_SQL, [3600.0])
    assert unpacked(number) == {0: 7, bucket: most}


def test_of_nothing_there_is_nothing() -> None:
    assert (unpacked("0"), unpacked("")) == ({}, {})
    assert percentile({}, 0.5) is None


@given(some.lists(some.floats(1, YEARS), min_size=1, max_size=60), some.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_percentiles_from_a_second_on_are_exact_to_one_per_cent(values: list[float], share: float) -> None:
    exact = sorted(values)[ceil(share * len(values)) - 1]
    assert percentile(unpacked(kept(values)), share) == pytest.approx(exact, rel=0.01)


def test_what_is_shorter_than_a_second_counts_as_a_second_and_what_took_no_time_as_nothing() -> None:
    short = unpacked(kept([0.2, 0.9, 1.0]))
    assert percentile(short, 0.5) == pytest.approx(1, rel=0.01)
    nothing = unpacked(kept([0.0, -3.0]))
    assert (percentile(nothing, 0.9), up_to(nothing, 0)) == (0.0, 2)
    assert (up_to(short, 0.5), up_to(short, 1)) == (0, 3)
