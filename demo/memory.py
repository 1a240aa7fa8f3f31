"""What the demo remembers across restarts, in one SQLite file that survives kill -9.

A conversation under way is written down before each thing the player does, so that after a death
in between a message may be missing, but none is ever said twice.
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

TABLES = """
CREATE TABLE IF NOT EXISTS performance (
    number INTEGER PRIMARY KEY, script TEXT NOT NULL, marketplace TEXT NOT NULL, opened_at TEXT NOT NULL,
    thread_id TEXT NOT NULL, position INTEGER NOT NULL, due_at TEXT
);
CREATE INDEX IF NOT EXISTS performance_due ON performance (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS performance_thread ON performance (marketplace, thread_id);
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Performance:
    """One conversation under way.

    position: the next turn of its script. due_at: when the player goes on with it by itself;
    None while it waits for the shop, or is over. thread_id: empty until the first message is out.
    """

    number: int
    script: str
    marketplace: str
    opened_at: datetime
    thread_id: str = ""
    position: int = 0
    due_at: datetime | None = None


COLUMNS = tuple(field.name for field in fields(Performance))


class Memory:
    """Performances and notes. Use from one thread."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        # Safe against the death of this process; a power cut may cost the last seconds of a demo.
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;" + TABLES)

    def close(self) -> None:
        self._db.close()

    def save(self, performance: Performance) -> Performance:
        values = [_stored(getattr(performance, column)) for column in COLUMNS]
        marks = ", ".join("?" * len(COLUMNS))
        self._db.execute(f"INSERT OR REPLACE INTO performance ({', '.join(COLUMNS)}) VALUES ({marks})", values)  # noqa: S608
        return performance

    def move(self, performance: Performance, **changes: object) -> Performance:
        """Save the performance with some fields changed."""
        return self.save(replace(performance, **changes))  # type: ignore[arg-type]

    def performance(self, number: int) -> Performance | None:
        return self._first("number = ?", (number,))

    def all(self) -> list[Performance]:
        """Every performance, the oldest number first."""
        rows = self._db.execute(f"SELECT {', '.join(COLUMNS)} FROM performance ORDER BY number")  # noqa: S608
        return [_performance(row) for row in rows]

    def next_due(self) -> Performance | None:
        """The performance to go on with first."""
        return self._first("due_at IS NOT NULL ORDER BY due_at, number", ())

    def in_thread(self, marketplace: str, thread_id: str) -> Performance | None:
        return self._first("marketplace = ? AND thread_id = ?", (marketplace, thread_id))

    def note(self, name: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def write_note(self, name: str, value: object) -> None:
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, str(value)))

    def forget_all_but(self, scripts: Collection[str]) -> None:
        """Drop the performances of scripts that an upgrade has taken away."""
        marks = ", ".join("?" * len(scripts))
        self._db.execute(f"DELETE FROM performance WHERE script NOT IN ({marks})", list(scripts))  # noqa: S608

    def next_number(self) -> int:
        """A number no performance has had."""
        row = self._db.execute("SELECT coalesce(max(number), -1) + 1 FROM performance").fetchone()
        return int(row[0])

    def _first(self, where: str, values: tuple[object, ...]) -> Performance | None:
        query = f"SELECT {', '.join(COLUMNS)} FROM performance WHERE {where} LIMIT 1"  # noqa: S608
        row = self._db.execute(query, values).fetchone()
        return _performance(row) if row else None


def _performance(row: tuple[object, ...]) -> Performance:
    number, script, marketplace, opened_at, thread_id, position, due_at = row
    return Performance(
        number=int(str(number)),
        script=str(script),
        marketplace=str(marketplace),
        opened_at=datetime.fromisoformat(str(opened_at)),
        thread_id=str(thread_id),
        position=int(str(position)),
        due_at=datetime.fromisoformat(str(due_at)) if due_at else None,
    )


def _stored(value: object) -> object:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value
