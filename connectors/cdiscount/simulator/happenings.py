"""What comes about in a simulated discussion besides what buyer and seller say: customer care joins, machines write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.cdiscount.simulator import texts
from connectors.cdiscount.simulator.deeds import Deeds
from connectors.simulation import Happening, Happens


@dataclass(frozen=True)
class Course:
    """Who writes what, nobody if there is no text, and what becomes of the discussion."""

    sender: str
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)


HAPPENINGS: Mapping[Happening, Course] = {
    Happening.CANCELLATION_ASKED: Course("", "", {"sub_typology": "orderCancellation", "cancel_pending": True}),
    Happening.CLAIM_OPENED: Course("GrcOperator", texts.CLAIM_OPENED, {"graduation": "Claim", "status": "ToTreat"}),
    Happening.CLAIM_RAISED: Course("GrcOperator", texts.CLAIM_RAISED, {"graduation": "Level_1", "status": "ToTreat"}),
    Happening.CLAIM_WON: Course("GrcOperator", texts.CLAIM_WON, {"is_open": False, "status": "Treated"}),
    Happening.CLAIM_LOST: Course("GrcOperator", texts.CLAIM_LOST, {"is_open": False, "status": "Treated"}),
    Happening.REFUNDED: Course("Automatic", texts.REFUNDED),
}
CANCELLED = Course("Automatic", texts.CANCELLED, {"cancel_pending": False})


def let_happen(deeds: Deeds, event: Happens) -> None:
    """Raises KeyError for a conversation that is not known."""
    discussion = deeds.state.discussion(event.thread_id)
    course = HAPPENINGS[event.what]
    if event.what is Happening.REFUNDED and discussion.cancel_pending:
        course = CANCELLED
    if course.text:
        deeds.say(discussion, course.sender, course.text, at=event.at)
    if course.fields:
        deeds.change(discussion, **course.fields)
