"""A marketplace in memory: what the demo needs of a simulator, and no network."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.simulation import BuyerWrites, ReceivedReply, Simulator, Trouble, Written
from demo.memory import Memory
from demo.play import Player
from demo.stage import Stage, Venue

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One message as it lies at the marketplace."""

    who: str
    seller: str
    thread_id: str
    text: str
    at: datetime | None


@dataclass
class FakeMarketplace(Simulator):
    """dies_at: the count of lines after which nobody can write, as if the process were killed."""

    slug = "fake"
    dies_at: int = 10**9
    lines: list[Line] = field(default_factory=list)
    messages: list[BuyerWrites] = field(default_factory=list)
    received: list[ReceivedReply] = field(default_factory=list)
    state: Path | None = None
    now: Callable[[], datetime] = lambda: NOON

    def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None: ...

    def stop(self) -> None: ...

    def environment(self) -> Mapping[str, str]:
        return {"FAKE_URL": "http://127.0.0.1"}

    def add_seller(self, name: str) -> Mapping[str, str]:
        return {"token": name}

    def buyer_writes(self, message: BuyerWrites) -> Written:
        thread_id = message.thread_id or f"t{len(self.lines)}"
        self.messages.append(message)
        return self._add(Line("buyer", message.seller, thread_id, message.text, message.at))

    def seller_writes(self, *, seller: str, thread_id: str, text: str, at: datetime | None = None) -> Written:
        written = self._add(Line("seller", seller, thread_id, text, at))
        self.received.append(
            ReceivedReply(seller, thread_id, written.message_id, text, at or self.now(), through_api=False)
        )
        return written

    def marketplace_writes(self, *, seller: str, subject: str, html: str, at: datetime | None = None) -> Written:
        return self._add(Line("notice", seller, "", subject + html, at))

    def replies(self, after: int = 0) -> Sequence[ReceivedReply]:
        return self.received[after:]

    def trouble(self, trouble: Trouble, *, times: int = 1, path: str = "") -> None: ...

    def said_by(self, who: str) -> list[Line]:
        return [line for line in self.lines if line.who == who]

    def _add(self, line: Line) -> Written:
        if len(self.lines) >= self.dies_at:
            raise KilledHere
        self.lines.append(line)
        return Written(line.thread_id, f"m{len(self.lines)}")


class KilledHere(Exception):  # noqa: N818
    """Stands for the process ending at this line."""


def make_stage(folder: Path, marketplace: FakeMarketplace, *, seed: int = 1) -> Stage:
    venue = Venue("Bazaar", marketplace)
    return Stage({"fake": venue}, memory=Memory(folder / "player.sqlite3"), seed=seed)


def make_player(folder: Path, marketplace: FakeMarketplace, *, seed: int = 1, pace: float = 1.0) -> Player:
    return Player(make_stage(folder, marketplace, seed=seed), pace=pace)


def play_until(player: Player, begin: datetime, end: datetime) -> None:
    """Step through the time as the server would, polling at least once a second."""
    now = begin
    while now < end:
        now = max(min(player.step(now), now + timedelta(seconds=1)), now + timedelta(milliseconds=50))
