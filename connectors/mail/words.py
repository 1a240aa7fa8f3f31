"""What the writer of a mail wrote now: without the earlier mails below or between it, and without signature.

The text is taken line by line: each has a kind (line_kinds.py), then the first line that ends the writer's words is
looked for, and what is left is freed of quotes, except those he answered one by one. Linear in the length of the text.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from connectors.mail.mail import Words
from connectors.mail.wording import quote_marks
from connectors.mail.wording.line_kinds import Kind, kinds_of
from connectors.mail.wording.quoted_html import text_with_quotes
from connectors.mail.wording.signatures import announces_answers, may_be_signature, signature_start
from connectors.text import storable

LONGEST_TEXT = 64 * 1024
SHORT_TAIL = 7
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_HISTORY = (Kind.INTRO, Kind.HEADERS, Kind.MARKER)
_WORD = re.compile(r"\w+")


def own_words(text: str, *, html: str = "") -> Words:
    """Take a mail's text apart. `own` is empty only if the text is blank: a text that is all quote is kept whole.

    html: the same mail as HTML, if there is some: where it marks its quotes, that is believed rather than the signs in
    the text, provided that every word so found is in the text.
    Only the first 64 kB are looked at; what follows goes with their end.
    """
    text = storable(text)
    marked = text_with_quotes(html) if html else ""
    if marked:
        words = _taken_apart(marked)
        if words.own and _holds(text, words.own):
            return words
    return _taken_apart(text)


def _taken_apart(text: str) -> Words:
    head, rest = text[:LONGEST_TEXT], text[LONGEST_TEXT:]
    lines = [line.rstrip() for line in head.split("\n")]
    kinds = kinds_of([_INVISIBLE.sub("", line[: quote_marks.LONGEST]).strip() for line in lines])
    end = _end_of_words(lines, kinds)
    kept, tail = _kept(lines, kinds, end)
    signed = signature_start([lines[index] for index in kept])
    own = _block(lines, kept[:signed])
    if not own.strip():
        return Words(text.strip("\n").rstrip())
    history = next((index for index in range(end, len(lines)) if kinds[index] in _HISTORY), len(lines))
    gone = set(range(end)).difference(kept, tail)
    quoted = _block(lines, [*sorted(gone), *range(history, len(lines))])
    signature = _block(lines, [*kept[signed:], *tail, *range(end, history)])
    if not quoted and not signature:
        return Words(own + rest.rstrip())
    return Words(own, quoted + rest, signature)


def _end_of_words(lines: Sequence[str], kinds: Sequence[Kind]) -> int:
    """The index of the first line below some words that ends them for good; the number of lines if none does."""
    following, history = _following(kinds), len(kinds)
    ends = len(kinds)
    started_at = kinds.index(Kind.TEXT) if Kind.TEXT in kinds else len(kinds)
    divided = _is_divided(kinds[started_at:])
    for index in range(len(kinds) - 1, started_at, -1):
        if kinds[index] in _HISTORY:
            history = index
        if kinds[index] is Kind.RULE and divided and following[index] is Kind.TEXT:
            continue
        if _ends_words(lines, index, kind=kinds[index], following=following[index], history=history):
            ends = index
    return ends


def _is_divided(kinds: Sequence[Kind]) -> bool:
    """Whether the writer parts his own text by lines drawn across: several of them, each with text below."""
    own = kinds[: next((index for index, kind in enumerate(kinds) if kind in (*_HISTORY, Kind.QUOTE)), len(kinds))]
    parts = [kind for kind in own if kind in (Kind.RULE, Kind.TEXT)]
    return sum(pair == (Kind.RULE, Kind.TEXT) for pair in pairwise(parts)) > 1


def _ends_words(lines: Sequence[str], index: int, *, kind: Kind, following: Kind, history: int) -> bool:
    """following: see _following. history: where the next earlier mail begins."""
    if kind in (Kind.HEADERS, Kind.MARKER, Kind.APP, Kind.SIGN):
        return True
    if kind is Kind.INTRO:
        return following is not Kind.QUOTE
    if kind is Kind.RULE:
        return following in (Kind.HEADERS, Kind.MARKER) or may_be_signature(
            lines[other] for other in range(index + 1, history)
        )
    return False


def _following(kinds: Sequence[Kind]) -> list[Kind]:
    """For each line the kind of the first below it that is no intro, rule or empty one; EMPTY where there is none."""
    found, last = [Kind.EMPTY] * len(kinds), Kind.EMPTY
    for index in range(len(kinds) - 1, -1, -1):
        found[index] = last
        if kinds[index] not in (Kind.EMPTY, Kind.INTRO, Kind.RULE):
            last = kinds[index]
    return found


def _kept(lines: Sequence[str], kinds: Sequence[Kind], end: int) -> tuple[list[int], list[int]]:
    """Which lines above `end` are the writer's, and which are a signature that his program put below the quote.

    A quote stays where he wrote above and below it, or cited without any program's announcement; one that stands
    above all his words, or below them, goes.
    """
    texts = [index for index in range(end) if kinds[index] is Kind.TEXT]
    if not texts:
        return [], []
    first, last = texts[0], texts[-1]
    inner = [index for index in range(first, last) if kinds[index] is Kind.QUOTE]
    announced = any(kind in _HISTORY for kind in kinds[:first])
    start = first if announced and not inner else 0
    quoted_below = Kind.QUOTE in kinds[last:end]
    if inner and not quoted_below and _tail_is_signature(lines, kinds, inner=inner, texts=texts):
        tail = [index for index in texts if index > inner[-1]]
        last = max(index for index in texts if index < inner[0])
        return _without_announcements(kinds, start, last), tail
    return _without_announcements(kinds, start, last), []


def _tail_is_signature(
    lines: Sequence[str], kinds: Sequence[Kind], *, inner: Sequence[int], texts: Sequence[int]
) -> bool:
    """Whether the few words below the only quote are no answer: it was announced, and they ask nothing."""
    above = [index for index in texts if index < inner[0]]
    below = [lines[index] for index in texts if index > inner[-1]]
    only = len(above) + len(below) == len(texts)
    announced = Kind.INTRO in kinds[above[-1] : inner[0]]
    quiet = not any("?" in line for line in below) and not announces_answers([lines[index] for index in above])
    return only and announced and len(below) < SHORT_TAIL and quiet


def _without_announcements(kinds: Sequence[Kind], start: int, last: int) -> list[int]:
    dropped = (*_HISTORY, Kind.APP, Kind.SIGN)
    return [index for index in range(start, last + 1) if kinds[index] not in dropped]


def _block(lines: Sequence[str], indices: Sequence[int]) -> str:
    """Those lines as one text, without empty ones around it."""
    return "\n".join(lines[index] for index in indices).strip("\n")


def _holds(text: str, own: str) -> bool:
    """Whether the words of `own` are all in `text`, in the same order."""
    words = iter(_WORD.findall(text))
    return all(word in words for word in _WORD.findall(own))
