"""An earlier message below a reply, as mail programs quote it, so that they fold it and readers know what it is."""

from datetime import UTC, datetime

from connectors.language import detect
from connectors.text import storable

LONGEST_QUOTE = 20_000
INTROS = {
    "en": "On {at}, {who} wrote:",
    "fr": "Le {at}, {who} a écrit :",
    "de": "Am {at} schrieb {who}:",
    "it": "Il giorno {at}, {who} ha scritto:",
    "es": "El {at}, {who} escribió:",
    "nl": "Op {at} schreef {who}:",
    "pt": "Em {at}, {who} escreveu:",
    "pl": "W dniu {at} {who} napisał(a):",
}


def quoted(text: str, *, at: datetime | None, author: str) -> str:
    """The message with its intro in its own language and "> " before each line; empty for an empty one.

    Without its time or author no intro is written.
    """
    if not text.strip():
        return ""
    text = storable(text)[:LONGEST_QUOTE]
    lines = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    if at is None or not author.strip():
        return lines
    intro = INTROS.get(detect(text), INTROS["en"])
    return f"{intro.format(at=f'{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC', who=' '.join(author.split()))}\n{lines}"
