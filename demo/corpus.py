"""Messages from a file, played once each as one-message conversations, quickly and in order."""

import json
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from connectors.simulation import BuyerWrites
from demo.catalogue import LANGUAGES, load_catalogue
from demo.stage import Stage

log = logging.getLogger("demo")

BETWEEN_LINES = timedelta(seconds=0.1)
FAR = timedelta(days=365)


class BadLine(Exception):  # noqa: N818
    """A line that is no message; the text says why, without quoting it."""


@dataclass(frozen=True)
class CorpusMessage:
    text: str
    language: str
    intent: str


class CorpusPlayer:
    """Plays one file. Where it stands is remembered per content of the file."""

    def __init__(self, path: Path, *, stage: Stage, pace: float) -> None:
        """Raises OSError if the file cannot be read."""
        content = path.read_bytes()
        self.stage = stage
        self.pace = pace
        # Not str.splitlines: a text may hold U+2028 and the like unescaped.
        self.lines = [line for line in content.decode("utf-8", errors="replace").split("\n") if line.strip()]
        self.note = f"corpus:{sha256(content).hexdigest()[:16]}"
        self.position = int(stage.memory.note(self.note, "0"))
        self.skipped: Counter[str] = Counter()

    def step(self, now: datetime) -> datetime:
        """Play the next line; return when the one after it is due."""
        if self.position >= len(self.lines):
            return now + FAR
        number = self.position
        self.position += 1
        self.stage.memory.write_note(self.note, self.position)
        try:
            self._write(read_line(self.lines[number]), number=number)
        except (BadLine, ValueError) as error:
            self.skipped[str(error)] += 1
            log.info("corpus: line %d skipped: %s", number + 1, error)
        if self.position == len(self.lines):
            self._report()
        return now + BETWEEN_LINES / self.pace

    def _write(self, message: CorpusMessage, *, number: int) -> None:
        dice = Random(f"{self.stage.seed}:{self.note}:{number}")
        catalogue = load_catalogue()
        product = dice.choice(catalogue.products)
        people = catalogue.people[message.language if message.language in LANGUAGES else "en"]
        slug = self.stage.marketplace_for(number, language=message.language)
        self.stage.venues[slug].simulator.buyer_writes(
            BuyerWrites(
                seller=catalogue.shop(product.shop).seller,
                buyer=f"{dice.choice(people.tails).strip('_')}_{dice.randint(10, 99)}c{number + 1}",
                text=message.text,
                item_id=product.item_id,
                item_title=product.title,
                language=message.language,
            )
        )

    def _report(self) -> None:
        reasons = "; ".join(f"{count} {reason}" for reason, count in self.skipped.most_common()) or "none"
        log.info("corpus: all %d lines done, %d skipped (%s)", len(self.lines), self.skipped.total(), reasons)


def read_line(line: str) -> CorpusMessage:
    """Read one line of the file. Raises BadLine."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("not JSON") from None
    if not isinstance(data, dict):
        raise BadLine("not an object")
    text, language, intent = data.get("text"), data.get("language", ""), data.get("intent", "")
    if not isinstance(text, str) or not text.strip():
        raise BadLine("no text")
    if not isinstance(language, str) or not isinstance(intent, str):
        raise BadLine("language or intent is not a text")
    return CorpusMessage(text, language, intent)


def write_line(message: CorpusMessage) -> str:
    """The line that read_line reads, without its end."""
    data = {"text": message.text, "language": message.language, "intent": message.intent}
    return json.dumps(data, ensure_ascii=False)
