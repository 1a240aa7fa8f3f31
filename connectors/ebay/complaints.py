"""What eBay says when it says no, and which of our errors that is.

Source: Message API contract 1.0.0 (error ids 355001-355022, 335000); 1001, 1100 and 2001 of the
layer in front of it as seen in the field; read 2026-11.
"""

from dataclasses import dataclass
from typing import Any

from connectors.errors import ReplyRefused, SignInAgain, UnexpectedAnswer
from connectors.http import Answer
from connectors.text import marked as _
from connectors.text import storable

NOT_ALLOWED = _("eBay: the seller has not allowed %(name)s; he must sign in again and agree to it")
UNKNOWN = _("eBay no longer knows this conversation: %(words)s")
REFUSED = _("eBay refused the message: %(words)s")


UNKNOWN_CONVERSATION = 355007
NO_PERMISSION = 1100
LONGEST_WORDS = 500


@dataclass(frozen=True)
class Complaint:
    """An answer of status 4xx: eBay's error ids and its own words, which may be empty."""

    status: int
    error_ids: tuple[int, ...]
    words: str

    @property
    def is_unknown_conversation(self) -> bool:
        return UNKNOWN_CONVERSATION in self.error_ids or (self.status == 404 and not self.error_ids)

    @property
    def is_missing_permission(self) -> bool:
        """403 for want of a scope, told apart from a 403 that forbids this one message."""
        if self.status != 403:
            return False
        return not self.error_ids or NO_PERMISSION in self.error_ids or "permission" in self.words.lower()

    def __str__(self) -> str:
        ids = ", ".join(str(error_id) for error_id in self.error_ids)
        told = f"{self.words} (error {ids})" if self.words and ids else self.words or (f"error {ids}" if ids else "")
        return told or f"status {self.status} without an explanation"


def complaint_from(answer: Answer) -> Complaint:
    """Read an error answer. Never raises: what cannot be read leaves the words empty."""
    try:
        content = answer.json()
    except UnexpectedAnswer:
        content = None
    ids, words = [], []
    for entry in _entries(content):
        if isinstance(entry, dict):
            ids += [number for number in [_number(entry.get("errorId"))] if number is not None]
            words += [text for text in [_words(entry)] if text]
    return Complaint(answer.status, tuple(ids), storable(" ".join(dict.fromkeys(words)))[:LONGEST_WORDS])


def _entries(content: Any) -> list[Any]:
    """The errors of an answer: in `errors`, or in `errorMessage.error` as Post-Order writes them."""
    entries = content.get("errors") if isinstance(content, dict) else None
    if isinstance(content, dict) and isinstance(content.get("errorMessage"), dict):
        entries = content["errorMessage"].get("error")
    return entries if isinstance(entries, list) else []


def missing_permission(scope: str) -> SignInAgain:
    return SignInAgain(NOT_ALLOWED % {"name": scope})


def refusal_of_reply(complaint: Complaint) -> ReplyRefused:
    """The refusal of one message, in eBay's words."""
    if complaint.is_unknown_conversation:
        return ReplyRefused(UNKNOWN % {"words": complaint})
    return ReplyRefused(REFUSED % {"words": complaint})


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdigit() and len(value) < 12 else None


def _words(entry: dict[str, Any]) -> str:
    for name in ("longMessage", "message"):
        value = entry.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""
