"""Lengths of time as people type them in a row: "1 d, 4 h, 15 min"."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_TYPED = re.compile(r"(?P<number>\d{1,6})\s*(?P<unit>d|j|t|g|h|m(?:in)?)?\.?", re.IGNORECASE)
_MINUTES = {"m": 1, "min": 1, "h": 60} | dict.fromkeys("djtg", 24 * 60)
"""Days begin with another letter in each language of ours."""


def typed_lengths(text: str) -> list[int]:
    """Read them in minutes; a number without a unit is one of minutes, and nothing ("0") is left out.

    Raises ValueError for what is no length.
    """
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
        typed = _TYPED.fullmatch(part)
        if typed is None:
            raise ValueError(part)
        found.append(int(typed["number"]) * _MINUTES[(typed["unit"] or "m").lower()])
    return [minutes for minutes in found if minutes]


def lengths_to_type(minutes: Iterable[int]) -> str:
    """Write them as they can be read again; none at all as "0"."""
    return ", ".join(_written(one) for one in minutes) or "0"


def _written(minutes: int) -> str:
    if minutes >= 48 * 60 and minutes % (24 * 60) == 0:
        return pgettext("days", "%(n)d d") % {"n": minutes // (24 * 60)}
    if minutes % 60 == 0:
        return _("%(n)d h") % {"n": minutes // 60}
    return _("%(n)d min") % {"n": minutes}
