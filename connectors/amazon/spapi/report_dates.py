"""Dates as Amazon's reports write them: `14-Jul-2025`, ISO 8601, or figures in the country's own order."""

import re
from datetime import UTC, datetime

_FIGURES = re.compile(r"(\d{1,4})[./ -](\d{1,2})[./ -](\d{1,4})")


def date_in(written: str, *, countries: str) -> datetime | None:
    """A date as its midnight in UTC, or the very moment where it is told; None if it is none.

    countries: of the report, with commas; figures that could be either way round have the month first in `US` alone.
    """
    text = written.strip()
    for pattern in ("%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%b %d, %Y"):
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return _from_figures(text, month_first=countries == "US")


def _from_figures(text: str, *, month_first: bool) -> datetime | None:
    figures = _FIGURES.fullmatch(text)
    if figures is None:
        return None
    first, second, third = (int(figure) for figure in figures.groups())
    if len(figures[1]) == 4:
        year, month, day = first, second, third
    elif (month_first and first <= 12) or second > 12:
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
    try:
        return datetime(year if year > 99 else 2000 + year, month, day, tzinfo=UTC)
    except ValueError:
        return None
