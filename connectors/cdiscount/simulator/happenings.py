"""What comes about in a simulated discussion besides what buyer and seller say: customer care joins, machines write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.cdiscount.simulator import texts
from connectors.cdiscount.simulator.deeds import Deeds
from connectors.cdiscount.simulator.state import Discussion
from connectors.simulation import Happening, Happens

RAISED_AFTER = timedelta(minutes=40)
ONE_IN = 3
"""So many claims, one goes on to the next level."""


@dataclass(frozen=True)
class Course:
    """Who writes what, nobody if there is no text, and what becomes of the discussion."""

    sender: str
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)


HAPPENINGS: Mapping[Happening, Course] = {
    Happening.CANCELLATION_ASKED: Course("", "", {"sub_typology": "orderCancellation", "cancel_pending": True}),
    Happening.CLAIM_OPENED: Course("GrcOperator", texts.CLAIM_OPENED, {"graduation": "Claim", "status": "ToTreat"}),
    Happening.CLAIM_WON: Course("GrcOperator", texts.CLAIM_WON, {"is_open": False, "status": "Treated"}),
    Happening.CLAIM_LOST: Course("GrcOperator", texts.CLAIM_LOST, {"is_open": False, "status": "Treated"}),
    Happening.REFUNDED: Course("Automatic", texts.REFUNDED),
}
CANCELLED = Course("Automatic", texts.CANCELLED, {"cancel_pending": False})
RAISED = Course("GrcOperator", texts.CLAIM_RAISED, {"graduation": "Level_1", "status": "ToTreat"})


def let_happen(deeds: Deeds, event: Happens, *, lively: bool) -> None:
    """Raises KeyError for a conversation that is not known. lively: some claims go on to the next level."""
    discussion = deeds.state.discussion(event.thread_id)
    at = event.at or deeds.now()
    course = HAPPENINGS[event.what]
    if event.what is Happening.REFUNDED and discussion.cancel_pending:
        course = CANCELLED
    _take(deeds, discussion, course, at=at)
    if lively and event.what is Happening.CLAIM_OPENED and int(discussion.id, 16) % ONE_IN == 0:
        _take(deeds, discussion, RAISED, at=min(at + RAISED_AFTER, deeds.now()))


def _take(deeds: Deeds, discussion: Discussion, course: Course, *, at: datetime) -> None:
    if course.text:
        deeds.say(discussion, course.sender, course.text, at=at)
    if course.fields:
        deeds.change(discussion, **course.fields)
