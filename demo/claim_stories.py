"""Buyers who go the marketplace's own way: returns, inquiries that become cases, disputes and public opinions.

Told once, with the backlog, at every marketplace where a claim needs no conversation (Simulator.claims_stand_alone).
What is open has the marketplace's deadline at a given distance, so that some lead the queue whenever the demo begins.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.simulation import Happening
from demo.memory import Performance
from demo.scripts import Script, load_scripts
from demo.stage import Stage

FIRST_NUMBER = 9000
"""Of their performances: user names are made from it, and no conversation gets so far."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Story:
    """steps: how long ago each thing came about. answer_in: what is left of the marketplace's deadline."""

    language: str
    topic: str
    steps: tuple[tuple[timedelta, Happening], ...]
    answer_in: timedelta | None = None


STORIES = (
    Story("fr", "where_is_my_order", ((4 * DAY, Happening.CLAIM_OPENED),), answer_in=-2 * HOUR),
    Story("fr", "defective", ((2.8 * DAY, Happening.RETURN_ASKED),), answer_in=25 * MINUTE),
    Story(
        "de",
        "where_is_my_order",
        ((6 * DAY, Happening.CLAIM_OPENED), (5 * HOUR, Happening.CLAIM_OPENED)),
        answer_in=70 * MINUTE,
    ),
    Story("fr", "withdrawal", ((2.2 * DAY, Happening.RETURN_ASKED),), answer_in=3 * HOUR),
    Story("en", "anger", ((3.5 * DAY, Happening.PAYMENT_DISPUTED),), answer_in=6 * HOUR),
    Story("it", "cancel", ((7 * HOUR, Happening.CANCELLATION_ASKED),), answer_in=17 * HOUR),
    Story("es", "return", ((20 * HOUR, Happening.RETURN_ASKED),), answer_in=2 * DAY),
    Story(
        "de",
        "defective",
        ((9 * DAY, Happening.RETURN_ASKED), (4 * DAY, Happening.CLAIM_OPENED), (30 * HOUR, Happening.CLAIM_LOST)),
    ),
    Story("fr", "return", ((8 * DAY, Happening.RETURN_ASKED), (6 * DAY, Happening.REFUNDED))),
    Story("en", "where_is_my_order", ((10 * DAY, Happening.CLAIM_OPENED), (5 * DAY, Happening.CLAIM_WON))),
    Story("fr", "anger", ((3 * DAY, Happening.BLAMED),)),
    Story("de", "defective", ((5 * DAY, Happening.BLAMED),)),
    Story("fr", "where_is_my_order", ((16 * HOUR, Happening.BLAMED),)),
    Story("en", "return", ((6 * DAY, Happening.PRAISED),)),
    Story("fr", "return", ((2 * DAY, Happening.PRAISED),)),
    Story("it", "return", ((9 * DAY, Happening.PRAISED),)),
    # With the one of 16 hours ago these are five complaints in a row.
    Story("de", "where_is_my_order", ((20 * HOUR, Happening.BLAMED),)),
    Story("it", "defective", ((27 * HOUR, Happening.BLAMED),)),
    Story("es", "where_is_my_order", ((33 * HOUR, Happening.BLAMED),)),
    Story("en", "damaged", ((40 * HOUR, Happening.BLAMED),)),
)


def lay_claims(stage: Stage, *, begun_at: datetime) -> int:
    """Tell what was not told yet, and never anything twice; return how many stories that were."""
    told = 0
    for slug, venue in sorted(stage.venues.items()):
        if venue.simulator.claims_stand_alone:
            for place, story in enumerate(STORIES):
                note = f"story:{slug}:{place}"
                if not stage.memory.note(note):
                    stage.memory.write_note(note, "told")
                    _tell(stage, slug, story, number=FIRST_NUMBER + place, begun_at=begun_at)
                    told += 1
    return told


def _tell(stage: Stage, slug: str, story: Story, *, number: int, begun_at: datetime) -> None:
    opened_at = begun_at - story.steps[0][0]
    performance = Performance(number, _script_for(story).id, slug, opened_at=opened_at)
    stage.place_orders(performance)
    answer_by = begun_at + story.answer_in if story.answer_in is not None else None
    for ago, what in story.steps:
        stage.happen(what, performance, at=begun_at - ago, topic=story.topic, answer_by=answer_by)


def _script_for(story: Story) -> Script:
    """A script in its language about an order, if there is one about its topic: it says who sells what."""
    scripts = [script for script in load_scripts().values() if script.language == story.language]
    about_orders = [script for script in scripts if script.about == "order"]
    return min(about_orders, key=lambda script: (script.topic != story.topic, script.id))
