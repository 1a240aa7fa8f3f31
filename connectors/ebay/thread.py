"""One conversation as payloads, newest pages first, without ever holding more than one page.

eBay promises no order of messages, so it is recognised: newest first (as seen in the field),
oldest first, or neither. A conversation of more than one page is read from its newest end and
only as far as needed: to a page that holds a message already stored, or that is older than the
history asked for, and never before the conversation's latest message was seen, since an order
recognised on one page may be wrong. In neither order every page is read, and again if messages
came in meanwhile: they may stand on pages already passed.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from connectors.ebay import fields
from connectors.ebay.client import PAGE, EbayClient
from connectors.ebay.cursor import ThreadPlace
from connectors.ebay.listing import id_of, latest_key, total_of, without_latest
from connectors.ebay.names import Names
from connectors.ebay.parse import EBAY_ITSELF, sender_and_recipient
from connectors.errors import UnexpectedAnswer
from connectors.incoming import RawPayload

NEWEST, OLDEST, NEITHER = "newest", "oldest", "neither"
Known = Callable[[Collection[str]], AbstractSet[str]]


@dataclass(frozen=True)
class ThreadPage:
    """Payloads of one page, oldest first. next: where the next page is, None when this was the last needed."""

    items: tuple[RawPayload, ...]
    next: ThreadPlace | None


@dataclass(frozen=True)
class Thread:
    """How to read conversations of one type. known: which message keys are stored; floor: end of history."""

    client: EbayClient
    own: Names
    type: str
    kind: str
    known: Known
    floor: datetime | None

    def pages(self, entry: Mapping[str, Any], place: ThreadPlace | None = None) -> Iterator[ThreadPage]:
        """Yield the pages of a conversation, from `place` on where given.

        entry: its list entry. Raises UnknownConversation before the first page if eBay lost it.
        """
        if place is None:
            first = self._detail(entry, 0)
            if total_of(first) <= PAGE and "next" not in first:
                yield ThreadPage(self.payloads(entry, _messages(first)), None)
                return
            place, answer = self._newest_end(entry, first)
            page = self._page(place, answer)
            yield page
            place = page.next
        while place is not None:
            page = self._page(place, self._detail(place.entry, place.offset))
            yield page
            place = page.next

    def _newest_end(self, entry: Mapping[str, Any], first: Mapping[str, Any]) -> tuple[ThreadPlace, Mapping[str, Any]]:
        """Where the latest messages of a conversation of several pages are, and that page.

        Oldest first is believed only if the last page does begin after the first one ends.
        """
        order = _order(_messages(first))
        place = ThreadPlace(without_latest(entry), order, 0, latest_key(entry), total_of(first))
        if order != OLDEST:
            return place, first
        offset = (max(total_of(first), PAGE + 1) - 1) // PAGE * PAGE
        last = self._detail(entry, offset)
        if _follows(_messages(first), _messages(last)):
            return replace(place, offset=offset), last
        return replace(place, order=NEITHER), first

    def _page(self, place: ThreadPlace, answer: Mapping[str, Any]) -> ThreadPage:
        """One page. Its `next` is found before anyone stores it: what it asks is what was stored before."""
        return ThreadPage(self.payloads(place.entry, _messages(answer)), self._next(place, answer))

    def payloads(self, entry: Mapping[str, Any], messages: Sequence[Any]) -> tuple[RawPayload, ...]:
        """What is stored of each message. The version leaves out what changes by itself."""
        parties = other_parties(messages, self.own)
        conversation = without_latest(entry)
        thread_id = id_of(conversation)
        payloads = [
            RawPayload(
                kind=self.kind,
                key=fields.message_key(message, thread_id),
                body={"conversation": conversation, "message": message, "other_parties": parties},
                version=fields.digest(fields.content_of(message)),
            )
            for message in messages
        ]
        unique = {payload.key: payload for payload in payloads}
        return tuple(sorted(unique.values(), key=_written_at))

    def _detail(self, entry: Mapping[str, Any], offset: int) -> Mapping[str, Any]:
        answer = self.client.conversation(id_of(entry), self.type, offset=offset)
        _messages(answer)
        return answer

    def _next(self, place: ThreadPlace, answer: Mapping[str, Any]) -> ThreadPlace | None:
        """The place after this page, or None when the rest is stored, too old, or not there."""
        messages = _messages(answer)
        if place.order == OLDEST:
            offset, ended = place.offset - PAGE, place.offset == 0
        else:
            offset = place.offset + PAGE
            ended = not messages or (offset >= total_of(answer) and "next" not in answer)
        if ended and place.order == NEITHER and total_of(answer) > place.total:
            return replace(place, offset=0, total=total_of(answer))
        if ended:
            return None
        keys = [fields.message_key(message, id_of(place.entry)) for message in messages]
        awaits = "" if place.awaits in keys else place.awaits
        if place.order != NEITHER and not awaits and self._reaches_stored(messages, keys):
            return None
        return replace(place, offset=offset, awaits=awaits)

    def _reaches_stored(self, messages: Sequence[Any], keys: Sequence[str]) -> bool:
        dates = [date for date in map(_date, messages) if date]
        if self.floor and dates and max(dates) < self.floor:
            return True
        return bool(self.known(keys))


def other_parties(messages: Sequence[Any], own: Names) -> list[str]:
    """The names that face one of the seller's own names in these messages, sorted; never eBay's."""
    found: dict[str, str] = {}
    for message in messages:
        try:
            sender, recipient = sender_and_recipient(message) if isinstance(message, dict) else ("", "")
        except UnexpectedAnswer:
            continue
        if sender in own and recipient not in own:
            found.setdefault(recipient.casefold(), recipient)
        elif recipient in own and sender not in own:
            found.setdefault(sender.casefold(), sender)
    return sorted(name for folded, name in found.items() if folded not in ("", EBAY_ITSELF))


def _messages(answer: Mapping[str, Any]) -> Sequence[Any]:
    messages = answer.get("messages", [] if answer.get("total") in (0, None) else None)
    if not isinstance(messages, list):
        raise UnexpectedAnswer("messages is missing or no list")
    return messages


def _order(messages: Sequence[Any]) -> str:
    dates = [date for date in map(_date, messages) if date]
    if dates == sorted(dates, reverse=True):
        return NEWEST
    return OLDEST if dates == sorted(dates) else NEITHER


def _follows(before: Sequence[Any], after: Sequence[Any]) -> bool:
    ends = [date for date in map(_date, before) if date]
    begins = [date for date in map(_date, after) if date]
    return not ends or not begins or max(ends) <= min(begins)


def _date(message: Any) -> datetime | None:
    return fields.moment_or_none(message.get("createdDate")) if isinstance(message, dict) else None


def _written_at(payload: RawPayload) -> tuple[str, str]:
    date = _date(payload.body["message"])
    return (date.isoformat() if date else "", payload.key)
