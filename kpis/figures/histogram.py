"""Lengths in buckets, so that percentiles can be added up over days, people and shops.

Bucket 0 holds nothing, and less than nothing; bucket 1 what is up to a second; bucket n what is above 1.02^(n-2)
seconds and up to 1.02^(n-1). The middle of a bucket stands for all in it, so whatever is read from it is, from a second
on, within 1 % of what it was.

A histogram is kept as one number: eight decimal digits for each bucket, from the right. Numbers added up are histograms
added up, so a sum() takes as long over full ones as over empty ones; there is room for a hundred million cases in each
bucket (docs/decisions.md).
"""

from collections.abc import Mapping
from math import ceil, sqrt

GROWTH = 1.02
_DIGITS = 8

BUCKET_SQL = f"CASE WHEN value > 0 THEN greatest(ceil(ln(value::float8) / ln({GROWTH}))::int, 0) + 1 ELSE 0 END"
"""The bucket of a column `value`."""
ONE_SQL = f"('1e' || {_DIGITS} * ({BUCKET_SQL}))::numeric"
"""The histogram of a column `value` alone, as a number."""


def unpacked(number: str) -> dict[int, int]:
    """By bucket, how many. number: a histogram as it is kept, in decimal digits."""
    first = (len(number) - len(number.rstrip("0"))) // _DIGITS
    stops = range(len(number) - first * _DIGITS, 0, -_DIGITS)
    counts = (int(number[max(stop - _DIGITS, 0) : stop]) for stop in stops)
    return {bucket: count for bucket, count in enumerate(counts, first) if count}


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
    return GROWTH ** (bucket - 1) / sqrt(GROWTH) if bucket else 0.0
