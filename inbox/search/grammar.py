"""The parts of a search text: words, "words in a row", name:value; each may have a minus before it. Pure text."""

import re
import unicodedata
from dataclasses import dataclass

_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”"}
_PART = re.compile(
    r"""(?P<minus>-?)
        (?: (?P<name>[^\W\d_]{2,20}) : (?!//) )?
        (?: (?P<quote>["“„«”]) | (?P<plain>\S*) )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Part:
    """name: of an operator, else empty. is_quoted: the text is to be taken as it stands."""

    text: str
    name: str = ""
    is_minus: bool = False
    is_quoted: bool = False

    def __str__(self) -> str:
        """As it could be typed."""
        text = f'"{self.text}"' if self.is_quoted or " " in self.text else self.text
        return ("-" if self.is_minus else "") + (f"{self.name}:" if self.name else "") + text


def parts_of(text: str) -> list[Part]:
    """The parts, in their order; a quote that is not closed goes on to the end. Never raises."""
    parts, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        part, at = _part(text, at)
        if part.text or part.name:
            parts.append(part)
    return parts


def plain(text: str) -> str:
    """For comparing: lower case, without accents, with "-" for anything between words."""
    bare = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[\s_'’-]+", "-", "".join(c for c in bare if not unicodedata.combining(c))).strip("-")


def _part(text: str, at: int) -> tuple[Part, int]:
    found = _PART.match(text, at)
    if found is None:  # never: each piece of the pattern may be empty
        return Part(text[at:]), len(text)
    name, is_minus, quote = found["name"] or "", bool(found["minus"]), found["quote"]
    if not quote:
        plain_text = found["plain"]
        if is_minus and not name and not plain_text.strip("-"):
            return Part(""), found.end()
        return Part(plain_text, name, is_minus), max(found.end(), at + 1)
    end = text.find(_QUOTES[quote], found.end())
    end = len(text) if end < 0 else end
    return Part(" ".join(text[found.end() : end].split()), name, is_minus, is_quoted=True), end + 1
