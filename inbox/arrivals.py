"""Messages that arrive: whose they are, which episode they belong to, and what they do to the ticket."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from connectors.incoming import Direction, IncomingMessage
from connectors.models import Account
from inbox.bulk import insert_new, insert_objects, next_ids, update_rows
from inbox.buyers import buyers_of
from inbox.changes import bump_on_commit
from inbox.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.deadlines import Entry, EntryKind
from inbox.models import Attachment, Buyer, Delivery, EventKind, Message, Status, Ticket, TicketEvent
from inbox.own_replies import recognise_own

_TICKET_FIELDS = [
    *("status", "unread", "message_count", "last_message_at", "last_direction", "snippet", "solved_at"),
    *("buyer_name", "item_id", "order_id", "updated_at"),
    *DEADLINE_FIELDS,
]


def take_in_messages(account: Account, messages: Mapping[str, IncomingMessage], *, now: datetime, quiet: bool) -> int:
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
    recognised = recognise_own(tickets, threads, now)
    buyers = buyers_of(account, threads, now)
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


def _store_messages(account: Account, placed: Sequence[_Placed], now: datetime) -> dict[int, list[Entry]]:
    """Insert the messages and their attachments; return what they mean for the clock, by ticket id."""
    fields = ["id", "ticket", "account", "direction", "external_id", "author", "body_text", "language", "written_at"]
    fields += ["fetched_at", "stored_at", "automatic", "delivery", "attempts", "accepted_at", "cause", "reason"]
    fields += ["remedy", "idempotency_key"]
    rows = []
    files = []
    seen = now.isoformat()
    entries: dict[int, list[Entry]] = defaultdict(list)
    everything = [(place.ticket, message) for place in placed for message in place.messages]
    for (ticket, message), message_id in zip(everything, next_ids(Message, len(everything)), strict=True):
        is_out = message.direction == Direction.OUT
        rows.append(
            (
                *(message_id, ticket.id, account.id, message.direction.value, message.external_id),
                *(message.author[:255], message.text, "", message.written_at, seen, seen, message.automatic),
                *(Delivery.ACCEPTED.value if is_out else "", 0, message.written_at if is_out else None, "", "", "", ""),
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


def _touch(
    placed: Sequence[_Placed], recognised: Sequence[tuple[Ticket, IncomingMessage]], *, now: datetime, quiet: bool
) -> list[Ticket]:
    """Bring the columns that the list shows up to date; return every ticket that changed."""
    touched: dict[int, Ticket] = {}
    for ticket, reply in recognised:
        touched[ticket.id] = ticket
        _show_newest(ticket, reply, added=1, now=now)
    for place in placed:
        ticket = place.ticket
        touched[ticket.id] = ticket
        newest = place.messages[-1]
        _show_newest(ticket, newest, added=len(place.messages), now=now)
        ticket.item_id = ticket.item_id or newest.item_id[:100]
        ticket.order_id = ticket.order_id or newest.order_id[:100]
        if not quiet and any(message.direction == Direction.IN for message in place.messages):
            ticket.unread = True
    return list(touched.values())


def _show_newest(ticket: Ticket, newest: IncomingMessage, *, added: int, now: datetime) -> None:
    ticket.message_count += added
    if ticket.message_count == added or newest.written_at >= ticket.last_message_at:
        ticket.last_message_at = min(newest.written_at, now)
        ticket.last_direction = str(newest.direction)
        ticket.snippet = " ".join(newest.text[:400].split())[:200]


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
