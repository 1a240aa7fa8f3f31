"""Take what belongs to one person out of a text, so that the rest can be shown as an example to everybody. Pure."""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from inbox.understanding.thanks_words import COURTESY


class Blank(StrEnum):
    """What stood there."""

    NAME = "name"
    ORDER = "order"
    TRACKING = "tracking"
    MAIL = "mail"
    LINK = "link"
    NUMBER = "number"
    ADDRESS = "address"


@dataclass(frozen=True)
class Known:
    """What is known of whoever wrote or was written to. names: in any spelling; orders, trackings: numbers."""

    names: Collection[str] = ()
    orders: Collection[str] = ()
    trackings: Collection[str] = ()


_CLOSINGS = sorted(set(chain.from_iterable(one.closing for one in COURTESY.values())), key=len, reverse=True)
_STREET = "rue|avenue|av|bd|boulevard|place|chemin|allee|allée|impasse|route|quai|cours|street|road|lane|via|calle"
_PATTERNS = (
    (Blank.MAIL, re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+\.\w+")),
    (Blank.LINK, re.compile(r"(?:https?://|www\.)\S+", re.I)),
    (Blank.NUMBER, re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")),
    (Blank.ADDRESS, re.compile(rf"\b\d{{1,4}} ?(?:bis|ter)?,? (?:{_STREET})\b\.?[^,.;!?\n]{{2,60}}", re.I)),
    (Blank.ADDRESS, re.compile(r"\b\w+(?:straße|strasse|weg|platz|gasse) \d{1,4}\b", re.I)),
    (Blank.ADDRESS, re.compile(r"\b\d{5} (?:[A-ZÀ-Ý][\w'’-]+ ?){1,3}")),
    (Blank.NUMBER, re.compile(r"(?<![\w,.])\+?\d(?:[\s./()-]{0,2}\d){5,}(?![\w])")),
    (Blank.NUMBER, re.compile(r"\b(?=\w*\d{4})[A-Z0-9]{8,}\b", re.I)),
)
_PRESENTED = re.compile(
    r"(?P<before>\b(?i:je m['’]appelle|my name is|ich hei(?:ß|ss)e|mein name ist|me llamo|mi chiamo|mr|mrs|mme|"
    r"monsieur|madame|herr|frau|sig(?:\.ra)?)\.? )(?P<name>[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)*)"
)
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_NAME = 3


def blanked(text: str, known: Known, *, write: Callable[[Blank], str]) -> str:
    """The text with everything personal replaced by what `write` says, and cut after a closing such as "Regards,".

    What nobody can know, such as a neighbour's name, stays: whoever uses the text reads it first.
    """
    found = _without_signature(text)
    for blank, numbers in ((Blank.ORDER, known.orders), (Blank.TRACKING, known.trackings)):
        for number in sorted(filter(None, numbers), key=len, reverse=True):
            found = found.replace(number, write(blank))
    for blank, pattern in _PATTERNS:
        found = pattern.sub(lambda _place, blank=blank: write(blank), found)  # type: ignore[misc]
    found = _PRESENTED.sub(lambda place: place["before"] + write(Blank.NAME), found)
    return _without_names(found, known.names, write(Blank.NAME)).strip()


def _without_signature(text: str) -> str:
    """Up to and with the last line's closing; a closing in the middle of a text closes nothing."""
    lines = text.split("\n")
    for at in range(len(lines) - 1, max(len(lines) - 5, 0) - 1, -1):
        words = [_bare(word) for word in _WORD.findall(lines[at])]
        if words and len(words) <= 6 and any(word in _CLOSINGS for word in words):
            return "\n".join([*lines[:at], _up_to_comma(lines[at])])
    return text


def _up_to_comma(line: str) -> str:
    return line.partition(",")[0] + ("," if "," in line else "")


def _without_names(text: str, names: Collection[str], instead: str) -> str:
    words = {_bare(word) for name in names for word in _WORD.findall(name) if len(word) >= _SHORTEST_NAME}
    if not words:
        return text
    plain = _WORD.sub(lambda place: instead if _bare(place[0]) in words else place[0], text)
    return re.sub(rf"{re.escape(instead)}(?:[ '’-]*{re.escape(instead)})+", lambda _place: instead, plain)


def _bare(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(letter))
