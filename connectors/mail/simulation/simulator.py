"""What simulated marketplaces that speak by mail share: a mail server, a memory of events, and replies received.

Carriers and suppliers can be written to as well (outsiders.py).
"""

import threading
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from connectors.mail.simulation.outsiders import answers_to, is_outsider
from connectors.mail.simulation.post import MailPost
from connectors.simulation import ReceivedReply, Simulator, Trouble, system_clock
from connectors.simulation_server import Journal

PASSWORD = "mail-password"  # noqa: S105 - of mailboxes that exist on this machine only


class MailSimulator(Simulator):
    """A simulator on a MailPost. All changes are events, applied under `lock` and kept in a journal."""

    troubles: ClassVar[frozenset[Trouble]] = frozenset(Trouble) - {Trouble.TOKEN_EXPIRED}
    sending_path: ClassVar[str] = "smtp"
    reading_path: ClassVar[str] = "imap"

    def __init__(self, *, state: Path | None = None, now: Callable[[], datetime] = system_clock) -> None:
        super().__init__(state=state, now=now)
        self.lock = threading.RLock()
        self.post = MailPost(now=now, state=state.with_suffix(".mail") if state else None)
        self.post.on_mail = self._came
        self.journal = Journal(state)
        self.received: list[ReceivedReply] = []

    @abstractmethod
    def apply(self, event: Mapping[str, Any]) -> None:
        """Carry out one event; called with `lock` held, and again for every event when the journal is replayed."""

    @abstractmethod
    def takes(self, sender: str, recipients: Sequence[str], raw: bytes) -> None:
        """A mail came in by SMTP. May raise MailRejected."""

    def _came(self, sender: str, recipients: Sequence[str], raw: bytes) -> None:
        """A mail to a carrier or supplier is his affair, any other one the marketplace's."""
        others = [address for address in recipients if not is_outsider(address)]
        if others:
            self.takes(sender, others, raw)
        if self.post.has_mailbox(sender):
            at = when(None, self.now)
            for answer in answers_to(sender, recipients, raw, at=at):
                self.post.deliver(sender, answer, at=at)

    def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """port: where IMAP is served; SMTP finds itself a port."""
        self.post.office.longest_hold = self.longest_hold
        self.post.start(host, imap_port=port)

    def stop(self) -> None:
        self.post.stop()
        with self.lock:
            self.journal.close()

    def environment(self) -> Mapping[str, str]:
        """Nothing: hosts and ports are part of the credentials."""
        return {}

    def replies(self, after: int = 0) -> Sequence[ReceivedReply]:
        with self.lock:
            return tuple(self.received[after:])

    def trouble(self, trouble: Trouble, *, times: int = 1, path: str = "") -> None:
        self.post.trouble(trouble, times=times, path=path)

    def replay(self) -> None:
        """Carry out what the journal holds; to be called at the end of a constructor."""
        for event in self.journal.replay():
            self.apply(event)

    def write(self, event: str, **facts: Any) -> None:
        """Carry out one change for good."""
        with self.lock:
            whole = {"event": event, **facts}
            self.apply(whole)
            self.journal.append(whole)

    def keep_reply(self, event: Mapping[str, Any]) -> None:
        """Apply an event with the fields of ReceivedReply."""
        at = datetime.fromisoformat(event["at"])
        fields = (event["seller"], event["thread_id"], event["message_id"], event["text"], at, event["through_api"])
        self.received.append(ReceivedReply(*fields))


def when(at: datetime | None, now: Callable[[], datetime]) -> datetime:
    """The moment of something, in UTC."""
    return (at or now()).astimezone(UTC)
