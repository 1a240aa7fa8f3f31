"""Days as people type them: 2026-11-03, 3/11/2026, 3.11., 2026-11, 2026, today, yesterday, 7d."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from inbox.people.zones import zone_of
from inbox.search.grammar import plain
from inbox.search.terms import Asker, BadValue

_TODAY = {"today", "aujourd-hui"}
_YESTERDAY = {"yesterday", "hier"}
_FORMS: Mapping[str, Callable[[re.Match[str], date], date]] = {
    r"(\d{4})-(\d{1,2})-(\d{1,2})": lambda found, today: date(int(found[1]), int(found[2]), int(found[3])),
    r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})": lambda found, today: date(int(found[3]), int(found[2]), int(found[1])),
    r"(\d{1,2})[/.](\d{1,2})\.?": lambda found, today: _last(int(found[2]), int(found[1]), today),
    r"(\d{4})-(\d{1,2})": lambda found, today: date(int(found[1]), int(found[2]), 1),
    r"(\d{4})": lambda found, today: date(int(found[1]), 1, 1),
    r"(\d{1,4})[dj]": lambda found, today: today - timedelta(days=int(found[1])),
}


def day_begins(text: str, asker: Asker) -> datetime:
    """The first moment of a day in the asker's zone. Raises BadValue."""
    zone = zone_of(asker.user)
    day = _day(text, asker.now.astimezone(zone).date())
    if day is None or not 1970 <= day.year <= 2999:
        raise BadValue(_("“%(value)s” is no day: type one such as 2026-11-03.") % {"value": text})
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _day(text: str, today: date) -> date | None:
    word = plain(text)
    if word in _TODAY | _YESTERDAY:
        return today if word in _TODAY else today - timedelta(days=1)
    for form, read in _FORMS.items():
        if found := re.fullmatch(form, text.strip(), re.ASCII):
            try:
                return read(found, today)
            except (ValueError, OverflowError):
                return None
    return None


def _last(month: int, day: int, today: date) -> date:
    """That day of this year, or of the last one if it is still to come."""
    this = date(today.year, month, day)
    return this if this <= today else date(today.year - 1, month, day)
