"""The simulated mail server as one thing: mailboxes to read by IMAP, and SMTP to send by. Loopback only."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from connectors.mail.simulation.imap import ImapServer
from connectors.mail.simulation.office import Office
from connectors.mail.simulation.smtp import MailRejected, SmtpServer
from connectors.simulation import Trouble

__all__ = ["MailPost", "MailRejected"]

LARGEST_MAIL = 30 * 1024 * 1024

Served = TypeVar("Served")
OnMail = Callable[[str, Sequence[str], bytes], None]


class MailPost:
    """A mail server. All methods may be called from any thread.

    state: a file that keeps everything over a restart. on_mail: called for each mail taken by SMTP, with its sender,
    recipients and content, before the sender is told; it may raise MailRejected. largest: bytes of one mail.
    Mail to an address that has a mailbox here is put into it, too.
    """

    def __init__(self, *, now: Callable[[], datetime], state: Path | None = None, largest: int = LARGEST_MAIL) -> None:
        self.office = Office(now=now, state=state)
        self.largest = largest
        self.on_mail: OnMail | None = None
        self.host = ""
        self.imap_port = 0
        self.smtp_port = 0
        self._imap: ImapServer | None = None
        self._smtp: SmtpServer | None = None

    def start(self, host: str = "127.0.0.1", imap_port: int = 0, smtp_port: int = 0) -> None:
        """Serve from background threads; returns once it accepts connections.

        A port 0 is the one of the last time, if the state knows it and it is free, or any. Raises OSError for a taken
        port that was asked for.
        """
        self.office.released.clear()
        before = self.office.ports
        self._imap = _on_port(imap_port, before[0], lambda port: ImapServer((host, port), self.office))
        try:
            self._smtp = _on_port(smtp_port, before[1], lambda port: self._smtp_on(host, port))
        except OSError:
            self._imap.server_close()
            raise
        self.host, self.imap_port, self.smtp_port = host, int(self._imap.server_address[1]), self._smtp.port
        if before != (self.imap_port, self.smtp_port):
            self.office.write("ports", imap=self.imap_port, smtp=self.smtp_port)
        threading.Thread(target=self._imap.serve_forever, args=(0.05,), daemon=True, name="mail-sim-imap").start()

    def _smtp_on(self, host: str, port: int) -> SmtpServer:
        server = SmtpServer(self.office, self._take, largest=self.largest)
        server.start(host, port)
        return server

    def stop(self) -> None:
        self.office.released.set()
        if self._smtp is not None:
            self._smtp.stop()
            self._smtp = None
        if self._imap is not None:
            self._imap.shutdown()
            self._imap.server_close()
            self._imap = None
            self.office.hang_up()
        with self.office.lock:
            self.office.journal.close()

    def add_mailbox(self, address: str, password: str, folders: Sequence[str] = ("INBOX",)) -> None:
        """Make the mailbox, or give it another password or more folders. OAuth2: the password is the token."""
        self.office.write("mailbox", address=address, password=password, folders=list(folders))

    def has_mailbox(self, address: str) -> bool:
        with self.office.lock:
            return self.office.boxes.box(address) is not None

    def credentials(self, address: str) -> dict[str, dict[str, Any]]:
        """How to read and to send as this mailbox. Raises KeyError for an unknown one."""
        box = self.office.boxes.box(address)
        if box is None:
            raise KeyError(f"there is no mailbox {address}")
        log_in = {"host": self.host, "security": "none", "user": box.address, "password": box.password}
        return {"mailbox": {**log_in, "port": self.imap_port}, "smtp": {**log_in, "port": self.smtp_port}}

    def deliver(self, address: str, raw: bytes, *, folder: str = "INBOX", at: datetime | None = None) -> int:
        """Put a mail into a mailbox; returns its UID. at: its INTERNALDATE, by default now. Raises KeyError."""
        with self.office.lock:
            uid = self.office.boxes.folder(address, folder).next_uid
            when = (at or self.office.now()).isoformat()
            self.office.write("mail", address=address, folder=folder, at=when, raw=raw.decode("latin-1"))
            return uid

    def mails(self, address: str, folder: str = "INBOX") -> tuple[bytes, ...]:
        """What lies in a folder, oldest first."""
        with self.office.lock:
            return tuple(mail.raw for mail in self.office.boxes.folder(address, folder).mails)

    def flags(self, address: str, folder: str = "INBOX") -> Mapping[int, frozenset[str]]:
        """The flags of every mail in a folder, by UID."""
        with self.office.lock:
            return {mail.uid: frozenset(mail.flags) for mail in self.office.boxes.folder(address, folder).mails}

    # Bad days

    def trouble(self, trouble: Trouble, *, times: int = 1, path: str = "") -> None:
        """Let the next mails sent, or log-ins and fetches, go wrong. path: "imap", "smtp", or empty for either."""
        with self.office.lock:
            self.office.troubles += [(trouble, path)] * times

    def cut_next_fetch(self, after_bytes: int) -> None:
        """Break the connection of the next FETCH after so many bytes of its answer."""
        with self.office.lock:
            self.office.cuts.append(after_bytes)

    def break_at(self, uid: int, *, after_bytes: int = 40) -> None:
        """From now on, break the connection at every larger answer with content of the mails of this UID."""
        with self.office.lock:
            self.office.breaking[uid] = after_bytes

    def mend(self, uid: int) -> None:
        """Break it there no more."""
        with self.office.lock:
            self.office.breaking.pop(uid, None)

    def change_uidvalidity(self, address: str, folder: str = "INBOX") -> None:
        """Number the folder anew, as after a restored backup; whoever is connected is thrown out."""
        self.office.write("uidvalidity", address=address, folder=folder)
        self.office.hang_up(address)

    def rename_folder(self, address: str, old: str, new: str) -> None:
        """Whoever is connected to the mailbox is thrown out."""
        self.office.write("renamed", address=address, old=old, new=new)
        self.office.hang_up(address)

    def _take(self, sender: str, recipients: list[str], raw: bytes) -> None:
        if self.on_mail is not None:
            self.on_mail(sender, recipients, raw)
        for recipient in recipients:
            if self.has_mailbox(recipient):
                self.deliver(recipient, raw)


def _on_port(wished: int, before: int, open_on: Callable[[int], Served]) -> Served:
    """Open on the wished port; without a wish on the one from before, else on any."""
    if wished or not before:
        return open_on(wished)
    try:
        return open_on(before)
    except OSError:
        return open_on(0)
