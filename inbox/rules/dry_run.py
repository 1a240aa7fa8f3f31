"""What a rule would have done in the last 30 days: of which tickets, and how often. Nothing is written.

Occasions of the past are read page by page, so that memory does not grow with their number, the newest first. What only
a ticket of today tells (its tags, its topic) is as it is now; what was written and when, is as it was.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from inbox.models import Order, Since, Ticket
from inbox.models.ticket import NOT_LISTED
from inbox.rules.facts import known_of
from inbox.rules.keeping import RuleDraft
from inbox.rules.late_orders import to_be_written
from inbox.rules.occasion import Occasion
from inbox.rules.past import occasions_since

REACH = timedelta(days=30)
MOST_OCCASIONS = 250_000
MOST_SHOWN = 50
MOST_SECONDS = 20.0
"""Somebody waits for the answer; the newest tell the most."""
PAGE = 1000


@dataclass(frozen=True)
class Touched:
    """A ticket that the rule would have acted on, and when last."""

    ticket: Ticket
    at: datetime


@dataclass(frozen=True)
class DryRun:
    """seen: occasions of the last 30 days. hits: on how many it would have acted. tickets: how many different ones.

    shown: the newest of them. is_cut: there was more than could be looked at.
    written_first: late orders without a ticket whose buyers it would have written to first.
    """

    seen: int
    hits: int
    tickets: int
    shown: Sequence[Touched]
    is_cut: bool
    written_first: Sequence[Order] = ()


def dry_run(draft: RuleDraft, *, now: datetime, seconds: float = MOST_SECONDS) -> DryRun:
    """Ask the conditions about all of the last 30 days that the rule waits for, for about `seconds` at most."""
    until, is_cut = time.monotonic() + seconds, False
    seen = hits = 0
    touched: set[int] = set()
    shown: dict[int, Touched] = {}
    for page in _pages(draft, now):
        if is_cut := bool(seen) and time.monotonic() > until:
            break
        seen += len(page)
        for known in known_of(page, draft.conditions.fields):
            if known.ticket.status in NOT_LISTED or not draft.conditions.hold_for(known.facts):
                continue
            hits += 1
            touched.add(known.ticket.pk)
            if len(shown) < MOST_SHOWN:
                shown.setdefault(known.ticket.pk, Touched(known.ticket, known.occasion.at))
    return DryRun(
        *(seen, hits, len(touched), list(shown.values())),
        is_cut=is_cut or seen >= MOST_OCCASIONS,
        written_first=_written_first(draft, now),
    )


def _written_first(draft: RuleDraft, now: datetime) -> list[Order]:
    if draft.since != Since.PROMISED:
        return []
    passed = timedelta(hours=draft.hours or 0)
    return list(islice(to_be_written(draft, after=now - REACH - passed, before=now - passed, now=now), MOST_SHOWN))


def _pages(draft: RuleDraft, now: datetime) -> Iterator[list[Occasion]]:
    past = islice(occasions_since(now - REACH, draft, now=now), MOST_OCCASIONS)
    while page := list(islice(past, PAGE)):
        yield page
