"""Turn what a connector fetched into raw items, tickets, messages and cycles. Re-reading anything is a no-op.

The caller holds the account's lock and a transaction, and moves the cursor in the same one:
raw items first; then what each means; then, per conversation, the ticket's episode, the messages,
our own replies recognised, and the deadlines.
"""

import hashlib
import html
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from connectors.base import Direction, Incoming, IncomingMessage, IncomingNotice, Person, RawPayload
from connectors.errors import UnexpectedAnswer
from connectors.models import Account, Notice, RawItem
from inbox.bulk import insert_new, insert_objects, next_ids, update_rows
from inbox.changes import bump_on_commit
from inbox.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.deadlines import Entry, EntryKind
from inbox.models import (
    Attachment,
    Buyer,
    BuyerHandle,
    Cause,
    Delivery,
    EventKind,
    Message,
    Status,
    Ticket,
    TicketEvent,
)

CLOCK_SKEW = timedelta(minutes=2)
"""How far the marketplace's clock may be behind ours when a reply of ours is looked for."""

_TICKET_FIELDS = [
    *("status", "unread", "message_count", "last_message_at", "last_direction", "snippet", "solved_at"),
    *("buyer_name", "item_id", "order_id", "updated_at"),
    *DEADLINE_FIELDS,
]


@dataclass(frozen=True)
class Counts:
    """new: stored for the first time. repeated: known already. unreadable: kept raw, with a reason."""

    new: int = 0
    repeated: int = 0
    unreadable: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.new + other.new, self.repeated + other.repeated, self.unreadable + other.unreadable)


Read = Callable[[RawPayload], Incoming]


def ingest(account: Account, items: Sequence[RawPayload], *, read: Read, now: datetime, quiet: bool) -> Counts:
    """Store `items` raw and take in what they mean.

    quiet: a first import or back-fill: answered conversations arrive closed, nothing counts as unread.
    """
    fresh = _store_raw(account, items, now)
    readable, problems = _read_all(fresh, read)
    if problems:
        RawItem.objects.bulk_update(
            [RawItem(id=raw_id, problem=problem) for raw_id, problem in problems], ["problem"], batch_size=500
        )
    new = take_in(account, readable, now=now, quiet=quiet)
    return Counts(new=new, repeated=len(items) - new - len(problems), unreadable=len(problems))


def reread_unreadable(account: Account, *, read: Read, now: datetime) -> Counts:
    """Try again what could not be read, from what was stored."""
    rows = RawItem.objects.filter(account=account).exclude(problem="").order_by("id")
    fresh = {row.id: RawPayload(row.kind, row.key, json.loads(row.body), row.version) for row in rows}
    readable, problems = _read_all(fresh, read)
    still = dict(problems)
    RawItem.objects.filter(id__in=[raw_id for raw_id in fresh if raw_id not in still]).update(problem="")
    new = take_in(account, readable, now=now, quiet=False)
    return Counts(new=new, repeated=len(fresh) - new - len(still), unreadable=len(still))


def take_in(account: Account, incoming: Iterable[Incoming], *, now: datetime, quiet: bool) -> int:
    """Store messages and notices that are not known yet; return how many were new."""
    messages: dict[str, IncomingMessage] = {}
    notices: dict[str, IncomingNotice] = {}
    for thing in incoming:
        if isinstance(thing, IncomingMessage):
            messages.setdefault(thing.external_id, thing)
        else:
            notices.setdefault(thing.external_id, thing)
    return _take_in_notices(account, notices, now) + _take_in_messages(account, messages, now=now, quiet=quiet)


def same_text(one: str, other: str) -> bool:
    """Whether a marketplace could have made one of the other: white space and HTML escapes aside."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return " ".join(html.unescape(text).split())


# --- Raw first


def _store_raw(account: Account, items: Sequence[RawPayload], now: datetime) -> dict[int, RawPayload]:
    """Insert what is new; return it by raw id."""
    by_identity: dict[tuple[str, str, str], RawPayload] = {}
    rows = []
    for item in items:
        body = json.dumps(item.body, ensure_ascii=True, separators=(",", ":"))
        version = item.version or hashlib.sha256(body.encode()).hexdigest()
        identity = (item.kind, item.key, version)
        if identity not in by_identity:
            by_identity[identity] = item
            rows.append((account.id, *identity, body, now, ""))
    inserted = insert_new(
        RawItem,
        ["account", "kind", "key", "version", "body", "fetched_at", "problem"],
        rows,
        returning=["id", "kind", "key", "version"],
    )
    return {raw_id: by_identity[(kind, key, version)] for raw_id, kind, key, version in inserted}


def _read_all(fresh: Mapping[int, RawPayload], read: Read) -> tuple[list[Incoming], list[tuple[int, str]]]:
    readable: list[Incoming] = []
    problems: list[tuple[int, str]] = []
    for raw_id, item in fresh.items():
        try:
            readable.append(read(item))
        except UnexpectedAnswer as error:
            problems.append((raw_id, str(error) or "unreadable"))
    return readable, problems


# --- Notices


def _take_in_notices(account: Account, notices: Mapping[str, IncomingNotice], now: datetime) -> int:
    rows = [
        (account.id, notice.external_id, notice.subject, notice.text, notice.html, notice.written_at, now)
        for notice in notices.values()
    ]
    fields = ["account", "external_id", "subject", "text", "html", "written_at", "fetched_at"]
    return len(insert_new(Notice, fields, rows, returning=["id"]))


# --- Messages


def _take_in_messages(account: Account, messages: Mapping[str, IncomingMessage], *, now: datetime, quiet: bool) -> int:
    known = set(
        Message.objects.filter(account=account, external_id__in=messages.keys()).values_list("external_id", flat=True)
    )
    threads: dict[str, list[IncomingMessage]] = defaultdict(list)
    for message in messages.values():
        if message.external_id not in known:
            threads[message.thread_id].append(message)
    if not threads:
        return 0
    for thread in threads.values():
        thread.sort(key=lambda message: (message.written_at, message.external_id))
    tickets = _latest_tickets(account, threads.keys())
    recognised = _recognise_own(tickets, threads, now)
    buyers = _buyers(account, threads, now)
    placed = _place(account, threads, tickets, buyers, now=now, quiet=quiet)
    touched = _touch(placed, recognised, now=now, quiet=quiet)
    refresh_deadlines(touched, now, arriving=_store_messages(account, placed, now))
    _settle_status(touched, placed, now=now, quiet=quiet)
    insert_objects([ticket for ticket in touched if ticket._state.adding])
    update_rows(Ticket, _TICKET_FIELDS, [ticket for ticket in touched if not ticket._state.adding])
    bump_on_commit(ticket.id for ticket in touched)
    return sum(len(place.messages) for place in placed) + len(recognised)


def _latest_tickets(account: Account, thread_ids: Iterable[str]) -> dict[str, Ticket]:
    """The last episode of each conversation that has one, locked."""
    rows = (
        Ticket.objects.select_for_update(of=("self",))
        .filter(account=account, thread_id__in=list(thread_ids))
        .order_by("thread_id", "episode")
    )
    latest = {ticket.thread_id: ticket for ticket in rows}
    for ticket in latest.values():
        ticket.account = account
    return latest


def _recognise_own(
    tickets: Mapping[str, Ticket], threads: dict[str, list[IncomingMessage]], now: datetime
) -> dict[int, Ticket]:
    """Find replies of ours among what came in: they are accepted, not new. Takes them out of `threads`.

    Looked at: replies being sent, unsure ones, and ones given up as never arrived, not older than their attempt.
    """
    if not any(m.direction == Direction.OUT for thread in threads.values() for m in thread):
        return {}
    ids = {ticket.id: ticket for ticket in tickets.values()}
    open_replies = defaultdict(list)
    candidates = (
        Message.objects.select_for_update()
        .filter(ticket_id__in=ids, external_id="", attempted_at__isnull=False)
        .filter(
            Q(delivery__in=[Delivery.SENDING, Delivery.UNSURE])
            | Q(delivery=Delivery.REFUSED, cause__in=[Cause.NOT_SHOWN, Cause.NOT_SENT])
        )
    )
    for reply in sorted(
        candidates, key=lambda reply: (reply.delivery == Delivery.REFUSED, reply.attempted_at, reply.id)
    ):
        open_replies[reply.ticket_id].append(reply)
    recognised: dict[int, Ticket] = {}
    for thread_id, thread in threads.items():
        ticket = tickets.get(thread_id)
        if ticket is None or not open_replies[ticket.id]:
            continue
        left: list[IncomingMessage] = []
        for incoming in thread:
            ours = _match(incoming, open_replies[ticket.id])
            if ours is None:
                left.append(incoming)
                continue
            open_replies[ticket.id].remove(ours)
            accept(ours, external_id=incoming.external_id, accepted_at=incoming.written_at, now=now)
            recognised[ticket.id] = ticket
        threads[thread_id] = left
    return recognised


def _match(incoming: IncomingMessage, replies: Sequence[Message]) -> Message | None:
    if incoming.direction != Direction.OUT:
        return None
    for reply in replies:
        started = reply.attempted_at
        if started and incoming.written_at >= started - CLOCK_SKEW and same_text(incoming.text, reply.body_text):
            return reply
    return None


def accept(reply: Message, *, external_id: str, accepted_at: datetime, now: datetime) -> None:
    """Record that the marketplace has the reply. Its cycle is refreshed by the caller."""
    before = reply.delivery
    reply.delivery = Delivery.ACCEPTED
    reply.external_id = external_id
    reply.accepted_at = min(accepted_at, now)
    reply.fetched_at = reply.fetched_at or now
    reply.lease_until = None
    reply.cause, reply.reason = "", ""
    reply.save(update_fields=["delivery", "external_id", "accepted_at", "fetched_at", "lease_until", "cause", "reason"])
    TicketEvent.objects.create(
        ticket_id=reply.ticket_id,
        at=now,
        kind=EventKind.DELIVERY,
        user_id=reply.user_id,
        message_id=reply.id,
        before={"delivery": before},
        after={"delivery": Delivery.ACCEPTED, "external_id": external_id},
    )


# --- Buyers and episodes


def _buyers(account: Account, threads: Mapping[str, Sequence[IncomingMessage]], now: datetime) -> dict[str, Buyer]:
    """The buyer of each conversation; known by any name ever seen, else made."""
    people = {thread_id: thread[0].buyer for thread_id, thread in threads.items() if thread}
    names = {name for person in people.values() for name in _names(person)}
    rows = BuyerHandle.objects.filter(account=account, handle__in=names).select_related("buyer")
    by_name = {row.handle: row.buyer for row in rows}
    missing: dict[str, Person] = {}
    for person in people.values():
        if not any(name in by_name for name in _names(person)):
            missing.setdefault(_names(person)[0], person)
    made = [
        Buyer(id=buyer_id, account=account, handle=person.handle[:255], name=person.name[:255], created_at=now)
        for buyer_id, person in zip(next_ids(Buyer, len(missing)), missing.values(), strict=True)
    ]
    insert_objects(made)
    by_name.update(zip(missing, made, strict=True))
    handles = []
    for person in people.values():
        buyer = next(by_name[name] for name in _names(person) if name in by_name)
        for name in _names(person):
            if name not in by_name or name in missing:
                handles.append((account.id, buyer.id, name))
            by_name.setdefault(name, buyer)
    insert_new(BuyerHandle, ["account", "buyer", "handle"], handles)
    return {
        thread_id: next(by_name[name] for name in _names(person) if name in by_name)
        for thread_id, person in people.items()
    }


def _names(person: Person) -> list[str]:
    return [name.lower() for name in (person.user_id, person.handle) if name] or [""]


@dataclass
class _Placed:
    """Messages that belong to one ticket."""

    ticket: Ticket
    messages: list[IncomingMessage]
    is_new: bool = False


def _place(
    account: Account,
    threads: Mapping[str, Sequence[IncomingMessage]],
    tickets: Mapping[str, Ticket],
    buyers: Mapping[str, Buyer],
    *,
    now: datetime,
    quiet: bool,
) -> list[_Placed]:
    """Decide which episode each message belongs to, and insert the tickets that do not exist yet."""
    placed: list[_Placed] = []
    for thread_id, thread in threads.items():
        current: _Placed | None = None
        if (ticket := tickets.get(thread_id)) is not None:
            current = _Placed(ticket, [])
            placed.append(current)
        for message in thread:
            if current is None or (not quiet and _starts_episode(current.ticket, message)):
                last = current.ticket if current else None
                current = _Placed(_new_ticket(account, message, buyers[thread_id], last, now), [], is_new=True)
                placed.append(current)
            current.messages.append(message)
    placed = [place for place in placed if place.messages]
    new = [place.ticket for place in placed if place.is_new]
    for ticket, ticket_id in zip(new, next_ids(Ticket, len(new)), strict=True):
        ticket.id = ticket_id
    imported = json.dumps({"imported": quiet})
    events = [(ticket.id, now, EventKind.OPENED.value, imported) for ticket in new]
    insert_new(TicketEvent, ["ticket", "at", "kind", "after"], events)
    return placed


def _starts_episode(ticket: Ticket, message: IncomingMessage) -> bool:
    return (
        message.direction == Direction.IN
        and ticket.solved_at is not None
        and message.written_at > ticket.solved_at + settings.REOPEN_WITHIN
    )


def _new_ticket(account: Account, first: IncomingMessage, buyer: Buyer, last: Ticket | None, now: datetime) -> Ticket:
    return Ticket(
        account=account,
        thread_id=first.thread_id,
        episode=last.episode + 1 if last else 1,
        buyer=buyer,
        buyer_name=str(buyer)[:255],
        subject=first.subject[:500],
        item_id=first.item_id[:100],
        order_id=first.order_id[:100],
        status=Status.OPEN,
        last_message_at=min(first.written_at, now),
        queue_at=now,
        created_at=min(first.written_at, now),
        updated_at=now,
    )


# --- Messages into rows


def _store_messages(account: Account, placed: Sequence[_Placed], now: datetime) -> dict[int, list[Entry]]:
    """Insert the messages and their attachments; return what they mean for the clock, by ticket id."""
    fields = ["id", "ticket", "account", "direction", "external_id", "author", "body_text", "language", "written_at"]
    fields += ["fetched_at", "stored_at", "automatic", "delivery", "attempts", "accepted_at", "cause", "reason"]
    fields += ["idempotency_key"]
    rows = []
    files = []
    entries: dict[int, list[Entry]] = defaultdict(list)
    everything = [(place.ticket, message) for place in placed for message in place.messages]
    for (ticket, message), message_id in zip(everything, next_ids(Message, len(everything)), strict=True):
        is_out = message.direction == Direction.OUT
        rows.append(
            (
                *(message_id, ticket.id, account.id, message.direction.value, message.external_id),
                *(message.author[:255], message.text, "", message.written_at, now, now, message.automatic),
                *(Delivery.ACCEPTED.value if is_out else "", 0, message.written_at if is_out else None, "", "", ""),
            )
        )
        files += [
            (message_id, file.name[:255], file.content_type[:100], file.url, "", "", 0) for file in message.attachments
        ]
        if message.automatic or message.direction == Direction.SYSTEM:
            continue
        if is_out:
            entries[ticket.id].append(Entry(EntryKind.OUTSIDE, message.written_at, now, message_id))
        else:
            entries[ticket.id].append(Entry(EntryKind.BUYER, min(message.written_at, now), now, message_id))
    insert_new(Message, fields, rows)
    insert_new(Attachment, ["message", "name", "content_type", "url", "file", "problem", "attempts"], files)
    return entries


def _touch(placed: Sequence[_Placed], recognised: Mapping[int, Ticket], *, now: datetime, quiet: bool) -> list[Ticket]:
    """Bring the columns that the list shows up to date; return every ticket that changed."""
    touched = dict(recognised)
    for place in placed:
        ticket = place.ticket
        touched[ticket.id] = ticket
        newest = place.messages[-1]
        ticket.message_count += len(place.messages)
        if ticket.message_count == len(place.messages) or newest.written_at >= ticket.last_message_at:
            ticket.last_message_at = min(newest.written_at, now)
            ticket.last_direction = str(newest.direction)
            ticket.snippet = " ".join(newest.text[:400].split())[:200]
        ticket.item_id = ticket.item_id or newest.item_id[:100]
        ticket.order_id = ticket.order_id or newest.order_id[:100]
        if not quiet and any(message.direction == Direction.IN for message in place.messages):
            ticket.unread = True
    return list(touched.values())


def _settle_status(touched: Sequence[Ticket], placed: Sequence[_Placed], *, now: datetime, quiet: bool) -> None:
    """A waiting buyer opens a ticket; an answered one waits for the buyer; old answered ones come in closed."""
    fresh = {place.ticket.id for place in placed if place.is_new}
    reopened = []
    for ticket in touched:
        before = ticket.status
        if ticket.needs_reply:
            ticket.status, ticket.solved_at = Status.OPEN, None
        elif quiet and (ticket.id in fresh or before == Status.SOLVED):
            ticket.status, ticket.solved_at = Status.SOLVED, ticket.last_message_at
        elif before == Status.OPEN:
            ticket.status = Status.WAITING
        if before == Status.SOLVED and ticket.status == Status.OPEN:
            reopened.append(
                TicketEvent(
                    ticket=ticket,
                    at=now,
                    kind=EventKind.REOPENED,
                    before={"status": before},
                    after={"status": ticket.status},
                )
            )
    if reopened:
        TicketEvent.objects.bulk_create(reopened)
