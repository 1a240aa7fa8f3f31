"""CSV files of messages (columns text, intent, lang) to the lines that --corpus reads."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from demo.corpus import CorpusMessage, write_line

LONGEST_FIELD = 10_000_000


@dataclass
class Conversion:
    """What was left out so far, by reason, while lines() is read."""

    written: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def lines(self, rows: Iterable[str], *, limit: int | None = None) -> Iterator[str]:
        """rows: the lines of a CSV file with a heading. limit: stop after so many messages.

        Raises ValueError naming the column if the file has none called text.
        """
        csv.field_size_limit(LONGEST_FIELD)
        reader = csv.DictReader(rows)
        if "text" not in (reader.fieldnames or ()):
            raise ValueError("no column called text")
        yield from islice(self._converted(reader), limit)

    def _converted(self, rows: Iterable[dict[str, str]]) -> Iterator[str]:
        for row in rows:
            text = (row.get("text") or "").strip()
            if not text:
                self.skipped["no text"] += 1
                continue
            self.written += 1
            yield write_line(CorpusMessage(text, row.get("lang") or "", row.get("intent") or ""))
