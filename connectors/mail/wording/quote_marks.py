"""Whether a line of a mail announces an earlier mail. Pure questions about text; the words are in quote_words.py.

Every line given here has at most LONGEST characters, so that no expression can take long.
"""

import re
from collections.abc import Iterable, Sequence

from connectors.mail.wording.quote_words import (
    A_MESSAGE,
    FROM,
    LABELS,
    MARKERS,
    REPLY_ABOVE,
    STARTS,
    SUBJECTS,
    WROTE,
    WROTE_WITHOUT_BLANK,
)

LONGEST = 1000


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_VERBS = _any_of(phrase for phrases in WROTE.values() for phrase in phrases)
_EMAIL = re.compile(r"[^\s<>()]@[^\s<>()]")
_DATE = re.compile(r"\d{1,2}[:.hH]\d{2}(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_TIME = re.compile(r"\d{1,2}[:.hH]\d{2}(?!\d)")
_DATE_FIRST = re.compile(
    rf"[\s*_\"-]*(?:(?:{_any_of(STARTS)})(?:\s.*|)\d|\d{{1,4}}[年./ -]\s?\w|\w{{2,12}}[.,]{{1,2}} \d{{1,2}})",
    re.IGNORECASE,
)
_ENDS_WROTE = re.compile(
    rf"(?:(?:^|[\s>)\"'”»,，;])(?:{_VERBS})|{_any_of(WROTE_WITHOUT_BLANK)})(\s?[:：])?[\s*_-]*$", re.IGNORECASE
)
_SAYS_WROTE = re.compile(rf"[\s>](?:{_VERBS})\s.*[:：]\s*$", re.IGNORECASE)
_ENDS_ADDRESS = re.compile(r"[<(\[][^<>()]{0,200}@[^<>()]{1,200}[>)\]]+\s*[:：]?\s*$")
_ZONED = re.compile(r"\s*\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)\S* \S")
_LABEL, _COLON = r"\s{0,8}[*_]{0,2}", r"[*_]{0,2}\s?[:：]"
_FROM = re.compile(rf"{_LABEL}(?:{_any_of(FROM)}){_COLON}", re.IGNORECASE)
_SUBJECT = re.compile(rf"{_LABEL}(?:{_any_of(SUBJECTS)}){_COLON}", re.IGNORECASE)
_LABELS = ",".join(LABELS.values()).split(",")
_HEADER = re.compile(rf"{_LABEL}(?:{_any_of([*FROM, *_LABELS, *SUBJECTS])}){_COLON}", re.IGNORECASE)
_DRAWN = " \t-_*=>|#~<[(•–—"
_MARKER = re.compile(rf"(?:{_any_of(MARKERS)})\b", re.IGNORECASE)
_MESSAGE = re.compile(rf"[^.!?]{{0,40}}?(?:{_any_of(A_MESSAGE)})", re.IGNORECASE)
LONGEST_MARKER = 80
_REPLY_ABOVE = re.compile(rf".{{0,40}}(?:{_any_of(REPLY_ABOVE)}).{{0,40}}$", re.IGNORECASE)
_REST_OF_INTRO = re.compile(rf"\s*>\s?(?:{_VERBS})?\s?[:：]\s*$|\s*>\s?(?:{_VERBS})\s*$", re.IGNORECASE)
_QUOTE = re.compile(r"\s*(?:[>|]|[A-Z][\w.]{0,11}>(?:\s|$))")


def is_quoted(line: str) -> bool:
    """Whether a line carries a quote sign: ">", "|", or "AB>"."""
    return bool(_QUOTE.match(line))


def is_marker(line: str) -> bool:
    """Whether a line says that another mail follows ("-----Original Message-----"), whatever comes after it."""
    words = line.strip(_DRAWN + ")]>:")
    if not 0 < len(words) <= LONGEST_MARKER:
        return False
    before, _, after = line.partition(words)
    dashes = _dashes(before), _dashes(after)
    if min(dashes) >= 3 and _MESSAGE.match(words):
        return True
    if _MARKER.match(words) and (dashes[0] >= 2 or after.strip().startswith(":")):
        return True
    return bool(_REPLY_ABOVE.match(words))


def _dashes(text: str) -> int:
    return sum(text.count(sign) for sign in "-_*=")


def is_intro(text: str) -> bool:
    """Whether a line, or a few joined by spaces, is "On ... X wrote:" in any language or order of words."""
    dated, mailed = has_date(text), bool(_EMAIL.search(text))
    wrote = _ENDS_WROTE.search(text)
    if wrote and (mailed or (dated and wrote.group(1))):
        return True
    if dated and _SAYS_WROTE.search(text) and (mailed or starts_dated(text)):
        return True
    return bool((dated and starts_dated(text) and _ENDS_ADDRESS.search(text)) or _ZONED.match(text))


def is_rest_of_intro(line: str) -> bool:
    """Whether a line is the end of a wrapped intro that only looks quoted: "> wrote:"."""
    return bool(_REST_OF_INTRO.match(line))


def may_end_intro(line: str) -> bool:
    """Whether an intro may end with this line. Quick, and true too often."""
    return line.rstrip(" *_-").endswith((":", "：", ">", ")", "]")) or bool(
        _ENDS_WROTE.search(line) or _ZONED.match(line)
    )


def has_date(text: str) -> bool:
    """Whether a text holds a time of day, a year, or a date in figures."""
    return bool(_DATE.search(text))


def starts_dated(text: str) -> bool:
    """Whether a text begins as an intro with a date does: "On 3 May", "Le 3 mai", "2025-05-03"."""
    return bool(_DATE_FIRST.match(text))


def is_header(line: str) -> bool:
    """Whether a line is one of a copied header: "From: ...", "Envoyé : ..."."""
    return bool(_HEADER.match(line))


def is_header_block(lines: Sequence[str]) -> bool:
    """Whether header lines belong together to an earlier mail: at least three of them, one saying from
    whom, and among them a subject, an address or a time of day (a buyer too may write "From: ..., To: ...")."""
    if not any(_FROM.match(line) for line in lines):
        return False
    telling = (_EMAIL.search(line) or _TIME.search(line) or _SUBJECT.match(line) for line in lines)
    return len(lines) >= 3 and any(telling)
