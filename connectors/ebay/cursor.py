"""How far a stream has been read, as JSON. One cursor per stream, moved with every stored page.

Between scans: `watermark` (everything older was seen), `since` (how far back history goes),
`reconciled` (the last time the last 30 days were gone through), `unread` (the unread counts of the
conversations seen last), `avoided` (conversations that could not be read, with their latest
message). Inside a scan `scan` says where it is, so that it goes on from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.ebay.fields import moment_or_none

VERSION = 1
MOST_UNREAD = 200
MOST_AVOIDED = 50


@dataclass
class ThreadPlace:
    """A place inside one long conversation: the next page to read.

    awaits: the key of the conversation's latest message while it has not been seen.
    total: how many messages it had when its reading began.
    """

    entry: Mapping[str, Any]
    order: str
    offset: int
    awaits: str = ""
    total: int = 0


@dataclass
class ScanPlace:
    """A scan under way.

    started: its time, the next watermark; floor: activity older than this is of no interest.
    offset: of the list page being read; done: conversations of this list page and the one before.
    trust: whether a conversation whose latest message is stored may be passed over.
    stumbled: the conversation whose detail could not be read, and how often in a row.
    """

    started: datetime
    floor: datetime
    trust: bool
    reconciles: bool
    offset: int = 0
    done: list[str] = field(default_factory=list)
    thread: ThreadPlace | None = None
    stumbled: tuple[str, int] = ("", 0)


@dataclass
class Cursor:
    watermark: datetime | None = None
    since: datetime | None = None
    reconciled: datetime | None = None
    unread: dict[str, int] = field(default_factory=dict)
    avoided: dict[str, str] = field(default_factory=dict)
    scan: ScanPlace | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "watermark": _written(self.watermark),
            "since": _written(self.since),
            "reconciled": _written(self.reconciled),
            "unread": [[name, count] for name, count in list(self.unread.items())[:MOST_UNREAD]],
            "avoided": [[name, latest] for name, latest in list(self.avoided.items())[-MOST_AVOIDED:]],
            "scan": _scan_json(self.scan) if self.scan else None,
        }


def cursor_from(stored: Mapping[str, Any] | None) -> Cursor:
    """Read a stored cursor. One that cannot be read is an empty one: then everything is read again."""
    if not stored or stored.get("version") != VERSION:
        return Cursor()
    try:
        return Cursor(
            watermark=moment_or_none(stored["watermark"]),
            since=moment_or_none(stored["since"]),
            reconciled=moment_or_none(stored["reconciled"]),
            unread={str(name): int(count) for name, count in stored["unread"]},
            avoided={str(name): str(latest) for name, latest in stored["avoided"]},
            scan=_scan_from(stored["scan"]) if stored["scan"] else None,
        )
    except (KeyError, TypeError, ValueError):
        return Cursor()


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _scan_json(scan: ScanPlace) -> dict[str, Any]:
    return {
        "started": scan.started.isoformat(),
        "floor": scan.floor.isoformat(),
        "trust": scan.trust,
        "reconciles": scan.reconciles,
        "offset": scan.offset,
        "done": list(scan.done),
        "thread": _thread_json(scan.thread) if scan.thread else None,
        "stumbled": list(scan.stumbled),
    }


def _scan_from(stored: Mapping[str, Any]) -> ScanPlace:
    return ScanPlace(
        started=datetime.fromisoformat(stored["started"]),
        floor=datetime.fromisoformat(stored["floor"]),
        trust=bool(stored["trust"]),
        reconciles=bool(stored["reconciles"]),
        offset=int(stored["offset"]),
        done=[str(name) for name in stored["done"]],
        thread=_thread_from(stored["thread"]) if stored["thread"] else None,
        stumbled=(str(stored["stumbled"][0]), int(stored["stumbled"][1])),
    )


def _thread_json(thread: ThreadPlace) -> dict[str, Any]:
    return {
        "entry": dict(thread.entry),
        "order": thread.order,
        "offset": thread.offset,
        "awaits": thread.awaits,
        "total": thread.total,
    }


def _thread_from(stored: Mapping[str, Any]) -> ThreadPlace:
    return ThreadPlace(
        dict(stored["entry"]),
        str(stored["order"]),
        int(stored["offset"]),
        str(stored["awaits"]),
        int(stored["total"]),
    )
