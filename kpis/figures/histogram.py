"""Lengths in buckets, so that percentiles can be added up over days, people and shops.

Bucket n holds what is above 1.02^(n-1) and up to 1.02^n, so whatever is read from it is within 1 % of what it was:
the middle of the bucket stands for all in it. Nothing, and less than nothing, has a bucket of its own.
"""

from collections.abc import Mapping
from math import ceil, sqrt

GROWTH = 1.02
NOTHING = -100_000

BUCKET_SQL = f"CASE WHEN value > 0 THEN ceil(ln(value::float8) / ln({GROWTH}))::int ELSE {NOTHING} END"
"""The bucket of a column `value`."""


def percentile(buckets: Mapping[int, int], share: float) -> float | None:
    """The smallest length that at least this share of all reach or stay below; None of nothing."""
    rank = ceil(share * sum(buckets.values()))
    seen = 0
    for bucket in sorted(buckets):
        seen += buckets[bucket]
        if seen >= rank:
            return _middle(bucket)
    return None


def up_to(buckets: Mapping[int, int], length: float) -> int:
    """How many are no longer than that, as far as buckets tell."""
    return sum(count for bucket, count in buckets.items() if _middle(bucket) <= length)


def _middle(bucket: int) -> float:
    return 0.0 if bucket == NOTHING else GROWTH**bucket / sqrt(GROWTH)
