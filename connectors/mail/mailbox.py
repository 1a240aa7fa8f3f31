"""Reading a mailbox: pages of whole mails and where to go on, folder by folder.

The cursor says for each folder the UIDVALIDITY and the last UID that was taken. A folder without a place in it, or
whose UIDVALIDITY has changed, is searched again from `since`: keys are digests of the mails, so nothing comes twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import PartlyRead, UnexpectedAnswer
from connectors.incoming import Page, RawPayload
from connectors.mail.servers import Server
from connectors.mail.transport.again import fetched_again
from connectors.mail.transport.imap import MONTHS, FolderMissing, Imap
from connectors.mail.transport.letters import Opened, batches
from connectors.mail.transport.places import Place, place_from
from connectors.text import marked as _

NOT_READ = _("%(sentence)s The mailbox has these folders: %(folders)s.")


DAY = timedelta(days=1)
LARGEST = 25 * 1024 * 1024
EVERYTHING_ELSE = _(
    "Everything else was read. Make the folder again, or correct its name in the account's credentials."
)


class Mailbox:
    """Some folders of one mailbox. Nothing in them is deleted, moved or marked.

    largest: mails of more bytes come without their large files, as body["partial"] says.
    """

    def __init__(self, server: Server, folders: Sequence[str] = ("INBOX",), *, largest: int = LARGEST) -> None:
        self.server = server
        self.folders = tuple(folders)
        self.largest = largest

    @property
    def name(self) -> str:
        """Stays the same while server and user do."""
        return f"{self.server.user}@{self.server.host}"

    def pages(
        self, cursor: Mapping[str, Any] | None, *, since: datetime, until: datetime | None = None
    ) -> Iterator[Page]:
        """Yield every mail that came after the cursor, at most about 50 or 5 MB at a time.

        since: how far back a folder is searched that the cursor does not know. until: a back-fill, from `since` up to
        it, whatever the cursor says. Both by the day the mail arrived, with a day to spare: more may come, never less.
        A mail that the server will not give is a payload without a mail, which `mail_in` explains.
        Raises TryLater, SignInAgain, or, once everything else has been read, PartlyRead naming the folders that could
        not be opened.
        """
        places = dict(cursor or {})
        unopened: list[str] = []
        with Imap(self.server) as imap:
            for folder in self.folders:
                try:
                    opened = Opened(folder, imap.open(folder), self.name)
                except FolderMissing as error:
                    unopened.append(str(error))
                    continue
                place = None if until else place_from(places.get(folder), uidvalidity=opened.uidvalidity)
                uids = _wanted(imap, place=place, since=since, until=until)
                before = place or Place(opened.uidvalidity, uids[0] - 1 if uids else 0)
                for items, reached in batches(imap, opened, uids=uids, largest=self.largest, place=before):
                    places[folder] = reached.in_cursor()
                    yield Page(items, dict(places))
        if unopened:
            raise PartlyRead("\n".join([*unopened, EVERYTHING_ELSE]))

    def fetch_again(self, left_out: RawPayload) -> RawPayload | None:
        """The mail that a payload without one stands for; None if it is not where it was.

        Raises TryLater or UnexpectedAnswer if it cannot be had now either, or SignInAgain.
        """
        return fetched_again(self.server, left_out, box=self.name)

    def check(self) -> tuple[str, ...]:
        """Log in; a sentence for each folder that is not there. Raises TryLater or SignInAgain."""
        missing = []
        with Imap(self.server) as imap:
            for folder in self.folders:
                try:
                    imap.open(folder)
                except FolderMissing as error:
                    there = ", ".join(imap.folders())
                    missing.append(NOT_READ % {"sentence": error, "folders": there})
        return tuple(missing)


def mail_in(raw: RawPayload) -> bytes:
    """The mail of a payload, as it came. Raises UnexpectedAnswer saying why there is none."""
    if not raw.blob:
        raise UnexpectedAnswer(str(raw.body.get("left_out") or "the mail itself is missing"))
    return raw.blob


def was_left_out(raw: RawPayload) -> bool:
    """Whether the payload only stands for a mail that could not be had."""
    return not raw.blob and bool(raw.body.get("left_out"))


def _wanted(imap: Imap, *, place: Place | None, since: datetime, until: datetime | None) -> list[int]:
    """The UIDs to take. `n:*` always means at least the last mail, however small its UID (RFC 3501, section 9)."""
    if place:
        return [uid for uid in imap.search(f"UID {place.uid + 1}:*") if uid > place.uid]
    criteria = f"SINCE {_day(since - DAY)}"
    if until:
        criteria += f" BEFORE {_day(until + 2 * DAY)}"
    return imap.search(criteria)


def _day(moment: datetime) -> str:
    """A date as SEARCH wants it, in English whatever the locale."""
    return f"{moment.day}-{MONTHS[moment.month - 1]}-{moment.year}"
