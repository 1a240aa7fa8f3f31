"""What an IMAP client does with mails: search, fetch, flag, copy and move, by number or by UID."""

from collections.abc import Sequence

from connectors.mail.simulation.boxes import StoredMail
from connectors.mail.simulation.fetch import fetched, items_of, marks_as_read
from connectors.mail.simulation.folder_commands import FolderCommands, folder_name
from connectors.mail.simulation.search import predicate, ranges_of
from connectors.mail.simulation.wire import BadCommand
from connectors.simulation import Trouble


class MailCommands(FolderCommands):
    """Commands on the mails of the open folder."""

    def _search(self, words: list[object], *, by_uid: bool) -> str:
        self.tell_news()
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
            answer = b"* %d FETCH (%b)\r\n" % (place, fetched(mail, items))
            most = self.office.breaking.get(mail.uid, len(answer))
            if most < len(answer) and any("[" in item for item in items):
                self.line.cut_after(most)
            self.line.send(answer)
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
        target = self.office.folder(self.address, folder_name(words[1:]))
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
            self.remove([mail for _, mail in self._chosen(str(words[0]), by_uid=by_uid)])
        return answer

    def _expunge_(self, _words: Sequence[object]) -> str:
        if not self.writable:
            return "NO [READ-ONLY] The folder is open for reading only"
        self.remove([mail for mail in self.seen if "\\Deleted" in mail.flags])
        return "OK done"

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
