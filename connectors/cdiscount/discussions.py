"""Fetch discussions that changed: the list says which, the detail call has their messages.

One stored payload is one message with the discussion around it, as it stood then. The discussion itself is stored
whenever it has changed, with or without a new message, and as a claim whenever its state as one changes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import quote

from connectors.cdiscount import attachments
from connectors.cdiscount.changes import Changes, Entry
from connectors.cdiscount.client import OctopiaClient
from connectors.cdiscount.cursor import Cursor, cursor_from
from connectors.cdiscount.fields import LONGEST_KEY, digest, key_of, moment_or_none, objects, text
from connectors.cdiscount.problems import Refused
from connectors.cdiscount.read_claim import claim_state
from connectors.errors import MarketplaceError, TryLater, UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.text import marked as _

NOT_SHOWN = _("Octopia does not show discussion %(name)s: %(words)s")


Known = Callable[[str, Collection[str]], AbstractSet[str]]

MESSAGE, DISCUSSION, CLAIM = "message", "discussion", "claim"
PATH = "/discussions"
HEAVY = 8 * 1024 * 1024
AT_ONCE = 50
STUMBLES = 5
"""A discussion that cannot be read so often in a row comes without files, or is kept as unreadable, so that the others
are read."""


class Discussions:
    """The discussions of one seller."""

    def __init__(self, client: OctopiaClient) -> None:
        self.client = client
        self.changes = Changes(client, PATH, what="discussions", query={"includeMessages": "LastMessage"})

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """What changed, page by page.

        A back-fill looks at everything changed since, up to now: a discussion that goes on today has old messages.
        """
        cursor = cursor_from(None if request.until else request.cursor)
        cursor.since = cursor.since or request.since
        now = self.client.tools.now()
        place = cursor.first_place(cursor.since, now)
        while True:
            cursor.place = place
            entries, following = self.changes.page(place)
            yield from self._entries(entries, cursor, request)
            following = following or cursor.next_window(place, now)
            if following is None:
                break
            place = following
            cursor.go_on(place)
            yield Page((), cursor.as_json())
        cursor.finish(place)
        yield Page((), cursor.as_json())

    def one(self, discussion_id: str) -> Iterator[Page]:
        """A discussion as it stands. Raises UnexpectedAnswer if Octopia does not know it."""
        cursor = Cursor()
        try:
            yield Page(
                tuple(self._payloads({"discussionId": discussion_id}, cursor, _none_known, files_of=self._files)), {}
            )
        except Refused as error:
            raise UnexpectedAnswer(NOT_SHOWN % {"name": discussion_id, "words": error}) from error

    def unread(self, discussion_id: str) -> list[str]:
        """The ids of messages that Octopia says the seller has not read; none if it does not know the discussion."""
        try:
            content = self._detail(discussion_id)
        except Refused:
            return []
        unread = [message for message in objects(content, "messages", "items") if message.get("hasRead") is False]
        return [text(message, "messageId") for message in unread if text(message, "messageId")]

    def _entries(self, entries: list[Entry], cursor: Cursor, request: FetchRequest) -> Iterator[Page]:
        waiting: list[RawPayload] = []
        known = request.known if cursor.watermark and not request.until else _none_known
        try:
            for entry in entries:
                name, seen = _name(entry), _seen(entry)
                if cursor.seen.get(name) == seen or _begun_later(entry, request):
                    continue
                waiting += self._taken(entry, cursor, known)
                cursor.seen[name] = seen
                if len(waiting) >= AT_ONCE or sum(len(item.blob) for item in waiting) > HEAVY:
                    yield Page(tuple(waiting), cursor.as_json())
                    waiting = []
        except MarketplaceError:
            yield Page(tuple(waiting), cursor.as_json())
            raise
        yield Page(tuple(waiting), cursor.as_json())

    def _taken(self, entry: Entry, cursor: Cursor, known: Known) -> list[RawPayload]:
        try:
            found = self._payloads(entry, cursor, known, files_of=self._files)
        except Refused as error:
            found = [_unreadable(entry, str(error))]
        except (UnexpectedAnswer, TryLater) as error:
            if isinstance(error, TryLater) and (error.status is None or error.status in (429, 503)):
                raise
            times = cursor.stumbled[1] + 1 if cursor.stumbled[0] == _name(entry) else 1
            cursor.stumbled = (_name(entry), times)
            if times < STUMBLES:
                raise
            found = self._without_files(entry, cursor, known)
        cursor.stumbled = ("", 0)
        return found

    def _without_files(self, entry: Entry, cursor: Cursor, known: Known) -> list[RawPayload]:
        """The discussion, in case only the files of its messages cannot be had."""
        try:
            return self._payloads(entry, cursor, known, files_of=_no_files)
        except (Refused, UnexpectedAnswer, TryLater) as error:
            return [_unreadable(entry, str(error))]

    def _files(self, message: Entry) -> bytes:
        return attachments.fetched(self.client, message)

    def _payloads(
        self, entry: Entry, cursor: Cursor, known: Known, *, files_of: Callable[[Entry], bytes]
    ) -> list[RawPayload]:
        """The messages of one discussion that are wanted and not stored yet; how it stands, also as a claim."""
        discussion_id = text(entry, "discussionId")
        if not 0 < len(discussion_id) <= LONGEST_KEY:
            return [_unreadable(entry, "discussionId is missing or too long")]
        content = self._detail(discussion_id)
        messages = [message for message in objects(content, "messages", "items") if _is_wanted(message, cursor)]
        stored = known(MESSAGE, [key_of(message, "messageId") for message in messages]) if messages else frozenset()
        around = {name: value for name, value in {**entry, **content}.items() if name not in ("messages", "items")}
        found = [_standing(discussion_id, around)]
        found += [
            _payload(around, message, files_of(message))
            for message in messages
            if key_of(message, "messageId") not in stored
        ]
        state = claim_state(around)
        if state and cursor.claims.get(discussion_id) != state:
            cursor.claims.pop(discussion_id, None)
            cursor.claims[discussion_id] = state
            version = f"{state}@{around.get('updatedAt')}"
            found.append(RawPayload(CLAIM, discussion_id, {"discussion": around}, version))
        return found

    def _detail(self, discussion_id: str) -> Mapping[str, Any]:
        content = self.client.get(f"{PATH}/{quote(discussion_id, safe='')}").json()
        if not isinstance(content, dict):
            raise UnexpectedAnswer(_("a discussion is no object"))
        return content


def _standing(discussion_id: str, around: Mapping[str, Any]) -> RawPayload:
    return RawPayload(DISCUSSION, discussion_id, {"discussion": dict(around)}, version=digest(dict(around)))


def _payload(around: Mapping[str, Any], message: Entry, blob: bytes) -> RawPayload:
    body = {"discussion": dict(around), "message": dict(message)}
    return RawPayload(MESSAGE, key_of(message, "messageId"), body, version="1", blob=blob)


def _none_known(kind: str, keys: Collection[str]) -> frozenset[str]:  # noqa: ARG001
    return frozenset()


def _no_files(message: Entry) -> bytes:  # noqa: ARG001
    return b""


def _unreadable(entry: Entry, reason: str) -> RawPayload:
    key = f"unreadable-{digest([_name(entry), _seen(entry)])}"
    return RawPayload(MESSAGE, key, {"discussion": dict(entry), "unreadable": reason}, version="1")


def _is_wanted(message: Entry, cursor: Cursor) -> bool:
    written_at = moment_or_none(message.get("createdAt"))
    return written_at is None or cursor.since is None or written_at >= cursor.since


def _begun_later(entry: Entry, request: FetchRequest) -> bool:
    """Whether a back-fill has nothing to find in it."""
    begun = moment_or_none(entry.get("createdAt"))
    return request.until is not None and begun is not None and begun >= request.until


def _name(entry: Entry) -> str:
    value = entry.get("discussionId")
    return value if isinstance(value, str) and value else digest(dict(entry))


def _seen(entry: Entry) -> str:
    """What changes about an entry when anything does: its stamp first."""
    last = [message.get("messageId") for message in objects(entry, "messages")]
    parts = [entry.get(name) for name in ("updatedAt", "status", "isOpen", "graduation")]
    return "|".join(str(part) for part in [*parts, *last])
