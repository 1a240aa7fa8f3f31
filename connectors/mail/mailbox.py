"""Reading a mailbox: pages of whole mails and where to go on, folder by folder.

The cursor says for each folder the UIDVALIDITY and the last UID that was taken. A folder without a place in it, or
whose UIDVALIDITY has changed, is searched again from `since`: keys are digests of the mails, so nothing comes twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import UnexpectedAnswer
from connectors.incoming import Page
from connectors.mail.servers import Server
from connectors.mail.transport.imap import MONTHS, FolderMissing, Imap
from connectors.mail.transport.letters import Opened, batches

DAY = timedelta(days=1)
LARGEST = 25 * 1024 * 1024


class Mailbox:
    """Some folders of one mailbox. Nothing in them is deleted, moved or marked.

    largest: mails of more bytes come without their large files, as body["partial"] says.
    """

    def __init__(self, server: Server, folders: Sequence[str] = ("INBOX",), *, largest: int = LARGEST) -> None:
        self.server = server
        self.folders = tuple(folders)
        self.largest = largest

    def pages(
        self, cursor: Mapping[str, Any] | None, *, since: datetime, until: datetime | None = None
    ) -> Iterator[Page]:
        """Yield every mail that came after the cursor, at most about 50 or 5 MB at a time.

        since: how far back a folder is searched that the cursor does not know. until: a back-fill, from `since` up to
        it, whatever the cursor says. Both by the day the mail arrived, with a day to spare: more may come, never less.
        Raises TryLater, SignInAgain, or, once everything else has been read, UnexpectedAnswer naming the folders that
        could not be opened and the mails the server would not give.
        """
        places = dict(cursor or {})
        problems: list[str] = []
        with Imap(self.server) as imap:
            for folder in self.folders:
                try:
                    opened = Opened(folder, imap.open(folder))
                except FolderMissing as error:
                    problems.append(str(error))
                    continue
                place = None if until else places.get(folder)
                uids = _wanted(imap, opened, place=place, since=since, until=until)
                for items, last_uid in batches(imap, opened, uids=uids, largest=self.largest, problems=problems):
                    places[folder] = {"uidvalidity": opened.uidvalidity, "uid": last_uid}
                    yield Page(items, dict(places))
        if problems:
            raise UnexpectedAnswer("; ".join(problems))

    def check(self) -> tuple[str, ...]:
        """Log in; a sentence for each folder that is not there. Raises TryLater or SignInAgain."""
        missing = []
        with Imap(self.server) as imap:
            for folder in self.folders:
                try:
                    imap.open(folder)
                except FolderMissing as error:
                    there = ", ".join(imap.folders())
                    missing.append(f"Nothing is read from “{folder}”: {error}. The mailbox has these folders: {there}.")
        return tuple(missing)


def _wanted(
    imap: Imap, opened: Opened, *, place: Mapping[str, Any] | None, since: datetime, until: datetime | None
) -> list[int]:
    """The UIDs to take. `n:*` always means at least the last mail, however small its UID (RFC 3501, section 9)."""
    if place and place["uidvalidity"] == opened.uidvalidity:
        return [uid for uid in imap.search(f"UID {place['uid'] + 1}:*") if uid > place["uid"]]
    criteria = f"SINCE {_day(since - DAY)}"
    if until:
        criteria += f" BEFORE {_day(until + 2 * DAY)}"
    return imap.search(criteria)


def _day(moment: datetime) -> str:
    """A date as SEARCH wants it, in English whatever the locale."""
    return f"{moment.day}-{MONTHS[moment.month - 1]}-{moment.year}"
