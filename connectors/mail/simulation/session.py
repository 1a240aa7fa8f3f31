"""What an IMAP client can do in one connection (RFC 3501, IDLE of RFC 2177, APPENDUID of RFC 4315)."""

import base64
import binascii
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from connectors.mail.simulation.boxes import Folder, StoredMail
from connectors.mail.simulation.fetch import MONTHS, fetched, items_of, marks_as_read
from connectors.mail.simulation.office import AT_FETCH, FOR_IMAP, Office
from connectors.mail.simulation.search import predicate, ranges_of
from connectors.mail.simulation.wire import BadCommand, folder_from_wire, folder_to_wire, string
from connectors.simulation import Trouble

COUNTS = ("MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN")
NO_LOG_IN = {
    Trouble.TOO_MANY: "NO [LIMIT] Too many connections, try again later",
    Trouble.SERVER_ERROR: "NO [SERVERBUG] Internal error",
    Trouble.UNAVAILABLE: "NO [UNAVAILABLE] The mail store is not available, try again later",
    Trouble.TOKEN_EXPIRED: "NO [AUTHENTICATIONFAILED] The token has ended",
}
WITHOUT_LOG_IN = frozenset("CAPABILITY NOOP LOGOUT LOGIN AUTHENTICATE ID".split())
WITHOUT_FOLDER = WITHOUT_LOG_IN | frozenset("LIST LSUB STATUS SELECT EXAMINE APPEND NAMESPACE ENABLE".split())


class Hangup(Exception):  # noqa: N818
    """The connection ends here."""


class Line(Protocol):
    """The connection as a session sees it."""

    def send(self, content: bytes) -> None: ...
    def read_line(self) -> str: ...
    def has_input(self) -> bool: ...
    def cut_after(self, count: int) -> None: ...
    def belongs_to(self, address: str) -> None: ...


class Session:
    """One client. `seen`: the mails as it was told of them; their places are its sequence numbers."""

    capability = b"IMAP4rev1 LITERAL+ SASL-IR IDLE UIDPLUS MOVE NAMESPACE AUTH=PLAIN AUTH=XOAUTH2"

    def __init__(self, office: Office, line: Line) -> None:
        self.office = office
        self.line = line
        self.address = ""
        self.folder: Folder | None = None
        self.writable = False
        self.seen: list[StoredMail] = []
        self.over = False

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

    # Connection and log-in

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

    # Folders

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
        folder = self.office.folder(self.address, _name(words))
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
        self.folder = self.office.folder(self.address, _name(words))
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
            self._remove([mail for mail in self.seen if "\\Deleted" in mail.flags])
        return self._unselect_(words)

    def _unselect_(self, _words: Sequence[object]) -> str:
        self.folder, self.seen = None, []
        return "OK done"

    def _append_(self, words: Sequence[object]) -> str:
        folder = self.office.folder(self.address, _name(words))
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

    # What happens meanwhile

    def _noop_(self, _words: Sequence[object]) -> str:
        self._tell_news()
        return "OK done"

    def _check_(self, words: Sequence[object]) -> str:
        return self._noop_(words)

    def _idle_(self, _words: Sequence[object]) -> str:
        self.line.send(b"+ idling\r\n")
        while not self.line.has_input():
            if self.office.released.is_set():
                raise Hangup
            self._tell_news()
        return "OK done" if self.line.read_line().upper() == "DONE" else "BAD DONE was expected"

    def _tell_news(self) -> None:
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

    # Mails

    def _search(self, words: list[object], *, by_uid: bool) -> str:
        self._tell_news()
        if self.office.take_trouble("imap", {Trouble.MALFORMED}):
            self.line.send(b"* SEARCH 12 these-are no-numbers\r\n")
        places = {mail.uid: place for place, mail in enumerate(self.seen, start=1)}
        largest = self.seen[-1].uid if self.seen else 0
        holds = predicate(words, largest_uid=largest, numbers=lambda mail: places[mail.uid], count=len(self.seen))
        found = [mail.uid if by_uid else places[mail.uid] for mail in self.seen if holds(mail)]
        self.line.send(b" ".join([b"* SEARCH", *(b"%d" % number for number in found)]) + b"\r\n")
        return "OK done"

    def _fetch(self, words: list[object], *, by_uid: bool) -> str:
        if len(words) < 2:
            raise BadCommand("FETCH wants a set and items")
        items = items_of(words[1])
        if by_uid and "UID" not in (item.upper() for item in items):
            items = ("UID", *items)
        self._break_here()
        reads = self.writable and marks_as_read(items)
        for place, mail in self._chosen(str(words[0]), by_uid=by_uid):
            if reads and "\\Seen" not in mail.flags:
                self._set_flags(mail, mail.flags | {"\\Seen"})
            self.line.send(b"* %d FETCH (%b)\r\n" % (place, fetched(mail, items)))
        return "OK done"

    def _break_here(self) -> None:
        """The bad days of a FETCH."""
        with self.office.lock:
            if self.office.cuts:
                self.line.cut_after(self.office.cuts.pop(0))
            elif self.office.take_trouble("imap", {Trouble.CONNECTION_CUT}):
                self.line.cut_after(40)

    def _store(self, words: list[object], *, by_uid: bool) -> str:
        if not self.writable:
            return "NO [READ-ONLY] The folder is open for reading only"
        if len(words) < 3:
            raise BadCommand("STORE wants a set, an item and flags")
        what = str(words[1]).upper()
        given = {str(flag) for flag in (words[2] if isinstance(words[2], list) else words[2:])}
        for place, mail in self._chosen(str(words[0]), by_uid=by_uid):
            flags = {"+": mail.flags | given, "-": mail.flags - given}.get(what[0], given)
            self._set_flags(mail, flags)
            if not what.endswith(".SILENT"):
                self.line.send(b"* %d FETCH (%b)\r\n" % (place, fetched(mail, ("UID", "FLAGS"))))
        return "OK done"

    def _copy(self, words: list[object], *, by_uid: bool) -> str:
        target = self.office.folder(self.address, _name(words[1:]))
        if target is None:
            return "NO [TRYCREATE] There is no such folder"
        for _, mail in self._chosen(str(words[0]), by_uid=by_uid):
            place = {"address": self.address, "folder": target.name}
            raw = mail.raw.decode("latin-1")
            self.office.write("mail", **place, at=mail.at.isoformat(), raw=raw, flags=sorted(mail.flags))
        return "OK done"

    def _move(self, words: list[object], *, by_uid: bool) -> str:
        if not self.writable:
            return "NO [READ-ONLY] The folder is open for reading only"
        answer = self._copy(words, by_uid=by_uid)
        if answer.startswith("OK"):
            self._remove([mail for _, mail in self._chosen(str(words[0]), by_uid=by_uid)])
        return answer

    def _expunge_(self, _words: Sequence[object]) -> str:
        if not self.writable:
            return "NO [READ-ONLY] The folder is open for reading only"
        self._remove([mail for mail in self.seen if "\\Deleted" in mail.flags])
        return "OK done"

    def _remove(self, mails: list[StoredMail]) -> None:
        if mails and self.folder:
            uids = [mail.uid for mail in mails]
            self.office.write("gone", address=self.address, folder=self.folder.name, uids=uids)
        self._tell_news()

    def _set_flags(self, mail: StoredMail, flags: set[str]) -> None:
        folder = self.folder.name if self.folder else ""
        self.office.write("flags", address=self.address, folder=folder, uid=mail.uid, flags=sorted(flags))

    def _chosen(self, numbers: str, *, by_uid: bool) -> list[tuple[int, StoredMail]]:
        """The mails of a set, each once, with their sequence numbers."""
        if not self.seen:
            return []
        wanted = ranges_of(numbers, self.seen[-1].uid if by_uid else len(self.seen))
        single = {low for low, high in wanted if low == high}
        wide = [(low, high) for low, high in wanted if low != high]
        chosen = []
        for place, mail in enumerate(self.seen, start=1):
            number = mail.uid if by_uid else place
            if number in single or any(low <= number <= high for low, high in wide):
                chosen.append((place, mail))
        return chosen


def _name(words: Sequence[object]) -> str:
    if not words or isinstance(words[0], list):
        raise BadCommand("a folder name is missing")
    return folder_from_wire(str(words[0]))


def _utf8(word: object) -> str:
    return str(word).encode("latin-1", "replace").decode("utf-8", "replace")


def _time(text: str) -> datetime:
    """Read an INTERNALDATE. Raises BadCommand."""
    match = re.fullmatch(r"\s*(\d+)-(\w{3})-(\d{4} \d\d:\d\d:\d\d [+-]\d{4})", text)
    if match is None or match[2].title() not in MONTHS:
        raise BadCommand("no time")
    month = MONTHS.index(match[2].title()) + 1
    return datetime.strptime(f"{match[1]} {month} {match[3]}", "%d %m %Y %H:%M:%S %z").astimezone(UTC)
