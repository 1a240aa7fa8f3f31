"""How much time lies between two moments, as numbers that conditions compare."""

from datetime import datetime
from decimal import Decimal


def hours_between(earlier: datetime | None, later: datetime | None) -> Decimal | None:
    """Hours, to the hundredth; negative if `later` is the earlier one; None if either is not known."""
    if earlier is None or later is None:
        return None
    return Decimal(round((later - earlier).total_seconds() / 36)) / 100


def days_between(earlier: datetime | None, later: datetime | None) -> Decimal | None:
    """Days, to the hundredth; like hours_between."""
    if earlier is None or later is None:
        return None
    return Decimal(round((later - earlier).total_seconds() / 864)) / 100
