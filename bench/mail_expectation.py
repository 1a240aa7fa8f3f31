"""What is expected of one mail, and how it is compared: by what is said, not by how it is spaced."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from connectors.mail.mail import Mail
from connectors.mail.parsing.html import text_of_html
from connectors.text import REPLACEMENT

_UUENCODED = re.compile(r"\bbegin [0-7]{3,4}\s.*?\send\b", re.DOTALL)
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Expectation:
    """None: nothing is expected of that field. texts: any of these readings is right.

    senders: address and display name. is_whole: whether ours may say no more than is expected.
    """

    senders: tuple[tuple[str, str], ...] | None = None
    subject: str | None = None
    texts: tuple[str, ...] | None = None
    is_whole: bool = False
    attachments: Callable[[Mail], bool] | None = None


def judged(mail: Mail, expected: Expectation) -> dict[str, bool]:
    """Field to whether it is as expected, for the fields of which something is expected."""
    found = {}
    if expected.senders is not None:
        found["from"] = _senders_match(mail, expected.senders)
    if expected.subject is not None:
        found["subject"] = any(_same_line(one, mail.subject) for one in _variants((expected.subject,)))
    if expected.texts is not None:
        found["text"] = _text_matches(mail, expected.texts, is_whole=expected.is_whole)
    if expected.attachments is not None:
        found["attachments"] = expected.attachments(mail)
    return found


def _same_line(expected: str, ours: str) -> bool:
    if REPLACEMENT in expected:
        expected, ours = _ascii_alone(expected), _ascii_alone(ours)
    return folded(expected) == folded(ours)


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def letters(text: str) -> str:
    """Letters and digits alone: HTML can be turned into text with other spaces, bullets and rules."""
    return "".join(_LETTERS.findall(unicodedata.normalize("NFKC", text)))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _senders_match(mail: Mail, expected: tuple[tuple[str, str], ...]) -> bool:
    ours = [(one.email.lower(), letters(one.name)) for one in mail.sender]
    if not expected:
        return not any(email for email, _ in ours) or not mail.header("from")
    return all(
        any(email.lower() == mine and letters(name) in ("", letters(email), called) for mine, called in ours)
        for email, name in expected
    )


def _text_matches(mail: Mail, expected: tuple[str, ...], *, is_whole: bool) -> bool:
    ours = (mail.text, text_of_html(mail.html))
    return any(_reads_alike(reading, one, is_whole=is_whole) for reading in _variants(expected) for one in ours)


def _variants(readings: tuple[str, ...]) -> Iterator[str]:
    """As expected, and as it would be without what some origins leave undone: uuencoded files, UTF-7."""
    for reading in readings:
        yield reading
        if "begin " in reading:
            yield _UUENCODED.sub("", reading)
        if "+" in reading and reading.isascii():
            with suppress(UnicodeError):
                yield reading.encode().decode("utf-7")


def _reads_alike(expected: str, ours: str, *, is_whole: bool) -> bool:
    """Whether the letters are the same, or ours say more (unless is_whole), or only a title less."""
    if REPLACEMENT in expected:
        expected, ours = _ascii_alone(expected), _ascii_alone(ours)
    wanted, found = letters(expected), letters(ours)
    if wanted == found or (not is_whole and wanted and wanted in found):
        return True
    return len(found) > 0.95 * len(wanted) and found in wanted


def _ascii_alone(text: str) -> str:
    return "".join(character for character in text if character.isascii())
