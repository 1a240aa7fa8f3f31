"""What sells besides: orders of buyers who never write, so that of a hundred orders only some bring a contact."""

from datetime import datetime, timedelta
from random import Random

from demo.memory import Performance
from demo.scripts import load_scripts
from demo.stage import Stage

QUIET = 500
FIRST_NUMBER = 20_000
"""Of their performances, which nobody plays: user names are made from it."""
BACK, AHEAD = timedelta(days=26), timedelta(days=4)
"""A performance opens some days after its order (casting.py), so these orders are of the last month, up to today."""


def lay_sales(stage: Stage, *, now: datetime) -> None:
    """Place them once."""
    if stage.memory.note("sales"):
        return
    stage.memory.write_note("sales", "laid")
    scripts = [script for script in load_scripts().values() if script.about == "order"]
    for number in range(FIRST_NUMBER, FIRST_NUMBER + QUIET):
        dice = Random(f"{stage.seed}:sale:{number}")
        script = dice.choice(scripts)
        slug = stage.marketplace_for(number, language=script.language)
        opened_at = now + AHEAD - dice.random() * (BACK + AHEAD)
        stage.place_orders(Performance(number, script.id, slug, opened_at=opened_at))
