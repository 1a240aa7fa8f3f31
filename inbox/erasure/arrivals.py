"""Keep out what a pull brings of people who were erased, before it is even stored as it came.

What is older than the erasure stays out; what somebody writes afterwards is of a new buyer. Orders, feedback and claims
that are known already go on changing without their person: the shop's figures and deadlines need them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from connectors.errors import UnexpectedAnswer
from connectors.incoming import (
    Incoming,
    IncomingClaim,
    IncomingConversation,
    IncomingCopy,
    IncomingFailure,
    IncomingFeedback,
    IncomingMessage,
    IncomingOrder,
    RawPayload,
)
from connectors.models import Account
from inbox.erasure.tombstones import Mark, erased_at, is_anybody_erased, name_mark
from inbox.names import fitting


@dataclass
class Arrivals:
    """items: to be stored as they came. bare: what others say without their person, to be taken in only."""

    items: list[RawPayload] = field(default_factory=list)
    bare: list[Incoming] = field(default_factory=list)


def without_erased(
    account: Account, items: Sequence[RawPayload], *, read: Callable[[RawPayload], Incoming]
) -> Arrivals:
    """Sort out what is of somebody erased. What cannot be read stays: nobody knows whose it is."""
    if not items or not is_anybody_erased():
        return Arrivals(list(items))
    readings = [_reading(item, read) for item in items]
    erased = erased_at(account, {mark for thing in readings if thing for mark in marks_of(thing)})
    arrivals = Arrivals()
    for item, thing in zip(items, readings, strict=True):
        left = _what_is_left(thing, erased) if thing else None
        if thing is None or left is thing:
            arrivals.items.append(item)
        elif left is not None:
            arrivals.bare.append(left)
    return arrivals


def marks_of(thing: Incoming) -> Iterator[Mark]:
    """By what the thing is known to be about its person. Only where it names nobody, by the order it is about."""
    names: list[Mark] = []
    order_id = ""
    match thing:
        case IncomingMessage():
            names = _names(thing.buyer.handle, thing.buyer.user_id)
            yield Mark("thread", fitting(thing.thread_id))
        case IncomingConversation():
            yield Mark("thread", fitting(thing.thread_id))
        case IncomingClaim():
            names = _names(thing.buyer.handle, thing.buyer.user_id) if thing.buyer else []
            order_id = thing.order_id
            yield Mark("claim", fitting(thing.claim_id))
        case IncomingOrder():
            names = _names(thing.buyer_handle)
            yield Mark("order", thing.external_id[:100])
        case IncomingFeedback():
            names = _names(thing.buyer_handle)
            order_id = thing.order_id
            yield Mark("feedback", fitting(thing.external_id))
        case IncomingFailure():
            names = _names(thing.buyer_handle)
            order_id = thing.order_id
        case IncomingCopy():
            order_id = thing.order_id
    yield from names
    if order_id and not names:
        yield Mark("order", order_id[:100])


def _reading(item: RawPayload, read: Callable[[RawPayload], Incoming]) -> Incoming | None:
    try:
        return read(item)
    except UnexpectedAnswer:
        return None


def _names(*names: str) -> list[Mark]:
    return [name_mark(name) for name in names if name]


def _what_is_left(thing: Incoming, erased: Mapping[Mark, datetime]) -> Incoming | None:
    """The thing itself if it is of nobody erased, or newer; what may be known of it without him; None if nothing."""
    since = max((erased[mark] for mark in marks_of(thing) if mark in erased), default=None)
    if since is None:
        return thing
    match thing:
        case IncomingMessage() | IncomingCopy() | IncomingFailure():
            return thing if thing.written_at > since else None
        case IncomingConversation():
            return thing if thing.changed_at > since else None
        case IncomingOrder():
            return thing if thing.placed_at > since else _of_nobody(thing)
        case IncomingFeedback():
            is_known = Mark("feedback", fitting(thing.external_id)) in erased
            return thing if thing.written_at > since and not is_known else _said_by_nobody(thing)
        case IncomingClaim():
            if thing.written_at <= since:
                return None
            return _without_words(thing) if Mark("claim", fitting(thing.claim_id)) in erased else thing
    return thing


def _of_nobody(order: IncomingOrder) -> IncomingOrder:
    return replace(order, buyer_name="", buyer_handle="", city="", tracking="", buyer_note="")


def _said_by_nobody(feedback: IncomingFeedback) -> IncomingFeedback:
    return replace(feedback, text="", answer="", buyer_handle="", answerable=False)


def _without_words(entry: IncomingClaim) -> IncomingClaim:
    """State, deadline and amount of a claim that is still open; the shop must be able to answer it."""
    return replace(entry, buyer=None, subject="", text="", author="", attachments=())
