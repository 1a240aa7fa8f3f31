"""What Amazon says when it says no, and which remedy that has.

A 403 means three things that only the words tell apart: a token that has ended, a role or authorisation
that is missing, or a business rule that forbids just this.
Sources: SP-API models (`Error`), and the words of 403 answers as seen in the field; the project's fact sheet,
sections 2, 3 and 6; "access token" in the details of an ended token as handled by several public clients; 2026-11.
"""

from dataclasses import dataclass
from typing import Any

from connectors.errors import MarketplaceError, TryLater, UnexpectedAnswer
from connectors.http import Answer
from connectors.text import storable

DENIED = "access to requested resource is denied"
TOKEN = "access token"  # noqa: S105
LONGEST_WORDS = 500


@dataclass(frozen=True)
class Complaint:
    """An answer of status 4xx: Amazon's codes and its own words, either of which may be empty."""

    status: int
    codes: tuple[str, ...] = ()
    words: str = ""
    details: str = ""

    @property
    def is_refused_token(self) -> bool:
        """The access token has ended or is none: a new one may help."""
        return self.status == 401 or (self.status == 403 and TOKEN in f"{self.words} {self.details}".lower())

    @property
    def is_role_missing(self) -> bool:
        """The application lacks a role, or the seller's authorisation of it; no other order will fare better."""
        if self.status != 403 or self.is_refused_token:
            return False
        return not self.words or DENIED in self.words.lower()

    def __str__(self) -> str:
        told = self.words or ", ".join(self.codes) or f"status {self.status} without an explanation"
        if self.details and self.details != self.words:
            told = f"{told} ({self.details})"
        return told


class Refused(MarketplaceError):  # noqa: N818
    """Amazon said no to one call. Never leaves this folder."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(str(complaint))
        self.complaint = complaint


class OutOfCalls(TryLater):
    """Our own bucket of this call is empty: nothing is wrong, there is only a wait."""


def complaint_from(answer: Answer) -> Complaint:
    """Read an error answer, `{"errors": [...]}`. Never raises: what cannot be read (HTML, nothing) leaves no words."""
    try:
        content = answer.json()
    except UnexpectedAnswer:
        content = None
    entries = content.get("errors") if isinstance(content, dict) else None
    known = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return Complaint(
        answer.status,
        codes=tuple(_text(entry, "code") for entry in known),
        words=" ".join(dict.fromkeys(filter(None, (_text(entry, "message") for entry in known)))),
        details=" ".join(dict.fromkeys(filter(None, (_text(entry, "details") for entry in known)))),
    )


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return storable(value).strip()[:LONGEST_WORDS] if isinstance(value, str) else ""
