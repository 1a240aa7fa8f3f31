"""The mailboxes of the simulated mail server: folders, mails, UIDs.

Every change is one event, applied by `apply`, so that a journal can replay them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from connectors.mail.simulation.parts import Part, part_of

FIRST_UIDVALIDITY = 1_700_000_000


@dataclass
class StoredMail:
    """One mail in one folder. at: its INTERNALDATE (aware)."""

    uid: int
    raw: bytes
    at: datetime
    flags: set[str] = field(default_factory=set)

    @cached_property
    def part(self) -> Part:
        """The mail taken apart; made when first asked for."""
        return part_of(self.raw)


@dataclass
class Folder:
    """mails: by rising UID."""

    name: str
    uidvalidity: int
    next_uid: int = 1
    mails: list[StoredMail] = field(default_factory=list)

    def add(self, raw: bytes, *, at: datetime, flags: set[str]) -> int:
        mail = StoredMail(self.next_uid, raw, at, flags)
        self.mails.append(mail)
        self.next_uid += 1
        return mail.uid

    def between(self, low: int, high: int) -> list[StoredMail]:
        """The mails with a UID from low to high, both included."""
        begin = bisect_left(self.mails, low, key=_uid)
        return self.mails[begin : bisect_right(self.mails, high, key=_uid)]


@dataclass
class Box:
    """One mailbox. password: also what an OAuth2 log-in must show as its token."""

    address: str
    password: str
    folders: dict[str, Folder] = field(default_factory=dict)


class Boxes:
    """All mailboxes. Not locked: the server's lock is held around it."""

    def __init__(self) -> None:
        self._boxes: dict[str, Box] = {}
        self._uidvalidity = FIRST_UIDVALIDITY
        self._appliers: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "mailbox": self._mailbox,
            "mail": self._mail,
            "flags": self._flags,
            "gone": self._gone,
            "uidvalidity": self._renumber,
            "renamed": self._rename,
        }

    def apply(self, event: Mapping[str, Any]) -> None:
        """Carry out one event."""
        self._appliers[event["event"]](event)

    def box(self, address: str) -> Box | None:
        return self._boxes.get(address.casefold())

    def folder(self, address: str, name: str) -> Folder:
        """Raises KeyError naming what is not there."""
        box = self.box(address)
        if box is None:
            raise KeyError(f"there is no mailbox {address}")
        return box.folders[name]

    def _mailbox(self, event: Mapping[str, Any]) -> None:
        address = event["address"]
        box = self._boxes.setdefault(address.casefold(), Box(address, ""))
        box.password = event["password"]
        for name in event["folders"]:
            if name not in box.folders:
                box.folders[name] = Folder(name, self._new_uidvalidity())

    def _mail(self, event: Mapping[str, Any]) -> None:
        folder = self.folder(event["address"], event["folder"])
        raw = event["raw"].encode("latin-1")
        folder.add(raw, at=datetime.fromisoformat(event["at"]), flags=set(event.get("flags", ())))

    def _flags(self, event: Mapping[str, Any]) -> None:
        folder = self.folder(event["address"], event["folder"])
        for mail in folder.between(event["uid"], event["uid"]):
            mail.flags = set(event["flags"])

    def _gone(self, event: Mapping[str, Any]) -> None:
        folder = self.folder(event["address"], event["folder"])
        gone = set(event["uids"])
        folder.mails = [mail for mail in folder.mails if mail.uid not in gone]

    def _renumber(self, event: Mapping[str, Any]) -> None:
        folder = self.folder(event["address"], event["folder"])
        folder.uidvalidity = self._new_uidvalidity()
        folder.mails = [
            StoredMail(uid, mail.raw, mail.at, mail.flags) for uid, mail in enumerate(folder.mails, start=1)
        ]
        folder.next_uid = len(folder.mails) + 1

    def _rename(self, event: Mapping[str, Any]) -> None:
        box = self._boxes[event["address"].casefold()]
        folder = box.folders.pop(event["old"])
        folder.name = event["new"]
        box.folders[folder.name] = folder

    def _new_uidvalidity(self) -> int:
        self._uidvalidity += 1
        return self._uidvalidity


def _uid(mail: StoredMail) -> int:
    return mail.uid
