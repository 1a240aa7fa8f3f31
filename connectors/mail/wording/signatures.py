"""Where the writer's words end and his signature begins, and what phones and mail apps add by themselves."""

import re
from collections.abc import Iterable, Sequence

from connectors.mail.wording.app_words import (
    ANSWERS_BELOW,
    CLOSINGS,
    DEVICES,
    GET_OUTLOOK,
    MY,
    PHONES_ELSEWHERE,
    SENT_AT_END,
    SENT_FROM,
)

LONGEST_APP_LINE = 160
MOST_WORDS = 12
MOST_WORDS_OF_ANY_DEVICE = 8
MOST_WORDS_OF_FROM_MY = 5
FARTHEST_DEVICE = 5
LONGEST_SIGNATURE = 12
LONGEST_LINE_OF_IT = 80


def _words(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_SENT = re.compile(rf"\W*(?:{'|'.join(SENT_FROM.values())})\b(.*)", re.IGNORECASE)
_SENT_AT_END = re.compile(rf"\W*(?:{'|'.join(SENT_AT_END.values())})\W*$", re.IGNORECASE)
_MY = re.compile(rf"\W*(?:{_words(' '.join(MY.values()).split())})\s", re.IGNORECASE)
_DEVICE = re.compile(rf"\b(?:{_words(' '.join(DEVICES.values()).split())})\b", re.IGNORECASE)
_FROM_MY = re.compile(rf"\W*from my (?=.*{_DEVICE.pattern})", re.IGNORECASE)
_ADDRESS = re.compile(r"[<(\[]?https?://\S+")
_SIGN = re.compile(r"\s*(?:--|—|–)\s*$")
_RULE = re.compile(r"\s*([-_=~#*+–—])(?:\s?\1)+\s*$|\s*ᐧ\s*$")
_CLOSING = re.compile(rf"\s*(?:{_words(','.join(CLOSINGS.values()).split(','))})\s*[,.!;]?\s*$", re.IGNORECASE)
_CONTACT = re.compile(
    r"\S@\S+\.\w|\bwww\.|https?://|^\s*(?:tel|t|f|m|fax|mob|mobil|mobile|phone|tél|tlf|tfno)\b\.? ?:? ?[+\d(]",
    re.IGNORECASE,
)
_BELOW = re.compile(rf"\b(?:{_words(','.join(ANSWERS_BELOW.values()).split(','))})\b", re.IGNORECASE)


def is_app_line(line: str) -> bool:
    """Whether a phone or mail app added this line ("Sent from my iPhone"), and no person wrote it."""
    if len(line) > LONGEST_APP_LINE or line.rstrip().endswith("?"):
        return False
    bare = line.strip(" \t*_<>()[]").casefold()
    if bare.startswith((*GET_OUTLOOK, *PHONES_ELSEWHERE)) or bare.endswith(PHONES_ELSEWHERE):
        return True
    words = _ADDRESS.sub("", line).split()
    if len(words) > MOST_WORDS:
        return False
    sent = _SENT.match(line)
    if sent and _MY.match(sent.group(1)) and len(words) <= MOST_WORDS_OF_ANY_DEVICE:
        return True
    if len(words) <= MOST_WORDS_OF_FROM_MY and _FROM_MY.match(line):
        return True
    near = " ".join(_ADDRESS.sub("", sent.group(1)).split()[:FARTHEST_DEVICE]) if sent else ""
    return bool(_DEVICE.search(near) or (_SENT_AT_END.match(line) and _DEVICE.search(line)))


def is_sign(line: str) -> bool:
    """Whether a line is the "-- " that opens a signature (RFC 3676 section 4.3), also with its blank lost."""
    return bool(_SIGN.match(line))


def is_rule(line: str) -> bool:
    """Whether a line is drawn across: nothing but one sign, repeated."""
    return bool(_RULE.match(line))


def may_be_signature(lines: Iterable[str]) -> bool:
    """Whether what stands below a drawn line may be a signature: short, and asking nothing."""
    said = 0
    for line in lines:
        said += bool(line.strip())
        if said > LONGEST_SIGNATURE or ("?" in line and "://" not in line):
            return False
    return True


def announces_answers(lines: Sequence[str]) -> bool:
    """Whether the words above a quote say that answers stand below it."""
    return any(_BELOW.search(line) for line in lines)


def signature_start(lines: Sequence[str]) -> int:
    """The index of the line where a signature without any sign begins; the number of lines if there is none.

    It is a closing formula with two or more short lines below (a name alone still belongs to the letter), or a last
    paragraph of a name and at least two ways to reach him, unless the writer has just announced it with a colon.
    """
    said = [index for index, line in enumerate(lines) if line.strip()]
    for index in said[-LONGEST_SIGNATURE // 2 :]:
        below = [lines[other] for other in said if other > index]
        if index != said[0] and _CLOSING.match(lines[index]) and len(below) >= 2 and _all_short(below):
            return index
    return _contact_paragraph(lines)


def _contact_paragraph(lines: Sequence[str]) -> int:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip() and end - start <= LONGEST_SIGNATURE:
        start -= 1
    above = next((line for line in reversed(lines[:start]) if line.strip()), ":")
    paragraph = lines[start:end]
    reachable = sum(bool(_CONTACT.search(line)) for line in paragraph)
    named = bool(paragraph) and not _CONTACT.search(paragraph[0])
    if named and reachable >= 2 and _all_short(paragraph) and not above.rstrip().endswith(":"):
        return start
    return len(lines)


def _all_short(lines: Sequence[str]) -> bool:
    return all(len(line) <= LONGEST_LINE_OF_IT and not line.rstrip().endswith(("?", ":")) for line in lines)
