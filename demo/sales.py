"""What sells besides: orders of buyers who never write, so that of a hundred orders only some bring a contact."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from demo.memory import Performance
from demo.purchases import purchases
from demo.scripts import Script, load_scripts
from demo.stage import Stage

QUIET = 500
FIRST_NUMBER = 20_000
"""Of their performances, which nobody plays: user names are made from it."""
BACK, AHEAD = timedelta(days=26), timedelta(days=4)
"""A performance opens some days after its order (casting.py), so these orders are of the last month, up to today."""
FIRST_THAT_LIES = FIRST_NUMBER + QUIET
LEFT_LYING = tuple(timedelta(minutes=minutes) for minutes in (-2400, -1800, 6, 15, 30, 60, 120, 240, 480))
"""When an order that was not shipped is a day late, from the beginning of the demo: four days after it was bought."""


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


def lay_late_orders(stage: Stage, *, now: datetime) -> None:
    """Some at each marketplace that lie at the shop, so that a rule for late orders has something to do. Once."""
    if stage.memory.note("late_orders"):
        return
    stage.memory.write_note("late_orders", "laid")
    number = FIRST_THAT_LIES
    for slug, venue in sorted(stage.venues.items()):
        scripts = [script for script in load_scripts().values() if script.about == "order"]
        fitting = [one for one in scripts if not venue.simulator.languages or one.language in venue.simulator.languages]
        for late_in in LEFT_LYING:
            _lay(stage, slug, fitting[number % len(fitting)], number=number, at=now + late_in - timedelta(days=4))
            number += 1


def _lay(stage: Stage, slug: str, script: Script, *, number: int, at: datetime) -> None:
    simulator, cast = stage.venues[slug].simulator, stage.cast(Performance(number, script.id, slug, opened_at=at))
    bought, *_ = purchases(script, cast, seed=stage.seed, number=number, order_shape=simulator.order_shape)
    simulator.places_order(replace(bought, at=at, lies=True))
