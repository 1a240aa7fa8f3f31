"""Turn what a connector fetched into raw items and what they mean. Re-reading anything is a no-op.

The caller holds the account's lock and a transaction, and moves the cursor in the same one:
raw items first, then what each means, one file for each kind (inbox/arriving/arrivals.py takes the messages in).
What answers a forwarded mail is taken out before it is read as anything else (inbox/forwards/arriving.py).
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from connectors.errors import UnexpectedAnswer
from connectors.incoming import (
    Incoming,
    IncomingClaim,
    IncomingConversation,
    IncomingCopy,
    IncomingFailure,
    IncomingFeedback,
    IncomingIndicator,
    IncomingMessage,
    IncomingNotice,
    IncomingOrder,
    RawPayload,
)
from connectors.models import Account, RawItem
from inbox.accounts.indicators import take_in_indicators
from inbox.accounts.sales_channels import remember_channels
from inbox.arriving.arrivals import take_in_messages
from inbox.arriving.conversations import take_in_conversations
from inbox.arriving.copies import take_in_copies
from inbox.arriving.failures import take_in_failures
from inbox.arriving.notices import take_in_notices
from inbox.arriving.raw_items import empty_raw_items, payload_of
from inbox.bulk import insert_new
from inbox.claims.arrivals import take_in_claims
from inbox.claims.loose import place_for_orders
from inbox.erasure.arrivals import without_erased
from inbox.erasure.doomed_files import doom
from inbox.feedback.feedback import take_in_feedback
from inbox.feedback.tickets import link_to_orders
from inbox.forwards.arriving import take_out_forwards
from inbox.names import fitting
from inbox.orders.arrivals import take_in_orders
from inbox.orders.matching import one_at_a_time
from inbox.ratings.matching import match_to_arrivals
from inbox.rules.asking import ask_no_rules
from inbox.storage import blobs


@dataclass(frozen=True)
class Counts:
    """new: stored for the first time. repeated: known already. unreadable: kept raw, with a reason."""

    new: int = 0
    repeated: int = 0
    unreadable: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.new + other.new, self.repeated + other.repeated, self.unreadable + other.unreadable)


Read = Callable[[RawPayload], Incoming]
_Thing = TypeVar("_Thing", IncomingMessage, IncomingNotice, IncomingClaim, IncomingCopy, IncomingFailure)
_COMPACT = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
_AT_ONCE = 50
_GONE = "its bytes are not in the storage any more"


def ingest(account: Account, items: Sequence[RawPayload], *, read: Read, now: datetime, quiet: bool) -> Counts:
    """Store `items` raw and take in what they mean.

    quiet: a first import or back-fill: answered conversations arrive closed, nothing counts as unread.
    """
    if quiet:
        ask_no_rules()
    arrivals = without_erased(account, items, read=read)
    fresh = _store_raw(account, arrivals.items, now)
    taken = take_out_forwards(account, fresh, now=now)
    readable, problems = _read_all(_without(taken, fresh), read)
    if problems:
        RawItem.objects.bulk_update(
            [RawItem(id=raw_id, problem=problem) for raw_id, problem in problems], ["problem"], batch_size=500
        )
    new = len(taken) + take_in(account, [*readable, *arrivals.bare], now=now, quiet=quiet)
    return Counts(new=new, repeated=len(items) - new - len(problems), unreadable=len(problems))


def reread_unreadable(account: Account, *, read: Read, now: datetime) -> Counts:
    """Try again what could not be read, from what was stored."""
    unreadable = RawItem.objects.filter(account=account).exclude(problem="").order_by("id")
    counts = Counts()
    ids = list(unreadable.values_list("id", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        rows = unreadable.filter(id__in=ids[start : start + _AT_ONCE])
        counts += _reread(account, rows, read=read, now=now)
    return counts


def take_in(account: Account, incoming: Iterable[Incoming], *, now: datetime, quiet: bool) -> int:
    """Store what is not known yet; return how many things were new.

    How conversations stand goes first, since their tickets show it; then what is said in them: claims, copies and
    failures look for theirs.
    """
    things = list(incoming)
    if any(isinstance(thing, IncomingMessage | IncomingOrder) for thing in things):
        one_at_a_time(account)
    remember_channels(
        account, {thing.channel for thing in things if isinstance(thing, IncomingMessage | IncomingConversation)}
    )
    new = take_in_notices(account, _of(IncomingNotice, things).values(), now=now)
    new += take_in_conversations(
        account, [thing for thing in things if isinstance(thing, IncomingConversation)], now=now
    )
    messages = _of(IncomingMessage, things)
    new += take_in_messages(account, messages, now=now, quiet=quiet)
    new += take_in_claims(account, _of(IncomingClaim, things).values(), now=now, quiet=quiet)
    orders = {message.order_id[:100] for message in messages.values() if message.order_id}
    place_for_orders(account, orders, now=now, quiet=quiet)
    link_to_orders(account, orders)
    match_to_arrivals(account, orders)
    new += take_in_copies(account, _of(IncomingCopy, things).values(), now=now, quiet=quiet)
    new += take_in_failures(account, _of(IncomingFailure, things).values(), now=now)
    new += take_in_orders(account, [thing for thing in things if isinstance(thing, IncomingOrder)], now=now)
    new += take_in_feedback(account, [thing for thing in things if isinstance(thing, IncomingFeedback)], now=now)
    new += take_in_indicators(account, [thing for thing in things if isinstance(thing, IncomingIndicator)], now=now)
    return new


def _of(kind: type[_Thing], things: Sequence[Incoming]) -> dict[str, _Thing]:
    """The things of one kind by external id, the first of each."""
    found: dict[str, _Thing] = {}
    for thing in things:
        if isinstance(thing, kind):
            name = fitting(thing.external_id)
            found.setdefault(name, thing if name == thing.external_id else replace(thing, external_id=name))
    return found


def _reread(account: Account, rows: Iterable[RawItem], *, read: Read, now: datetime) -> Counts:
    fresh, gone = {}, set()
    for row in rows:
        try:
            fresh[row.id] = payload_of(row)
        except FileNotFoundError:
            gone.add(row.id)
    arrivals = without_erased(account, list(fresh.values()), read=read)
    kept = {id(item) for item in arrivals.items}
    doom(empty_raw_items([raw_id for raw_id, item in fresh.items() if id(item) not in kept]), now=now)
    fresh = {raw_id: item for raw_id, item in fresh.items() if id(item) in kept}
    taken = take_out_forwards(account, fresh, now=now)
    readable, problems = _read_all(_without(taken, fresh), read)
    still = dict(problems)
    RawItem.objects.filter(id__in=[raw_id for raw_id in fresh if raw_id not in still]).update(problem="")
    RawItem.objects.filter(id__in=gone).update(problem=_GONE)
    new = len(taken) + take_in(account, [*readable, *arrivals.bare], now=now, quiet=False)
    return Counts(new=new, repeated=len(fresh) - new - len(still), unreadable=len(still) + len(gone))


def _without(taken: Collection[int], fresh: Mapping[int, RawPayload]) -> dict[int, RawPayload]:
    return {raw_id: item for raw_id, item in fresh.items() if raw_id not in taken}


def _store_raw(account: Account, items: Sequence[RawPayload], now: datetime) -> dict[int, RawPayload]:
    """Insert what is new; return it by raw id."""
    by_identity: dict[tuple[str, str, str], RawPayload] = {}
    rows = []
    for item in items:
        body = _COMPACT.encode(item.body)
        version = item.version or hashlib.sha256(body.encode()).hexdigest()
        identity = (item.key, item.kind, version)
        if identity not in by_identity:
            by_identity[identity] = item
            rows.append((*identity, account.id, body, now, ""))
    names = blobs.keep_all([item.blob for item in by_identity.values()], folder=blobs.RAW)
    inserted = insert_new(
        RawItem,
        ["key", "kind", "version", "account", "body", "fetched_at", "problem", "blob"],
        [(*row, name) for row, name in zip(rows, names, strict=True)],
        returning=["id", "key", "kind", "version"],
    )
    return {raw_id: by_identity[(key, kind, version)] for raw_id, key, kind, version in inserted}


def _read_all(fresh: Mapping[int, RawPayload], read: Read) -> tuple[list[Incoming], list[tuple[int, str]]]:
    readable: list[Incoming] = []
    problems: list[tuple[int, str]] = []
    for raw_id, item in fresh.items():
        try:
            readable.append(read(item))
        except UnexpectedAnswer as error:
            problems.append((raw_id, str(error) or "unreadable"))
    return readable, problems
