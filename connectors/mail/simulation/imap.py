"""The IMAP server's port: one thread for each connection, commands in, answers out."""

import select
import socket
import socketserver
from contextlib import suppress
from typing import Any

from connectors.mail.simulation.log_in import Hangup
from connectors.mail.simulation.office import Office
from connectors.mail.simulation.session import Session
from connectors.mail.simulation.wire import BadCommand, read_command, words_of

CHUNK = 256 * 1024
IDLE_CHECK_SECONDS = 0.05


class ImapServer(socketserver.ThreadingTCPServer):
    """Serves every mailbox of the office."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], office: Office) -> None:
        self.office = office
        super().__init__(address, Connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is a bug of ours and is shown."""
        if not self.office.released.is_set():
            super().handle_error(request, client_address)


class Connection(socketserver.StreamRequestHandler):
    """One client. What a session sends goes out in large pieces, at the latest at the end of a command."""

    server: ImapServer
    request: socket.socket
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.office = self.server.office
        self.office.connections[self.request] = ""
        self.out: list[bytes] = []
        self.waiting = 0
        self.left: int | None = None

    def finish(self) -> None:
        self.office.connections.pop(self.request, None)
        with suppress(OSError):
            super().finish()

    def handle(self) -> None:
        session = Session(self.office, self)
        with suppress(ConnectionError, TimeoutError, Hangup, OSError):
            self.send(b"* OK [CAPABILITY " + session.capability + b"] Guichet's simulated mail server\r\n")
            self.flush()
            while self._one_command(session):
                pass

    def belongs_to(self, address: str) -> None:
        """Note whose connection this is."""
        self.office.connections[self.request] = address

    def send(self, content: bytes) -> None:
        self.out.append(content)
        self.waiting += len(content)
        if self.waiting > CHUNK:
            self.flush()

    def flush(self) -> None:
        """Write what waits; cut the line where it was asked to be cut. Raises Hangup then."""
        content, self.out, self.waiting = b"".join(self.out), [], 0
        if self.left is not None and len(content) >= self.left:
            self.wfile.write(content[: self.left])
            raise Hangup
        if self.left is not None:
            self.left -= len(content)
        self.wfile.write(content)

    def cut_after(self, count: int) -> None:
        """Let the line break after so many more bytes."""
        self.flush()
        self.left = count

    def read_line(self) -> str:
        """One line of an answer to a `+`. Raises Hangup when the client is gone."""
        self.flush()
        line = self.rfile.readline(65536)
        if not line:
            raise Hangup
        return line.decode("latin-1").rstrip("\r\n")

    def has_input(self) -> bool:
        """Whether the client said something, waiting a moment for it."""
        self.flush()
        return bool(select.select([self.request], [], [], IDLE_CHECK_SECONDS)[0])

    def _one_command(self, session: Session) -> bool:
        command = read_command(self.rfile, self.wfile)  # type: ignore[arg-type]
        if command is None:
            return False
        tag, _, rest = command.partition(" ")
        try:
            answer = session.carry_out(words_of(rest))
        except BadCommand as error:
            answer = f"BAD {error}"
        self.send(f"{tag} {answer}\r\n".encode())
        if self.left is not None:
            self.left = min(self.left, self.waiting)
        self.flush()
        return not session.over
