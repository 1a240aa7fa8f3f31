"""One IMAP connection and its log-in: by password, or by a token (XOAUTH2)."""

import base64
import binascii
from collections.abc import Sequence
from typing import Protocol

from connectors.mail.simulation.boxes import Folder, StoredMail
from connectors.mail.simulation.office import AT_FETCH, FOR_IMAP, Office
from connectors.mail.simulation.wire import BadCommand
from connectors.simulation import Trouble

NO_LOG_IN = {
    Trouble.TOO_MANY: "NO [LIMIT] Too many connections, try again later",
    Trouble.SERVER_ERROR: "NO [SERVERBUG] Internal error",
    Trouble.UNAVAILABLE: "NO [UNAVAILABLE] The mail store is not available, try again later",
    Trouble.TOKEN_EXPIRED: "NO [AUTHENTICATIONFAILED] The token has ended",
}


class Hangup(Exception):  # noqa: N818
    """The connection ends here."""


class Line(Protocol):
    """The connection as a session sees it."""

    def send(self, content: bytes) -> None: ...
    def read_line(self) -> str: ...
    def has_input(self) -> bool: ...
    def cut_after(self, count: int) -> None: ...
    def belongs_to(self, address: str) -> None: ...


class LogIn:
    """A client. `seen`: the mails as it was told of them; their places are its sequence numbers.

    Commands are methods called `_<name>_`; each returns the tagged answer without its tag.
    """

    capability = b"IMAP4rev1 LITERAL+ SASL-IR IDLE UIDPLUS MOVE NAMESPACE AUTH=PLAIN AUTH=XOAUTH2"

    def __init__(self, office: Office, line: Line) -> None:
        self.office = office
        self.line = line
        self.address = ""
        self.folder: Folder | None = None
        self.writable = False
        self.seen: list[StoredMail] = []
        self.over = False

    def _capability_(self, _words: Sequence[object]) -> str:
        self.line.send(b"* CAPABILITY " + self.capability + b"\r\n")
        return "OK done"

    def _id_(self, _words: Sequence[object]) -> str:
        self.line.send(b"* ID NIL\r\n")
        return "OK done"

    def _enable_(self, _words: Sequence[object]) -> str:
        self.line.send(b"* ENABLED\r\n")
        return "OK done"

    def _namespace_(self, _words: Sequence[object]) -> str:
        self.line.send(b'* NAMESPACE (("" "/")) NIL NIL\r\n')
        return "OK done"

    def _logout_(self, _words: Sequence[object]) -> str:
        self.line.send(b"* BYE see you\r\n")
        self.over = True
        return "OK done"

    def _login_(self, words: Sequence[object]) -> str:
        if len(words) != 2:
            raise BadCommand("LOGIN wants a user and a password")
        return self._log_in(_utf8(words[0]), _utf8(words[1]))

    def _authenticate_(self, words: Sequence[object]) -> str:
        mechanism = str(words[0]).upper() if words else ""
        if mechanism not in ("PLAIN", "XOAUTH2"):
            return "NO Unsupported mechanism"
        if len(words) < 2:
            self.line.send(b"+ \r\n")
        answer = str(words[1]) if len(words) > 1 else self.line.read_line()
        try:
            content = base64.b64decode(answer).decode("utf-8", "replace")
        except binascii.Error:
            raise BadCommand("that is no base64") from None
        if mechanism == "PLAIN":
            _, user, password = [*content.split("\0"), "", ""][:3]
            return self._log_in(user, password)
        fields = dict(piece.partition("=")[::2] for piece in content.split("\x01"))
        return self._log_in(fields.get("user", ""), fields.get("auth", "").removeprefix("Bearer "))

    def _log_in(self, user: str, password: str) -> str:
        trouble = self.office.take_trouble("imap", FOR_IMAP - AT_FETCH)
        if trouble is Trouble.TIMEOUT_BEFORE:
            self.office.hold()
            raise Hangup
        if trouble:
            return NO_LOG_IN[trouble]
        box = self.office.box_for(user, password)
        if box is None:
            return "NO [AUTHENTICATIONFAILED] Wrong user or password"
        self.address = box.address
        self.line.belongs_to(box.address)
        return "OK [CAPABILITY " + self.capability.decode() + "] Logged in"


def _utf8(word: object) -> str:
    return str(word).encode("latin-1", "replace").decode("utf-8", "replace")
