"""What buyers of the backlog said at a review service: a file as Trustpilot exports it, for the shop to import."""

import csv
import io
from random import Random

from demo.memory import Memory
from demo.places import Places, write_privately
from demo.stage import Stage
from demo.surveys import MARKS, WORDS

RATED = 0.4
"""So many of the buyers leave a rating there."""


def write_ratings(places: Places, stage: Stage, memory: Memory) -> None:
    """Write it anew, always the same for the same conversations."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(("Review Id", "Review Created (UTC)", "Review Stars", "Review Text", "Reference Id", "Consumer Name"))
    for performance in memory.all():
        dice = Random(f"{stage.seed}:rating:{performance.number}")
        if dice.random() < RATED:
            cast, mark = stage.cast(performance), dice.choice(MARKS)
            at = performance.opened_at.strftime("%Y-%m-%d %H:%M:%S")
            rows.writerow((f"demo-{performance.number}", at, mark, WORDS[mark], cast.order_id, cast.values["buyer"]))
    write_privately(places.ratings, written.getvalue())
