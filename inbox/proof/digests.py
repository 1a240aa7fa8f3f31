"""What is digested, exactly, so that others can compute it too. Pure; also described in docs/proof.md.

A JSON text is compact (no spaces), its keys are sorted, and it is ASCII. Moments are UTC with six digits of a second
and "Z". Every digest is SHA-256.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = bytes(32)
"""What stands for the predecessor of a ticket's first link."""


@dataclass(frozen=True)
class LogEntry:
    """An entry of the log as it is in the database."""

    id: int
    ticket_id: int
    at: datetime
    kind: str
    user_id: int | None
    message_id: int | None
    before: Any
    after: Any


def content_digest(entry: LogEntry, salt: bytes) -> bytes:
    """Of what an erasure may take out of the entry: the salt, then the JSON of [before, after]."""
    return hashlib.sha256(salt + _json([entry.before, entry.after])).digest()


def link_digest(previous: bytes, number: int, entry: LogEntry, *, content: bytes) -> bytes:
    """Of one link: JSON of [previous, number, ticket, entry, at, kind, user, message, content]; digests in hex."""
    told = [previous.hex(), number, entry.ticket_id, entry.id, exact_moment(entry.at), entry.kind]
    return hashlib.sha256(_json([*told, entry.user_id, entry.message_id, content.hex()])).digest()


def exact_moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode("ascii")
