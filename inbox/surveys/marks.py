"""A mark from 1 to 5 in what a buyer writes, where he was asked for one in the conversation."""

import re
from dataclasses import dataclass

from inbox.understanding.thanks import is_bare_thanks

_MARK = re.compile(
    r"\s*(?:note\s*:?\s*)?([1-5])\s*(?:/\s*5|sur\s+5|out\s+of\s+5|von\s+5|de\s+5|su\s+5)?(?![0-9])"
    r"(?:\s*$|\s*[.,;:!()\-–—\n]+\s*(?P<more>.*)|\s+(?P<words>.*))",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class GivenMark:
    """comment: what he says besides; empty for a bare mark, also with a word of thanks."""

    rating: int
    comment: str


def mark_in(text: str) -> GivenMark | None:
    """Only at the very beginning, and followed by nothing, a sign or thanks: "5 parcels came" is none."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    more, words = (found["more"] or "").strip(), (found["words"] or "").strip()
    if words and not is_bare_thanks(words):
        return None
    return GivenMark(int(found[1]), "" if not more or is_bare_thanks(more) else more)
