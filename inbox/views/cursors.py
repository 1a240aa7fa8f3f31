"""Places in lists, for addresses."""

import base64
import binascii
import json
from datetime import datetime

from inbox.lists.pages import Place
from inbox.lists.sorting import Sort

PAGE = 50
"""Rows on a page of any list."""


def write_cursor(at: datetime, row_id: int) -> str:
    """A moment and an id, for an address."""
    return _written(f"{at.isoformat()}|{row_id}")


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """The moment and id a cursor means; None if it is empty or was tampered with."""
    try:
        at, row_id = _read(text).split("|")
        when = datetime.fromisoformat(at)
        return (when, int(row_id)) if when.tzinfo else None
    except ValueError:
        return None


def write_place(place: Place | None) -> str:
    """A place in a list of tickets, for an address; "" for none."""
    if place is None:
        return ""
    return _written(json.dumps([place.sort, place.at.isoformat() if place.at else None, place.id]))


def read_place(text: str) -> Place | None:
    """The place that was written so; None if it is empty or was tampered with."""
    try:
        sort, at, row_id = json.loads(_read(text))
        place = Place(Sort(sort), datetime.fromisoformat(at) if at else None, int(row_id))
    except (ValueError, TypeError, OverflowError):
        return None
    is_sound = place.at.tzinfo is not None if place.at else place.sort == Sort.BUYER
    return place if is_sound and 0 <= place.id < 2**63 else None


def _written(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(text: str) -> str:
    """Raises ValueError."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except binascii.Error as error:
        raise ValueError(text) from error
