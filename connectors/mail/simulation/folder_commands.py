"""What an IMAP client does with folders: list, open, count, append, and hear of what is new."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from connectors.mail.simulation.boxes import StoredMail
from connectors.mail.simulation.fetch import MONTHS
from connectors.mail.simulation.log_in import LogIn
from connectors.mail.simulation.wire import BadCommand, folder_from_wire, folder_to_wire, string

COUNTS = ("MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN")


class FolderCommands(LogIn):
    """Commands that need a log-in, and those about the folder that is open."""

    def _list_(self, words: Sequence[object]) -> str:
        return self._listed(words, "LIST")

    def _lsub_(self, words: Sequence[object]) -> str:
        return self._listed(words, "LSUB")

    def _listed(self, words: Sequence[object], label: str) -> str:
        if len(words) != 2:
            raise BadCommand(f"{label} wants a reference and a pattern")
        if not words[1]:
            self.line.send(f'* {label} (\\Noselect) "/" ""\r\n'.encode())
            return "OK done"
        pattern = folder_from_wire(str(words[0]) + str(words[1]))
        shape = "".join({"*": ".*", "%": "[^/]*"}.get(letter, re.escape(letter)) for letter in pattern)
        with self.office.lock:
            box = self.office.boxes.box(self.address)
            names = sorted(box.folders) if box else []
        for name in names:
            if re.fullmatch(shape, name, re.IGNORECASE):
                self.line.send(f'* {label} (\\HasNoChildren) "/" '.encode() + string(folder_to_wire(name)) + b"\r\n")
        return "OK done"

    def _status_(self, words: Sequence[object]) -> str:
        folder = self.office.folder(self.address, folder_name(words))
        if folder is None:
            return "NO [NONEXISTENT] There is no such folder"
        with self.office.lock:
            unseen = sum("\\Seen" not in mail.flags for mail in folder.mails)
            values = (len(folder.mails), 0, folder.next_uid, folder.uidvalidity, unseen)
        wanted = [str(word).upper() for word in words[1]] if isinstance(words[1], list) else []
        counts = " ".join(f"{name} {value}" for name, value in zip(COUNTS, values, strict=True) if name in wanted)
        self.line.send(b"* STATUS " + string(folder_to_wire(folder.name)) + f" ({counts})\r\n".encode())
        return "OK done"

    def _select_(self, words: Sequence[object]) -> str:
        return self._open(words, writable=True)

    def _examine_(self, words: Sequence[object]) -> str:
        return self._open(words, writable=False)

    def _open(self, words: Sequence[object], *, writable: bool) -> str:
        self.folder = self.office.folder(self.address, folder_name(words))
        if self.folder is None:
            return "NO [NONEXISTENT] There is no such folder"
        self.writable = writable
        with self.office.lock:
            self.seen = list(self.folder.mails)
            facts = (self.folder.uidvalidity, self.folder.next_uid)
        self.line.send(b"* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n")
        self.line.send(b"* %d EXISTS\r\n* 0 RECENT\r\n" % len(self.seen))
        self.line.send(b"* OK [UIDVALIDITY %d]\r\n* OK [UIDNEXT %d]\r\n" % facts)
        return f"OK [{'READ-WRITE' if writable else 'READ-ONLY'}] done"

    def _close_(self, words: Sequence[object]) -> str:
        if self.writable:
            self.remove([mail for mail in self.seen if "\\Deleted" in mail.flags])
        return self._unselect_(words)

    def _unselect_(self, _words: Sequence[object]) -> str:
        self.folder, self.seen = None, []
        return "OK done"

    def _append_(self, words: Sequence[object]) -> str:
        folder = self.office.folder(self.address, folder_name(words))
        if folder is None:
            return "NO [TRYCREATE] There is no such folder"
        flags = [str(flag) for word in words[1:-1] if isinstance(word, list) for flag in word]
        at = next((_time(str(word)) for word in words[1:-1] if not isinstance(word, list)), self.office.now())
        raw = str(words[-1])
        with self.office.lock:
            uid = folder.next_uid
            place = {"address": self.address, "folder": folder.name}
            self.office.write("mail", **place, at=at.isoformat(), raw=raw, flags=flags)
        return f"OK [APPENDUID {folder.uidvalidity} {uid}] done"

    def tell_news(self) -> None:
        if self.folder is None:
            return
        with self.office.lock:
            now = list(self.folder.mails)
        there = {mail.uid for mail in now}
        before = len(self.seen)
        for place in range(len(self.seen), 0, -1):
            if self.seen[place - 1].uid not in there:
                self.line.send(b"* %d EXPUNGE\r\n" % place)
                before -= 1
        self.seen = now
        if len(now) != before:
            self.line.send(b"* %d EXISTS\r\n" % len(now))

    def remove(self, mails: list[StoredMail]) -> None:
        """Take mails out of the open folder, and say so."""
        if mails and self.folder:
            uids = [mail.uid for mail in mails]
            self.office.write("gone", address=self.address, folder=self.folder.name, uids=uids)
        self.tell_news()


def folder_name(words: Sequence[object]) -> str:
    if not words or isinstance(words[0], list):
        raise BadCommand("a folder name is missing")
    return folder_from_wire(str(words[0]))


def _time(text: str) -> datetime:
    """Read an INTERNALDATE. Raises BadCommand."""
    match = re.fullmatch(r"\s*(\d+)-(\w{3})-(\d{4} \d\d:\d\d:\d\d [+-]\d{4})", text)
    if match is None or match[2].title() not in MONTHS:
        raise BadCommand("no time")
    month = MONTHS.index(match[2].title()) + 1
    return datetime.strptime(f"{match[1]} {month} {match[3]}", "%d %m %Y %H:%M:%S %z").astimezone(UTC)
