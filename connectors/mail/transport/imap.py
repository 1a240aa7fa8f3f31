"""One IMAP connection that only reads: no command of it changes anything in the mailbox.

What goes wrong becomes one of our errors here. A broken connection, a server that is busy and a time-out are TryLater;
a refused log-in is SignInAgain; a command answered with NO or BAD is UnexpectedAnswer.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Self

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError

from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.mail.servers import Server
from connectors.mail.transport.imap_answers import fetched
from connectors.text import marked as _
from connectors.trust import UNTRUSTED, tls_context

NO_FOLDER = _("The folder “%(folder)s” cannot be opened (%(sentence)s).")
NO_UIDVALIDITY = _("%(host)s tells no UIDVALIDITY")
REFUSES = _("%(host)s refuses the command %(name)s: %(words)s")
NOBODY_IN = _("%(host)s lets nobody in now: %(words)s")
NO_LOG_IN = _("%(host)s refuses the log-in: %(words)s")
FAILED = _("the connection to %(host)s failed (%(words)s)")
CANNOT = _("%(host)s cannot be understood (%(words)s)")


SECONDS = 30.0
"""How long the server may be silent."""

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
"""As dates are written, whatever the locale."""

_BUSY = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|OVERQUOTA)\]|too many|try again|temporar|not connected", re.I)
"""What servers say when a log-in fails though the password is right (RFC 5530; Gmail and Exchange in words)."""


class FolderMissing(UnexpectedAnswer):
    """A folder that cannot be opened; the connection goes on."""


class Imap:
    """A logged-in connection. Used with `with`; closing never raises."""

    def __init__(self, server: Server, *, seconds: float = SECONDS) -> None:
        self.server = server
        self.seconds = seconds

    def __enter__(self) -> Self:
        self.box = self._connected()
        try:
            self._log_in()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def folders(self) -> tuple[str, ...]:
        """The names of all folders that can be opened."""
        with self._errors("LIST"):
            return tuple(info.name for info in self.box.folder.list() if "\\Noselect" not in info.flags)

    def open(self, folder: str) -> int:
        """Open a folder without changing it; its UIDVALIDITY. Raises FolderMissing."""
        try:
            with self._errors("EXAMINE"):
                self.box.folder.set(folder, readonly=True)
        except UnexpectedAnswer as error:
            raise FolderMissing(NO_FOLDER % {"folder": folder, "sentence": error}) from error
        told = self.box.client.response("UIDVALIDITY")[1][-1]
        if not told or not told.isdigit():
            raise FolderMissing(NO_FOLDER % {"folder": folder, "sentence": NO_UIDVALIDITY % {"host": self.server.host}})
        return int(told)

    def search(self, criteria: str) -> list[int]:
        """The UIDs that fit, in ascending order."""
        with self._errors("SEARCH"):
            return sorted(map(int, self.box.uids(criteria, charset=None)))

    def fetch(self, uids: Sequence[int], attributes: str) -> Iterator[dict[str, Any]]:
        """Attributes of mails by UID, in one command; a mail deleted meanwhile is missing."""
        with self._errors("FETCH"):
            status, pieces = self.box.client.uid("FETCH", uid_set(uids), attributes)
            if status != "OK":
                raise UnexpectedAnswer(REFUSES % {"host": self.server.host, "name": "FETCH", "words": _words(pieces)})
        yield from fetched(pieces)

    def _connected(self) -> BaseMailBox:
        server = self.server
        with self._errors("STARTTLS"):
            if server.security == "tls":
                return MailBox(server.host, server.port, timeout=self.seconds, ssl_context=tls_context())
            if server.security == "starttls":
                return MailBoxStartTls(server.host, server.port, timeout=self.seconds, ssl_context=tls_context())
            return MailBoxUnencrypted(server.host, server.port, timeout=self.seconds)

    def _log_in(self) -> None:
        server = self.server
        if server.fresh_token is None:
            return self._authenticate(server.token)
        token = server.fresh_token("")
        try:
            self._authenticate(token)
        except SignInAgain:
            self._close()
            self.box = self._connected()
            self._authenticate(server.fresh_token(token))

    def _authenticate(self, token: str) -> None:
        client, server = self.box.client, self.server
        with self._errors("AUTHENTICATE"):
            try:
                if token:
                    answers = iter([f"user={server.user}\1auth=Bearer {token}\1\1"])
                    client.authenticate("XOAUTH2", lambda _challenge: next(answers, "").encode())
                elif "AUTH=PLAIN" in client.capabilities:
                    plain = f"\0{server.user}\0{server.password}".encode()
                    client.authenticate("PLAIN", lambda _challenge: plain)
                else:
                    client.login(server.user, server.password)
            except imaplib.IMAP4.abort:
                raise
            except (imaplib.IMAP4.error, UnicodeEncodeError) as error:
                words = _words(error.args)
                if _BUSY.search(words):
                    raise TryLater(NOBODY_IN % {"host": server.host, "words": words}) from error
                raise SignInAgain(NO_LOG_IN % {"host": server.host, "words": words}) from error

    def _close(self) -> None:
        """Say goodbye if there is still somebody; then drop the connection."""
        with suppress(imaplib.IMAP4.error, ImapToolsError, OSError):
            self.box.client.logout()
        with suppress(OSError):
            self.box.client.shutdown()

    @contextmanager
    def _errors(self, command: str) -> Iterator[None]:
        host = self.server.host
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise TryLater(UNTRUSTED % {"host": host, "words": error.verify_message}) from error
        except (imaplib.IMAP4.abort, OSError, EOFError) as error:
            raise TryLater(FAILED % {"host": host, "words": _reason(error)}) from error
        except UnexpectedCommandStatusError as error:
            raise UnexpectedAnswer(
                REFUSES % {"host": host, "name": command, "words": _words(error.command_result[1])}
            ) from error
        except (imaplib.IMAP4.error, ImapToolsError, ValueError) as error:
            raise UnexpectedAnswer(CANNOT % {"host": host, "words": _reason(error)}) from error


def uid_set(uids: Sequence[int]) -> str:
    """Ascending UIDs in IMAP's short form: 1:3,7."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{first}:{last}" if first != last else str(first) for first, last in runs)


def _words(said: Any) -> str:
    """What a server said, short and on one line."""
    pieces = said if isinstance(said, (list, tuple)) else [said]
    texts = [piece.decode("utf-8", "replace") if isinstance(piece, bytes) else str(piece or "") for piece in pieces]
    return " ".join(" ".join(texts).split())[:200] or "no reason given"


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {_words(error.args)}" if error.args else type(error).__name__
