"""What an IMAP client can do in one connection (RFC 3501, IDLE of RFC 2177, APPENDUID of RFC 4315)."""

from collections.abc import Sequence

from connectors.mail.simulation.log_in import Hangup
from connectors.mail.simulation.mail_commands import MailCommands
from connectors.mail.simulation.wire import BadCommand

WITHOUT_LOG_IN = frozenset("CAPABILITY NOOP LOGOUT LOGIN AUTHENTICATE ID".split())
WITHOUT_FOLDER = WITHOUT_LOG_IN | frozenset("LIST LSUB STATUS SELECT EXAMINE APPEND NAMESPACE ENABLE".split())


class Session(MailCommands):
    """One client, from hello to goodbye."""

    def carry_out(self, words: Sequence[object]) -> str:
        """Do one command; return the tagged answer without its tag. Raises BadCommand, Hangup."""
        if not words or isinstance(words[0], list):
            raise BadCommand("no command")
        name, rest, by_uid = str(words[0]).upper(), list(words[1:]), False
        if name == "UID" and rest:
            name, rest, by_uid = str(rest[0]).upper(), rest[1:], True
        if not self.address and name not in WITHOUT_LOG_IN:
            return "NO Log in first"
        if self.folder is None and name not in WITHOUT_FOLDER:
            return "BAD No folder is selected"
        if name in ("FETCH", "STORE", "SEARCH", "COPY", "MOVE"):
            return str(getattr(self, f"_{name.lower()}")(rest, by_uid=by_uid))
        command = getattr(self, f"_{name.lower()}_", None)
        if command is None:
            raise BadCommand(f"unknown command {name[:40]}")
        return str(command(rest))

    def _noop_(self, _words: Sequence[object]) -> str:
        self.tell_news()
        return "OK done"

    def _check_(self, words: Sequence[object]) -> str:
        return self._noop_(words)

    def _idle_(self, _words: Sequence[object]) -> str:
        self.line.send(b"+ idling\r\n")
        while not self.line.has_input():
            if self.office.released.is_set():
                raise Hangup
            self.tell_news()
        return "OK done" if self.line.read_line().upper() == "DONE" else "BAD DONE was expected"
