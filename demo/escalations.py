"""Conversations that had become claims before the demo begins, where a claim is a conversation that was escalated.

Of those who wait for an answer about an order, the one who has waited longest was taken up to the next level, and the
one after him has called in the marketplace.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from connectors.simulation import Happening
from demo.backlog import PastConversation
from demo.memory import Performance
from demo.stage import Stage

COURSES = ((Happening.CLAIM_OPENED, Happening.CLAIM_RAISED), (Happening.CLAIM_OPENED,))


def lay_escalations(stage: Stage, plan: Iterable[PastConversation], *, begun_at: datetime) -> None:
    """Tell what was not told yet, and never anything twice. plan: the longest wait first, its turns said."""
    waiting = [past for past in plan if _waits_about_an_order(past)]
    for slug, venue in sorted(stage.venues.items()):
        if Happening.CLAIM_RAISED not in venue.simulator.happenings:
            continue
        here = [(past, found) for past in waiting if (found := stage.memory.performance(past.number))]
        mine = [(past, found) for past, found in here if found.marketplace == slug]
        for (past, performance), course in zip(mine, COURSES, strict=False):
            _tell(stage, performance, course, since=past.said[-1].said_at, until=begun_at)


def _waits_about_an_order(past: PastConversation) -> bool:
    return past.script.about == "order" and not past.script.turns[past.said[-1].position].is_the_shops


def _tell(
    stage: Stage, performance: Performance, course: Sequence[Happening], *, since: datetime, until: datetime
) -> None:
    """Spread evenly over the time since the buyer's last word. One whose claim was told already is left alone."""
    note = f"claim:{performance.number}"
    if stage.memory.note(note):
        return
    stage.memory.write_note(note, "open")
    for step, what in enumerate(course, start=1):
        stage.happen(what, performance, at=since + (until - since) * step / (len(course) + 1))
