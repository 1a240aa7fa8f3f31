"""Go through a seller's conversations and yield what may be new, so that nothing is ever skipped.

The list is read by 50 from its beginning, without a date filter: what eBay's date filter filters
is not clear. Of each conversation only the list entry is looked at, unless its latest message is
not stored or its unread count grew: then its messages are fetched. The scan ends at the first full
page on which everything is older than the last scan less an overlap; where the list does not come
latest first, three such pages in a row are wanted. Once a day it goes 30 days back.

A first pull and a back-fill fetch every conversation in their range, whatever is stored: they are
what repairs a gap. Where a page shrinks under our feet, the page before is read again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from connectors.ebay import fields
from connectors.ebay.client import PAGE, EbayClient, UnknownConversation
from connectors.ebay.cursor import MOST_UNREAD, ScanPlace, ThreadPlace, cursor_from
from connectors.ebay.listing import (
    active_at,
    entries_of,
    id_of,
    is_latest_first,
    latest_key,
    latest_of,
    total_of,
    without_latest,
)
from connectors.ebay.names import Names
from connectors.ebay.parse import EBAY_ITSELF, sender_and_recipient
from connectors.ebay.thread import Thread
from connectors.errors import MarketplaceError, TryLater, UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload

OVERLAP = timedelta(minutes=15)
RECONCILE_EVERY = timedelta(hours=24)
RECONCILE_BACK = timedelta(days=30)
STUMBLES = 5
MOST_STEPS_BACK = 5
HEAVY = 4_000_000
"""Characters of message bodies after which a page is handed over though it holds fewer than 50."""


class Scan:
    """One run through the list of conversations of one type ("FROM_MEMBERS" or "FROM_EBAY")."""

    def __init__(
        self, client: EbayClient, request: FetchRequest, *, type: str, kind: str, own: Names, now: datetime
    ) -> None:
        self.client = client
        self.request = request
        self.type = type
        self.kind = kind
        self.own = own
        self.now = now
        self.cursor = cursor_from(None if request.until else request.cursor)
        self.resumed = self.cursor.scan is not None
        self.place = self.cursor.scan or self._start()
        self.cursor.scan = self.place
        self.since = request.since if request.until else (self.cursor.since or request.since)
        self.cursor.since = self.since
        self.waiting: list[RawPayload] = []
        self.seen_unread: dict[str, int] = {}
        self.asked_name = False

    def pages(self) -> Iterator[Page]:
        """Yield pages of at most 50 payloads; the last one says that the scan is complete."""
        try:
            if self.place.thread is not None:
                yield from self._rest_of_thread(self.place.thread)
            yield from self._list()
        except MarketplaceError:
            if self.waiting or self.place.done or self.place.stumbled[1]:
                yield Page(tuple(self.waiting), self.cursor.as_json())
            raise
        yield self._finished()

    # --- the list

    def _list(self) -> Iterator[Page]:
        if self.resumed:
            self.place.offset = max(0, self.place.offset - PAGE)
        total_before, steps_back, older_pages, looks_sorted = 0, 0, 0, True
        previous: frozenset[str] = frozenset()
        while True:
            answer = self.client.conversations(self.type, offset=self.place.offset)
            entries, total = entries_of(answer), total_of(answer)
            shrunk, total_before = total < total_before, total
            if shrunk and self.place.offset and steps_back < MOST_STEPS_BACK:
                steps_back += 1
                self.place.offset -= PAGE
                continue
            looks_sorted = looks_sorted and is_latest_first(entries)
            yield from self._entries(entries)
            older_pages = older_pages + 1 if self._all_older(entries) else 0
            if not entries or ("next" not in answer and self.place.offset + PAGE >= total):
                return
            if older_pages >= (1 if looks_sorted else 3):
                return
            here = {id_of(entry) for entry in entries}
            self.place.done = [name for name in self.place.done if name in here or name not in previous]
            previous = frozenset(self.place.done)
            self.place.offset += PAGE

    def _entries(self, entries: Sequence[Any]) -> Iterator[Page]:
        stored = self._stored(entries)
        for entry in entries:
            if not id_of(entry):
                self._keep_as_it_is(entry, stored)
        named = [entry for entry in entries if id_of(entry)]
        wanted = [entry for entry in named if self._is_wanted(entry, stored)]
        self._notice_new_name(wanted)
        for entry in wanted:
            if id_of(entry) not in self.place.done:
                yield from self._conversation(entry)
        for entry in named:
            self._remember_unread(entry)
        if len(self.waiting) >= PAGE:
            yield from self._hand_over()

    def _is_wanted(self, entry: Mapping[str, Any], stored: frozenset[str]) -> bool:
        """Whether the messages of this conversation must be fetched."""
        date = active_at(entry)
        if date and date < self.since:
            return False
        if self.request.until:
            created_at = fields.moment_or_none(entry.get("createdDate"))
            return created_at is None or created_at < self.request.until
        key = latest_key(entry)
        if not self.place.reconciles and self.cursor.avoided.get(id_of(entry)) == key:
            return False
        if not self.place.trust:
            return True
        count, before = entry.get("unreadCount"), self.cursor.unread.get(id_of(entry))
        if not key:
            return before is None or before != count or self.place.reconciles
        grew = isinstance(count, int) and before is not None and count > before
        return grew or key not in stored

    def _stored(self, entries: Sequence[Any]) -> frozenset[str]:
        if self.request.until or not self.place.trust:
            return frozenset()
        keys = [key for key in map(latest_key, entries) if key]
        keys += [_orphan(self.kind, entry).key for entry in entries if not id_of(entry)]
        return frozenset(self.request.known(self.kind, keys)) if keys else frozenset()

    def _all_older(self, entries: Sequence[Any]) -> bool:
        dates = [active_at(entry) for entry in entries]
        return bool(dates) and all(date is not None and date < self.place.floor for date in dates)

    def _notice_new_name(self, entries: Sequence[Any]) -> None:
        """Ask for the seller's name if someone else's stands where his should: he has been renamed."""
        for entry in entries:
            try:
                sender, recipient = sender_and_recipient(latest_of(entry) or {})
            except UnexpectedAnswer:
                continue
            strangers = sender and recipient and sender not in self.own and recipient not in self.own
            if strangers and sender.casefold() != EBAY_ITSELF and not self.asked_name:
                self._learn_name()

    def _learn_name(self) -> None:
        self.asked_name = True
        user = self.client.user()
        self.own = self.own | [fields.text(user, "username"), fields.text(user, "userId")]

    # --- one conversation

    def _conversation(self, entry: Mapping[str, Any]) -> Iterator[Page]:
        try:
            yield from self._thread(entry, None)
        except UnknownConversation:
            latest = latest_of(entry)
            self.waiting += self._reader().payloads(entry, [latest] if latest else [])
        except (UnexpectedAnswer, TryLater) as error:
            self._stumble(entry, error)
        self.place.thread = None
        self.place.done.append(id_of(entry))
        if len(self.waiting) >= PAGE:
            yield from self._hand_over()

    def _thread(self, entry: Mapping[str, Any], place: ThreadPlace | None) -> Iterator[Page]:
        """Fetch a conversation. One page waits for company; of a longer one each page is handed over."""
        for page in self._reader().pages(entry, place):
            if self._is_full_with(page.items):
                yield from self._hand_over()
            self.waiting += page.items
            self.place.stumbled = ("", 0)
            self.cursor.avoided.pop(id_of(entry), None)
            self.place.thread = page.next
            if page.next is not None:
                yield from self._hand_over()

    def _rest_of_thread(self, place: ThreadPlace) -> Iterator[Page]:
        """Go on inside a long conversation. What is gone or stays unreadable does not hold up the others."""
        try:
            yield from self._thread(place.entry, place)
        except UnknownConversation:
            pass
        except (UnexpectedAnswer, TryLater) as error:
            self._stumble(place.entry, error)
        self.place.thread = None
        self.place.done.append(id_of(place.entry))

    def _reader(self) -> Thread:
        trusts = self.place.trust and not self.request.until

        def known(keys: Any) -> Any:
            return self.request.known(self.kind, keys) if trusts else frozenset()

        return Thread(self.client, self.own, self.type, self.kind, known, self.since)

    def _stumble(self, entry: Mapping[str, Any], error: UnexpectedAnswer | TryLater) -> None:
        """Count a conversation whose messages cannot be read; at the fifth time in a row, pass over it.

        Raises the error before that, and always for what concerns more than this conversation. A
        back-fill has no cursor to count in and passes over at once.
        Passed over, it is kept as an unreadable item, and asked for again when it has a new message
        and by the daily scan.
        """
        if isinstance(error, TryLater) and (error.status is None or error.status in (429, 503)):
            raise error
        before = self.place.stumbled[1] if self.place.stumbled[0] == id_of(entry) else 0
        self.place.stumbled = (id_of(entry), before + 1)
        last_chance = before + 1 >= STUMBLES or self.request.until or id_of(entry) in self.cursor.avoided
        if not last_chance:
            raise error
        self.place.stumbled = ("", 0)
        self.cursor.avoided[id_of(entry)] = latest_key(entry)
        body = {"conversation": without_latest(entry), "unreadable": str(error)}
        self.waiting.append(RawPayload(self.kind, f"conversation-{id_of(entry)}", body, version="unreadable"))

    def _keep_as_it_is(self, entry: Any, stored: frozenset[str]) -> None:
        """An entry without an id cannot be asked about: store it, so that a person sees it."""
        orphan = _orphan(self.kind, entry)
        if orphan.key not in stored:
            self.waiting.append(orphan)

    def _remember_unread(self, entry: Mapping[str, Any]) -> None:
        count = entry.get("unreadCount")
        if isinstance(count, int) and len(self.seen_unread) < MOST_UNREAD:
            self.seen_unread.setdefault(id_of(entry), count)

    # --- pages out

    def _is_full_with(self, items: Sequence[RawPayload]) -> bool:
        if not self.waiting:
            return False
        return len(self.waiting) + len(items) > PAGE or sum(map(_weight, [*self.waiting, *items])) > HEAVY

    def _hand_over(self) -> Iterator[Page]:
        if self.waiting:
            items, self.waiting = tuple(self.waiting), []
            yield Page(items, self.cursor.as_json())

    def _start(self) -> ScanPlace:
        last, checked = self.cursor.watermark, self.cursor.reconciled
        if last is None or self.request.until:
            return ScanPlace(self.now, floor=self.request.since, trust=False, reconciles=True)
        floor = last - OVERLAP
        if checked is None or self.now - checked >= RECONCILE_EVERY:
            return ScanPlace(self.now, floor=min(floor, self.now - RECONCILE_BACK), trust=True, reconciles=True)
        return ScanPlace(self.now, floor=floor, trust=True, reconciles=False)

    def _finished(self) -> Page:
        done = replace(
            self.cursor,
            watermark=self.place.started,
            reconciled=self.place.started if self.place.reconciles else self.cursor.reconciled,
            unread={**self.seen_unread, **{k: v for k, v in self.cursor.unread.items() if k not in self.seen_unread}},
            scan=None,
        )
        return Page(tuple(self.waiting), done.as_json())


def _orphan(kind: str, entry: Any) -> RawPayload:
    conversation = without_latest(entry) if isinstance(entry, dict) else entry
    content = fields.content_of(latest_of(entry))
    key = f"without-id-{fields.digest([conversation, content])}"
    return RawPayload(kind, key, {"conversation": conversation, "message": latest_of(entry)}, version="orphan")


def _weight(payload: RawPayload) -> int:
    message = payload.body.get("message")
    body = message.get("messageBody") if isinstance(message, dict) else None
    return len(body) if isinstance(body, str) else 0
