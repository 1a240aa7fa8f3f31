"""Messages that arrive: whose they are, which episode they belong to, and what they do to the ticket."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings

from connectors.incoming import Direction, IncomingMessage
from connectors.models import Account
from inbox.bulk import insert_new, insert_objects, next_ids, update_rows
from inbox.buyers import buyers_of
from inbox.changes import bump_on_commit
from inbox.conversations import conversations_of
from inbox.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.languages import language_of
from inbox.message_rows import Placed, keep_files, store_messages
from inbox.models import Buyer, EventKind, Message, Status, Ticket, TicketEvent
from inbox.opening import adopt
from inbox.order_matching import match_orders, name_order
from inbox.own_replies import recognise_own
from inbox.repeats import without_copies
from inbox.threads import in_threads

_TICKET_FIELDS = [
    *("status", "unread", "message_count", "last_message_at", "last_direction", "snippet", "solved_at"),
    *("buyer_name", "item_id", "order_id", "order_match", "channel", "language", "updated_at"),
    *DEADLINE_FIELDS,
]


def take_in_messages(account: Account, messages: Mapping[str, IncomingMessage], *, now: datetime, quiet: bool) -> int:
    known = set(
        Message.objects.filter(account=account, external_id__in=messages.keys()).values_list("external_id", flat=True)
    )
    unknown = [message for message in messages.values() if message.external_id not in known]
    threads: dict[str, list[IncomingMessage]] = defaultdict(list)
    for message in without_copies(account, in_threads(account, unknown)):
        threads[message.thread_id].append(message)
    if not threads:
        return 0
    keep_files(unknown)
    for thread in threads.values():
        thread.sort(key=lambda message: (message.written_at, message.external_id))
    adopt(account, threads)
    tickets = _latest_tickets(account, threads.keys())
    recognised = recognise_own(tickets, threads, now)
    buyers = buyers_of(account, threads, now)
    placed = _place(account, threads, tickets, buyers, now=now, quiet=quiet)
    touched = _touch(placed, recognised, now=now, quiet=quiet)
    arriving = store_messages(account, placed, now=now, quiet=quiet)
    refresh_deadlines(touched, now, arriving=arriving)
    _settle_status(touched, placed, now=now, quiet=quiet)
    insert_objects([ticket for ticket in touched if ticket._state.adding])
    update_rows(Ticket, _TICKET_FIELDS, [ticket for ticket in touched if not ticket._state.adding])
    bump_on_commit(ticket.id for ticket in touched)
    match_orders(account, touched, now=now)
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


def _place(
    account: Account,
    threads: Mapping[str, Sequence[IncomingMessage]],
    tickets: Mapping[str, Ticket],
    buyers: Mapping[str, Buyer],
    *,
    now: datetime,
    quiet: bool,
) -> list[Placed]:
    """Decide which episode each message belongs to, and insert the tickets that do not exist yet."""
    placed: list[Placed] = []
    for thread_id, thread in threads.items():
        current: Placed | None = None
        if (ticket := tickets.get(thread_id)) is not None:
            if thread and ticket.buyer_name == buyers[thread_id].handle[:255]:
                ticket.buyer_name = str(buyers[thread_id])[:255]
            current = Placed(ticket, [])
            placed.append(current)
        for message in thread:
            if current is None or (not quiet and _starts_episode(current.ticket, message)):
                last = current.ticket if current else None
                current = Placed(_new_ticket(account, message, buyers[thread_id], last, now), [], is_new=True)
                placed.append(current)
            current.messages.append(message)
    placed = [place for place in placed if place.messages]
    new = [place.ticket for place in placed if place.is_new]
    _show_conversation(account, new)
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
        channel=first.channel[:50],
        status=Status.OPEN,
        last_message_at=min(first.written_at, now),
        queue_at=now,
        created_at=min(first.written_at, now),
        updated_at=now,
    )


def _show_conversation(account: Account, new: Sequence[Ticket]) -> None:
    """What the marketplace has said of these conversations before."""
    known = conversations_of(account, [ticket.thread_id for ticket in new]) if new else {}
    for ticket in new:
        if (conversation := known.get(ticket.thread_id)) is not None:
            ticket.channel = ticket.channel or conversation.channel
            ticket.topic = conversation.topic


def _touch(
    placed: Sequence[Placed], recognised: Sequence[tuple[Ticket, IncomingMessage]], *, now: datetime, quiet: bool
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
        place.language = language_of(place.messages)
        if place.language and (not ticket.language or newest.written_at >= ticket.last_message_at):
            ticket.language = place.language
        _show_newest(ticket, newest, added=len(place.messages), now=now)
        ticket.item_id = ticket.item_id or next((m.item_id[:100] for m in place.messages if m.item_id), "")
        ticket.channel = ticket.channel or next((m.channel[:50] for m in place.messages if m.channel), "")
        name_order(ticket, next((m.order_id for m in place.messages if m.order_id), ""))
        if not quiet and any(message.direction == Direction.IN for message in place.messages):
            ticket.unread = True
    return list(touched.values())


def _show_newest(ticket: Ticket, newest: IncomingMessage, *, added: int, now: datetime) -> None:
    ticket.message_count += added
    if ticket.message_count == added or newest.written_at >= ticket.last_message_at:
        ticket.last_message_at = min(newest.written_at, now)
        ticket.last_direction = str(newest.direction)
        ticket.snippet = " ".join(newest.text[:400].split())[:200]


def _settle_status(touched: Sequence[Ticket], placed: Sequence[Placed], *, now: datetime, quiet: bool) -> None:
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
