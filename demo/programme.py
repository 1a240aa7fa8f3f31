"""Which conversation is played when: an order over all of them that depends on the seed alone."""

from functools import cache
from random import Random

from demo.scripts import Script, load_scripts


def script_for(number: int, *, seed: int) -> Script:
    """The script of performance `number`; all are played before one comes round again."""
    order = _order(seed, number // len(load_scripts()))
    return order[number % len(order)]


@cache
def _order(seed: int, round_number: int) -> tuple[Script, ...]:
    scripts = list(load_scripts().values())
    Random(f"{seed}:order:{round_number}").shuffle(scripts)
    return tuple(scripts)
