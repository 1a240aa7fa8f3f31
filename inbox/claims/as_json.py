"""An entry about a claim as JSON and back, for those that wait for their conversation (LooseClaimEntry.entry)."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors.incoming import ClaimKind, ClaimState, Direction, IncomingAttachment, IncomingClaim, Money, Person


def as_json(entry: IncomingClaim) -> dict[str, Any]:
    """Every field by its name: moments in ISO 8601, amounts as text, so that no cent is rounded; files in base64."""
    return asdict(entry) | {
        "written_at": entry.written_at.isoformat(),
        "respond_by": entry.respond_by.isoformat() if entry.respond_by else None,
        "amount": {"amount": str(entry.amount.amount), "currency": entry.amount.currency} if entry.amount else None,
        "links": dict(entry.links),
        "attachments": [asdict(file) | {"content": b64encode(file.content).decode()} for file in entry.attachments],
    }


def from_json(stored: Mapping[str, Any]) -> IncomingClaim:
    """What `as_json` wrote, before or after a round through the database."""
    values = dict(stored) | {
        "kind": ClaimKind(stored["kind"]),
        "state": ClaimState(stored["state"]) if stored["state"] else None,
        "direction": Direction(stored["direction"]),
        "written_at": datetime.fromisoformat(stored["written_at"]),
        "respond_by": datetime.fromisoformat(stored["respond_by"]) if stored["respond_by"] else None,
        "buyer": Person(**stored["buyer"]) if stored["buyer"] else None,
        "attachments": tuple(
            IncomingAttachment(**{**file, "content": b64decode(file["content"])}) for file in stored["attachments"]
        ),
    }
    if amount := stored["amount"]:
        values["amount"] = Money(Decimal(amount["amount"]), amount["currency"])
    return IncomingClaim(**values)
