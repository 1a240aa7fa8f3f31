"""What a connector fetches, as the marketplace gave it."""

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class RawPayload:
    """One thing as the marketplace gave it.

    key: the marketplace's id of it, unique per account and kind.
    body: JSON-able; stored as it is before anything is parsed.
    version: differs when the content differs in a way that matters; empty = digest of the body.
    blob: bytes that belong to it and are kept in storage, such as a whole mail.
    """

    kind: str
    key: str
    body: Any
    version: str = ""
    blob: bytes = b""


@dataclass(frozen=True)
class Page:
    """Some payloads, and where to go on if everything up to here is stored."""

    items: tuple[RawPayload, ...]
    cursor: Mapping[str, Any]


@dataclass(frozen=True)
class FetchRequest:
    """What to fetch.

    cursor: what the last stored page of this stream said; None on the first pull.
    since: how far back the first pull, or a back-fill, goes (aware UTC).
    until: set for a back-fill only; its pages' cursors are then ignored by the core.
    known: given keys of one kind, those already stored: spares detail calls.
    """

    stream: str
    cursor: Mapping[str, Any] | None
    since: datetime
    until: datetime | None = None
    known: Callable[[str, Collection[str]], AbstractSet[str]] = lambda kind, keys: frozenset()
