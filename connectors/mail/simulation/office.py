"""What the IMAP and the SMTP side of the simulated mail server share: mailboxes, bad days, and who is connected."""

import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.mail.simulation.boxes import Box, Boxes, Folder
from connectors.simulation import Trouble
from connectors.simulation_server import Journal

FOR_IMAP = frozenset(Trouble) - {Trouble.TIMEOUT_AFTER, Trouble.REFUSED}
AT_FETCH = frozenset({Trouble.CONNECTION_CUT, Trouble.MALFORMED})


class Office:
    """All changes happen under `lock`. ports: where IMAP and SMTP were served last; 0 = never yet.

    longest_hold: how long a client waits in vain on the day of a time-out before the line is cut.
    """

    def __init__(self, *, now: Callable[[], datetime], state: Path | None) -> None:
        self.now = now
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.released = threading.Event()
        self.journal = Journal(state)
        self.boxes = Boxes()
        self.connections: dict[socket.socket, str] = {}
        self.troubles: list[tuple[Trouble, str]] = []
        self.cuts: list[int] = []
        self.breaking: dict[int, int] = {}
        self.ports = (0, 0)
        self.longest_hold = timedelta(minutes=2)
        for event in self.journal.replay():
            self._apply(event)

    def write(self, event: str, **facts: Any) -> None:
        """Carry out one change for good."""
        with self.lock:
            whole = {"event": event, **facts}
            self._apply(whole)
            self.journal.append(whole)
            self.changed.notify_all()

    def _apply(self, event: Mapping[str, Any]) -> None:
        if event["event"] == "ports":
            self.ports = (event["imap"], event["smtp"])
        else:
            self.boxes.apply(event)

    def box_for(self, address: str, password: str) -> Box | None:
        """The mailbox if the password (or token) is right."""
        with self.lock:
            box = self.boxes.box(address)
            return box if box and box.password == password else None

    def folder(self, address: str, name: str) -> Folder | None:
        with self.lock:
            box = self.boxes.box(address)
            return box.folders.get(_known(name)) if box else None

    def take_trouble(self, side: str, possible: Iterable[Trouble]) -> Trouble | None:
        """The trouble that hits this moment of that side ("imap" or "smtp"), used up; None on a good day."""
        if not self.troubles:
            return None
        with self.lock:
            for position, (trouble, path) in enumerate(self.troubles):
                if trouble in possible and path in side:
                    del self.troubles[position]
                    return trouble
        return None

    def hold(self) -> None:
        """Say nothing for as long as that, or until the server stops."""
        self.released.wait(self.longest_hold.total_seconds())

    def hang_up(self, address: str | None = None) -> None:
        """Cut the connections of one mailbox, or all."""
        for connection, user in list(self.connections.items()):
            if address is None or user.casefold() == address.casefold():
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


def _known(name: str) -> str:
    return "INBOX" if name.upper() == "INBOX" else name
