"""What goes on during the storm: buyers write, an agent answers, programs are killed, marketplaces have bad days.

Everything is drawn from one seed. Threads interleave differently on every run, so the seed repeats the plan,
not the outcome; the test prints it when it fails.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.simulation import BuyerWrites, Simulator, Trouble
from tests.fault.stranger import Stranger
from tests.launcher.stack import Stack

LIST_EVERY_SECONDS = 3.0
MOST_ANSWERS = 3
"""Per ticket: later ones wait for those before, and an unsure one takes half a minute to settle."""
SENDING = [
    *[Trouble.TOO_MANY] * 2,
    *[Trouble.SERVER_ERROR] * 2,
    *[Trouble.UNAVAILABLE] * 2,
    *[Trouble.CONNECTION_CUT] * 2,
    Trouble.REFUSED,
]
READING = [Trouble.SERVER_ERROR, Trouble.CONNECTION_CUT]
OVER_HTTP = [
    *[Trouble.TIMEOUT_BEFORE] * 2,
    *[Trouble.TIMEOUT_AFTER] * 2,
    Trouble.MALFORMED,
]
"""Each waits for the next matching call. Few reads: four in a row already make the pull back off for two minutes."""
DEATHS = ["pool child"] * 4 + ["courier"] * 3 + ["worker"] + ["postgres"] * 2 + ["valkey"] * 2
DEATHS += ["web child", "web", "beat"]
"""A worker takes seconds to start: more would only keep it down, and what is down does nothing wrong."""


@dataclass(frozen=True)
class Place:
    """An account at one simulated marketplace.

    over_http: not by mail. reads_back: its conversations can be read again, to see what became of a reply.
    """

    simulator: Simulator
    account_id: int
    over_http: bool
    reads_back: bool

    @property
    def bad_days(self) -> list[tuple[Trouble, str]]:
        sends, reads = self.simulator.sending_path, self.simulator.reading_path
        days = [(trouble, sends) for trouble in SENDING] + [(trouble, reads) for trouble in READING]
        if self.over_http:
            days += [(trouble, sends) for trouble in OVER_HTTP]
            days += [(Trouble.TOKEN_EXPIRED, ""), (Trouble.TIMEOUT_AFTER, reads), (Trouble.MALFORMED, reads)]
        return days


@dataclass
class Storm:
    """Start it, wait for its end; then `wrote` and `answered` say what must be there."""

    seed: int
    stack: Stack
    places: Sequence[Place]
    api: Stranger
    seller: str
    messages: int = 500
    replies: int = 100
    seconds: float = 60.0
    wrote: dict[tuple[int, str], str] = field(default_factory=dict)
    """Text of every buyer message by account and the id its marketplace gave it."""
    threads: set[tuple[int, str]] = field(default_factory=set)
    answered: dict[int, str] = field(default_factory=dict)
    """Text of every queued reply by its message id."""
    thread_of: dict[int, str] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)
    listed_at: float = 0.0
    broken: list[BaseException] = field(default_factory=list)

    def rage(self) -> None:
        jobs = [self._buyers, self._agent, self._marketplace, self._reaper]
        running = [threading.Thread(target=self._guarded, args=(job,), daemon=True) for job in jobs]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join(self.seconds * 5)
            assert not thread.is_alive(), "the storm does not end"
        if self.broken:
            raise self.broken[0]

    def _guarded(self, job: Callable[[random.Random], None]) -> None:
        try:
            job(random.Random(f"{self.seed} {job.__name__}"))
        except BaseException as error:
            self.broken.append(error)

    # --- people

    def _buyers(self, chance: random.Random) -> None:
        """New conversations, follow-ups, several in a row, some that are shown minutes late."""
        open_threads: list[tuple[Place, str, str]] = []
        for number in range(self.messages):
            if not open_threads or chance.random() < 0.25:
                place, buyer, thread = chance.choice(self.places), f"buyer_{number}", ""
            else:
                place, buyer, thread = chance.choice(open_threads)
            text = f"Question {number} : où est mon colis n° {chance.randrange(10**9)} ? Je l’attends « toujours »."
            late = timedelta(minutes=chance.randrange(1, 9)) if chance.random() < 0.05 else timedelta(0)
            at = datetime.now(UTC) - late if late else None
            message = BuyerWrites(self.seller, buyer, text, thread_id=thread, at=at, language="fr")
            written = place.simulator.buyer_writes(message)
            self.wrote[place.account_id, written.message_id] = text
            self.threads.add((place.account_id, written.thread_id))
            if not thread:
                open_threads.append((place, buyer, written.thread_id))
            time.sleep(self.seconds / self.messages * chance.uniform(0.2, 1.6))

    def _agent(self, chance: random.Random) -> None:
        """Answers the tickets with the fewest answers, at times in the same words; now and then calls twice."""
        answers: Counter[int] = Counter()
        for number in range(self.replies):
            ticket = self._ticket_to_answer(answers, chance)
            text = f"Réponse {number} : il arrive demain." if number % 10 else "Nous regardons et revenons vers vous."
            message_id = self.api.reply(ticket["id"], text, key=f"storm-{number}")
            if chance.random() < 0.2:
                assert self.api.reply(ticket["id"], text, key=f"storm-{number}") == message_id
            answers[ticket["id"]] += 1
            self.answered[message_id] = text
            self.thread_of[message_id] = ticket["thread_id"]
            time.sleep(self.seconds / self.replies * chance.uniform(0.1, 1.2))

    def _ticket_to_answer(self, answers: "Counter[int]", chance: random.Random) -> dict[str, Any]:
        while True:
            if time.monotonic() - self.listed_at > LIST_EVERY_SECONDS:
                self.listed, self.listed_at = list(self.api.tickets()), time.monotonic()
            open_to_us = [ticket for ticket in self.listed if answers[ticket["id"]] < MOST_ANSWERS]
            if open_to_us:
                fewest = min(answers[ticket["id"]] for ticket in open_to_us)
                return chance.choice([ticket for ticket in open_to_us if answers[ticket["id"]] == fewest])
            time.sleep(0.5)

    # --- what goes wrong

    def _marketplace(self, chance: random.Random) -> None:
        days = [(place, *day) for place in self.places for day in place.bad_days]
        chance.shuffle(days)
        for place, trouble, path in days:
            time.sleep(self.seconds / len(days) * chance.uniform(0.5, 1.4))
            place.simulator.trouble(trouble, path=path)

    def _reaper(self, chance: random.Random) -> None:
        deaths = list(DEATHS)
        chance.shuffle(deaths)
        for name in deaths:
            time.sleep(self.seconds / len(deaths) * chance.uniform(0.5, 1.4))
            pid = self._victim(name, chance)
            if pid:
                os.kill(pid, signal.SIGKILL)
            self.killed.append(f"{name} {pid}")

    def _victim(self, name: str, chance: random.Random) -> int:
        """A process to kill; 0 if it is down just now."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if name in ("pool child", "web child"):
                found = children_of(self.stack.child("worker" if name == "pool child" else "web"))
                if found:
                    return chance.choice(found)
            elif pid := self.stack.child(name):
                return pid
            time.sleep(0.1)
        return 0


def children_of(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if parent and int(fields[1]) == parent:
            found.append(int(entry.name))
    return sorted(found)
