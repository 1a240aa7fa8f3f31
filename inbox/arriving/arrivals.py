"""Messages that arrive: whose they are, which episode they belong to, and what they do to the ticket."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings

from connectors.incoming import Direction, IncomingMessage
from connectors.models import Account
from inbox.arriving.buyers import buyers_of
from inbox.arriving.conversations import conversations_of
from inbox.arriving.landing import Landings, landings_of
from inbox.arriving.message_rows import Placed, keep_files, store_messages
from inbox.arriving.own_replies import recognise_own
from inbox.arriving.repeats import without_copies
from inbox.arriving.status import settle_status, take_out_of_spam
from inbox.arriving.survey_answers import keep_survey_answers
from inbox.arriving.thankful import ends_of_thanks, log_thanks
from inbox.arriving.threads import in_threads
from inbox.arriving.understood import keep_understood, understand
from inbox.bulk import insert_new, insert_objects, next_ids, update_rows
from inbox.changes import bump_on_commit
from inbox.deadlines.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.deadlines.response import Entry, EntryKind
from inbox.models import Buyer, EventKind, Message, Status, Ticket, TicketEvent
from inbox.orders.matching import match_orders, name_order
from inbox.sending.later import hold_back
from inbox.sending.opening import adopt
from inbox.sending.solving import solve_as_wished
from inbox.tickets.assignment import is_on

_TICKET_FIELDS = [
    *("status", "unread", "message_count", "last_message_at", "last_direction", "snippet"),
    *("solved_at", "snoozed_until"),
    *("buyer_name", "item_id", "order_id", "order_match", "channel", "language", "topic", "level", "to_understand"),
    "updated_at",
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
    landings = landings_of(account, threads.keys())
    recognised = recognise_own(landings.tickets, threads, now)
    buyers = buyers_of(account, threads, now)
    placed = _place(account, threads, landings, buyers, now=now, quiet=quiet)
    changes = understand(account, placed, buyers=buyers, quiet=quiet)
    touched = _touch(placed, recognised, now=now, quiet=quiet)
    take_out_of_spam(placed, now)
    arriving = store_messages(account, placed, now=now, quiet=quiet)
    keep_understood(placed, changes, now=now)
    thanks = ends_of_thanks(placed, now)
    for ticket_id, endings in thanks.items():
        arriving[ticket_id] += endings
    refresh_deadlines(touched, now, arriving=arriving)
    settle_status(touched, placed, asked=_asked(arriving), now=now, quiet=quiet)
    hold_back([place.ticket.id for place in placed if not place.is_new and _goes_on(place)], now)
    if recognised:
        solve_as_wished([ticket for ticket, _reply in recognised], now)
    insert_objects([ticket for ticket in touched if ticket._state.adding])
    update_rows(Ticket, _TICKET_FIELDS, [ticket for ticket in touched if not ticket._state.adding])
    log_thanks(thanks, now)
    bump_on_commit(ticket.id for ticket in touched)
    match_orders(account, touched, now=now)
    keep_survey_answers(placed)
    return sum(len(place.messages) for place in placed) + len(recognised)


def _place(
    account: Account,
    threads: Mapping[str, Sequence[IncomingMessage]],
    landings: Landings,
    buyers: Mapping[str, Buyer],
    *,
    now: datetime,
    quiet: bool,
) -> list[Placed]:
    """Decide which episode each message belongs to, and insert the tickets that do not exist yet."""
    placed: list[Placed] = []
    for thread_id, thread in threads.items():
        current: Placed | None = None
        episode = 0
        if (landing := landings.of_threads.get(thread_id)) is not None:
            ticket, episode = landing.ticket, landing.episode
            if thread and ticket.buyer_name == buyers[thread_id].handle[:255]:
                ticket.buyer_name = str(buyers[thread_id])[:255]
            current = Placed(ticket, [], through=landing.through)
            placed.append(current)
        for message in thread:
            if current is None or (not quiet and _starts_episode(current.ticket, message)):
                episode += 1
                current = Placed(_new_ticket(account, message, buyers[thread_id], episode, now), [], is_new=True)
                placed.append(current)
            current.messages.append(message)
    placed = [place for place in placed if place.messages]
    new = [place.ticket for place in placed if place.is_new]
    _show_conversation(account, new)
    if new and not quiet and is_on():
        for ticket in new:
            ticket.to_assign = True
    for ticket, ticket_id in zip(new, next_ids(Ticket, len(new)), strict=True):
        ticket.id = ticket_id
    imported = {"imported": quiet}
    events = [(ticket.id, now, EventKind.OPENED.value, imported) for ticket in new]
    insert_new(TicketEvent, ["ticket", "at", "kind", "after"], events)
    return placed


def _starts_episode(ticket: Ticket, message: IncomingMessage) -> bool:
    return (
        message.direction == Direction.IN
        and ticket.solved_at is not None
        and message.written_at > ticket.solved_at + settings.REOPEN_WITHIN
    )


def _new_ticket(account: Account, first: IncomingMessage, buyer: Buyer, episode: int, now: datetime) -> Ticket:
    return Ticket(
        account=account,
        thread_id=first.thread_id,
        episode=episode,
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


def _goes_on(place: Placed) -> bool:
    """Whether a person wrote: the buyer, or the shop elsewhere."""
    return any(message.direction != Direction.SYSTEM and not message.automatic for message in place.messages)


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
        _show_newest(ticket, newest, added=len(place.messages), now=now)
        ticket.item_id = ticket.item_id or next((m.item_id[:100] for m in place.messages if m.item_id), "")
        ticket.channel = ticket.channel or next((m.channel[:50] for m in place.messages if m.channel), "")
        name_order(ticket, next((m.order_id for m in place.messages if m.order_id), ""))
        if not quiet and any(message.direction == Direction.IN for message in place.messages):
            ticket.unread = ticket.status != Status.SPAM
    return list(touched.values())


def _show_newest(ticket: Ticket, newest: IncomingMessage, *, added: int, now: datetime) -> None:
    ticket.message_count += added
    if ticket.message_count == added or newest.written_at >= ticket.last_message_at:
        ticket.last_message_at = min(newest.written_at, now)
        ticket.last_direction = str(newest.direction)
        ticket.snippet = " ".join(newest.text[:400].split())[:200]


def _asked(arriving: Mapping[int, Sequence[Entry]]) -> set[int]:
    """The tickets with a new message that wants an answer."""
    asked = set()
    for ticket_id, entries in arriving.items():
        ended = {entry.message_id for entry in entries if entry.kind == EntryKind.ENDED_BY_HAND}
        if any(entry.kind == EntryKind.BUYER and entry.message_id not in ended for entry in entries):
            asked.add(ticket_id)
    return asked
