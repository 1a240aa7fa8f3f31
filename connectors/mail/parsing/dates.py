"""The Date header as an instant."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import mktime_tz, parsedate_tz

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOISE = re.compile(r"\([^()]*\)|\b(?:GMT|UTC?)(?=[+-]\d)", re.IGNORECASE)
_DATE_TIME = re.compile(
    r"(\d{1,2})[ ./-]*\b([^\W\d_]{3,9})\.?,?[ ./-]*(\d{4}|\d{2})\b(?:.{0,4}?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
    r"\s*([ap]m)?\s*([+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan janv gen ene sty",
            "feb fev fév lut",
            "mar mär mars mrt maa mrz",
            "apr avr abr kwi",
            "may mai mag mei maj",
            "jun juin giu cze",
            "jul juil lug lip",
            "aug aou aoû ago sie",
            "sep set wrz",
            "oct okt ott out paź paz",
            "nov lis",
            "dec déc dez dic gru",
        ),
        start=1,
    )
    for word in words.split()
}


def instant(text: str) -> datetime | None:
    """The moment a Date header names, in UTC; one without a zone is taken as UTC. None if it names none."""
    text = _NOISE.sub(" ", text[:200]).strip()
    if not text:
        return None
    return _standard(text) or _worded(text) or _numeric(text)


def _standard(text: str) -> datetime | None:
    try:
        found = parsedate_tz(text)
        if found is None or not found[2] or not 1 <= found[1] <= 12:
            return None
        if abs(found[9] or 0) > 24 * 3600:
            found = (*found[:9], 0)
        datetime(*found[:5], min(found[5], 59), tzinfo=UTC)  # raises where mktime_tz would roll over, as for 31 June
        return _EPOCH + timedelta(seconds=mktime_tz(found))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _worded(text: str) -> datetime | None:
    match = _DATE_TIME.search(text)
    if not match or not (month := _month(match[2])):
        return None
    year = int(match[3])
    hour = int(match[4] or 0)
    if match[7]:
        hour = hour % 12 + (12 if match[7].lower() == "pm" else 0)
    return _made(year if year > 99 else 2000 + year, month, int(match[1]), hour, match[5], match[6], match[8])


def _numeric(text: str) -> datetime | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    year, month, day, hour = (int(match[number] or 0) for number in range(1, 5))
    return _made(year, month, day, hour, match[5], match[6], match[7])


def _made(
    year: int, month: int, day: int, hour: int, minute: str | None, second: str | None, zone: str | None
) -> datetime | None:
    try:
        moment = datetime(year, month, day, hour, int(minute or 0), min(int(second or 0), 59), tzinfo=UTC)
        return moment - _offset(zone or "")
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    digits = re.sub(r"\D", "", zone)
    if len(digits) != 4:
        return timedelta(0)
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -length if zone.startswith("-") else length


def _month(word: str) -> int:
    word = word.lower()
    return next((_MONTHS[word[:size]] for size in (4, 3) if word[:size] in _MONTHS), 0)
