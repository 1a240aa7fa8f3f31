"""By what an answer is known to belong to a mail of ours: a word that only whoever got that mail can know.

It stands in the Message-ID, which mail programs repeat in References, and in the subject, which people and the ticket
systems of carriers keep where they drop the references. 80 random bits: to guess one by sending mails is hopeless.
"""

import base64
import re
import secrets

_BYTES = 10
_WORD = "[a-z2-7]{16}"
_IN_ID = re.compile(rf"<guichet-f({_WORD})-[0-9]{{1,9}}@", re.IGNORECASE)
_IN_SUBJECT = re.compile(rf"\[G-({_WORD})\]", re.IGNORECASE)


def new_mark() -> str:
    """A word of 16 letters and digits."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()


def key_of(mark: str, attempt: int) -> str:
    """Our name of one attempt to send it, for the Message-ID."""
    return f"guichet-f{mark}-{attempt}"


def marked_subject(subject: str, mark: str) -> str:
    """The subject with the mark at its end; another mark that stands in it goes."""
    return f"{bare_subject(subject)} [G-{mark}]".strip()


def bare_subject(subject: str) -> str:
    """The subject without any mark."""
    return " ".join(_IN_SUBJECT.sub(" ", subject).split())


def marks_in_ids(ids: str) -> list[str]:
    """The marks in some Message-IDs, the newest first."""
    return [found.lower() for found in reversed(_IN_ID.findall(ids))]


def marks_in_subject(subject: str) -> list[str]:
    return [found.lower() for found in _IN_SUBJECT.findall(subject)]
