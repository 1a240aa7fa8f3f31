"""Whether a reply is in the buyer's language: told only of whole sentences, and only when every half of it says so."""

import re
from collections.abc import Mapping
from typing import Final

from connectors.language import LANGUAGES, detect
from connectors.policy.facts import ReplyFacts
from connectors.policy.finding import Hit
from connectors.policy.folded import Folded

LEAST_WORDS = 8
NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "fr": ("français", "French"),
    "en": ("anglais", "English"),
    "de": ("allemand", "German"),
    "es": ("espagnol", "Spanish"),
    "it": ("italien", "Italian"),
    "nl": ("néerlandais", "Dutch"),
    "pl": ("polonais", "Polish"),
    "pt": ("portugais", "Portuguese"),
    "sv": ("suédois", "Swedish"),
    "tr": ("turc", "Turkish"),
}
"""What a language is called in French and in English, in the sentences of rules.toml."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def language_hits(text: Folded, facts: ReplyFacts) -> list[Hit]:
    """At most one, of the whole text. A text in two languages, the buyer's being one, is in the buyer's."""
    wanted = facts.language.partition("-")[0].lower()
    if wanted not in LANGUAGES or not _is_long_enough(text.text):
        return []
    words = text.original.split()
    halves = (words[: len(words) // 2], words[len(words) // 2 :])
    seen = {detect(" ".join(part), otherwise=wanted) for part in (words, *halves)}
    if wanted in seen or len(seen) != 1:
        return []
    french, english = NAMES[wanted]
    return [Hit("language", 0, len(text.original), (("french", french), ("english", english)))]


def _is_long_enough(text: str) -> bool:
    return sum(1 for _word in zip(_WORD.finditer(text), range(LEAST_WORDS), strict=False)) == LEAST_WORDS
