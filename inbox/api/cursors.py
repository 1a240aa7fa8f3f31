"""Cursors: where a list goes on, as the sort key of the last row given. Opaque to callers."""

import base64
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from inbox.api.problems import wrong_field

_WRONG = "not a cursor of this list"


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: its moment in the list's order, and its id. order: which of the orders."""

    order: str
    at: datetime
    id: int


def written(cursor: Cursor) -> str:
    content = json.dumps([cursor.order, cursor.at.isoformat(), cursor.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read(text: str, *, orders: Collection[str]) -> Cursor:
    """Raises ProblemError (422) for anything that `written` did not give for a list of one of these orders."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found_order, at, row_id = json.loads(content)
        cursor = Cursor(order=found_order, at=datetime.fromisoformat(at), id=row_id)
    except (ValueError, TypeError, RecursionError) as error:
        raise wrong_field("cursor", _WRONG) from error
    if cursor.order not in orders or cursor.at.tzinfo is None or type(row_id) is not int or abs(row_id) >= 2**63:
        raise wrong_field("cursor", _WRONG)
    return cursor
