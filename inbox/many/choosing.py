"""Which tickets are meant: named one by one, or all that a list's filters let through."""

from collections.abc import Sequence
from datetime import datetime

from inbox.lists.filters import Filters
from inbox.lists.matching import matching
from inbox.many.errors import NothingChosen, TooMany
from inbox.models import Ticket, User

MOST = 10_000
"""Of one job."""


def named(ticket_ids: Sequence[int], *, by: User) -> list[int]:
    """Those of these that the user may see, in order. Raises TooMany or NothingChosen."""
    if len(ticket_ids) > MOST:
        raise TooMany(limit=MOST)
    return _some(
        list(Ticket.objects.visible_to(by).filter(id__in=ticket_ids).order_by("id").values_list("id", flat=True))
    )


def all_that_match(filters: Filters, *, by: User, now: datetime) -> list[int]:
    """Raises TooMany or NothingChosen."""
    found = list(matching(filters, by, now=now).order_by("id").values_list("id", flat=True)[: MOST + 1])
    if len(found) > MOST:
        raise TooMany(limit=MOST)
    return _some(found)


def _some(ids: list[int]) -> list[int]:
    if not ids:
        raise NothingChosen
    return ids
