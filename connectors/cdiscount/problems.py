"""What Octopia says when it says no: `application/problem+json`.

"Expect RFC 7807 members (type, title, status, detail, traceId, errors)" is inferred in the fact sheet (3), which
elsewhere reads of "message, code and the faulty fields": both are understood, and so is an answer of neither shape.
"""

from dataclasses import dataclass
from typing import Any

from connectors.errors import MarketplaceError, UnexpectedAnswer
from connectors.http import Answer
from connectors.text import storable

LONGEST_WORDS = 500


@dataclass(frozen=True)
class Problem:
    """An answer of status 4xx and Octopia's own words, which may be empty."""

    status: int
    words: str = ""

    def __str__(self) -> str:
        return self.words or f"status {self.status} without an explanation"


class Refused(MarketplaceError):  # noqa: N818
    """Octopia said no to one call. Never leaves this folder."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def problem_from(answer: Answer) -> Problem:
    """Read an error answer. Never raises: what cannot be read leaves the words empty."""
    try:
        content = answer.json()
    except UnexpectedAnswer:
        content = None
    if not isinstance(content, dict):
        return Problem(answer.status)
    told = [_text(content, "detail") or _text(content, "message") or _text(content, "title")]
    told += _faults(content.get("errors"))
    return Problem(answer.status, " ".join(dict.fromkeys(filter(None, told)))[:LONGEST_WORDS])


def _faults(errors: Any) -> list[str]:
    """The faulty fields: {"body": ["too long"]} or [{"field": "body", "message": "too long"}]."""
    if isinstance(errors, dict):
        return [f"{name}: {_joined(words)}" for name, words in errors.items() if _joined(words)]
    entries = errors if isinstance(errors, list) else []
    return [_text(entry, "message") for entry in entries if isinstance(entry, dict)]


def _joined(words: Any) -> str:
    parts = words if isinstance(words, list) else [words]
    return " ".join(storable(part) for part in parts if isinstance(part, str))


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    return storable(value).strip() if isinstance(value, str) else ""
