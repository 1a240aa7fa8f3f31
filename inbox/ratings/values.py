"""Marks and dates as files write them."""

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

_MARK = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]+))?\s*(?:/\s*(5|10))?(?:\s*(?:stars?|étoiles?|★))?")
_YEAR_FIRST = re.compile(r"^([0-9]{4})/([0-9]{2})/([0-9]{2})\b")
_DAY = re.compile(
    r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})"
    r"(?:[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*([AaPp][Mm])?)?"
)


def rating_in(text: str) -> int | None:
    """ "4", "4.0", "4/5", "8/10" or "4 stars" as 1 to 5; None for anything else, a half mark included."""
    found = _MARK.fullmatch(text.strip())
    if not found:
        return None
    value = Decimal(f"{found[1]}.{found[2] or 0}")
    if found[3] == "10":
        value = (value / 2).quantize(Decimal(1), ROUND_HALF_UP) or Decimal(1)
    return int(value) if value == int(value) and 1 <= value <= 5 else None


def moment_in(text: str, *, zone: ZoneInfo, day_first: bool) -> datetime | None:
    """ISO 8601, or numbers in the order of the country, with a time or without: then noon, which is the same day
    everywhere in Europe. None for anything else."""
    text = _YEAR_FIRST.sub(r"\1-\2-\3", text.strip())
    found = _DAY.fullmatch(text)
    try:
        at = _of_numbers(found, day_first=day_first) if found else datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return None
    if not found and len(text) == len("2026-01-31"):
        at = at.replace(hour=12)
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo("UTC") if text.endswith(" UTC") else zone)
    return at


def _of_numbers(found: re.Match[str], *, day_first: bool) -> datetime:
    """Raises ValueError."""
    day, month = (int(found[1]), int(found[2])) if day_first else (int(found[2]), int(found[1]))
    hour = int(found[4] or 12)
    if found[7]:
        hour = hour % 12 + (12 if found[7].lower() == "pm" else 0)
    year = int(found[3]) if len(found[3]) == len("2026") else 2000 + int(found[3])
    return datetime(year, month, day, hour, int(found[5] or 0), int(found[6] or 0))  # noqa: DTZ001 - zone by the caller
