"""A whole demo: marketplaces up, shops opened, backlog laid, then buyers until somebody says stop."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from connectors.simulation import system_clock
from demo.corpus import CorpusPlayer
from demo.lock import only_one
from demo.marketplaces import serving, venues, write_accounts
from demo.memory import Memory
from demo.places import Places
from demo.play import Player
from demo.ratings import write_ratings
from demo.sales import lay_late_orders, lay_sales
from demo.stage import Stage

log = logging.getLogger("demo")

LONGEST_NAP = timedelta(seconds=0.5)
SHORTEST_NAP = timedelta(milliseconds=5)


@dataclass(frozen=True)
class Wishes:
    """What the person who starts the demo asked for."""

    pace: float
    seed: int
    corpus: Path | None = None


def serve(places: Places, wishes: Wishes, *, stopping: threading.Event) -> None:
    """Play until `stopping` is set. Raises AlreadyServing, PortTaken, or OSError for the corpus."""
    with ExitStack() as stack:
        stack.enter_context(only_one(places.lock))
        places.ready.unlink(missing_ok=True)
        running = stack.enter_context(serving(places))
        memory = stack.enter_context(closing(Memory(places.memory)))
        for slug in running:
            log.info("%s: simulated", slug)
        write_accounts(places, running)
        stage = Stage(venues(running), memory=memory, seed=_seed(memory, wishes.seed))
        player = Player(stage, pace=wishes.pace)
        steps = [player.step]
        if wishes.corpus:
            steps.append(CorpusPlayer(wishes.corpus, stage=stage, pace=wishes.pace).step)
        player.lay_backlog(system_clock())
        lay_sales(stage, now=system_clock())
        lay_late_orders(stage, now=system_clock())
        write_ratings(places, stage, memory)
        places.ready.parent.mkdir(parents=True, exist_ok=True)
        places.ready.touch()
        log.info("ready: buyers write at pace %g", wishes.pace)
        try:
            play(steps, stopping=stopping)
        finally:
            places.ready.unlink(missing_ok=True)
    log.info("stopped")


def play(steps: Sequence[Callable[[datetime], datetime]], *, stopping: threading.Event) -> None:
    """Call each step when it is due, or a little sooner, until `stopping` is set."""
    due = [system_clock()] * len(steps)
    while not stopping.is_set():
        for index, step in enumerate(steps):
            now = system_clock()
            if due[index] <= now:
                due[index] = min(step(now), now + LONGEST_NAP)
        nap = max(SHORTEST_NAP, min(due) - system_clock())
        stopping.wait(nap.total_seconds())


def _seed(memory: Memory, wished: int) -> int:
    """A run keeps the seed it began with: who is who in its conversations depends on it."""
    noted = memory.note("seed")
    if not noted:
        memory.write_note("seed", wished)
        return wished
    if int(noted) != wished:
        log.info("this data directory began with seed %s and keeps it", noted)
    return int(noted)
