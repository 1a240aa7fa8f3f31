"""Take in what happens to claims: the claim itself, an entry of the marketplace on its ticket, and the deadline.

Where there is no ticket for an entry (inbox/claims/tickets.py), it is a notice of the account until there is one
(inbox/claims/loose.py).
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from connectors.incoming import Direction, IncomingClaim, IncomingNotice
from connectors.models import Account, Notice
from inbox.arriving.message_rows import keep_files, store_beside
from inbox.arriving.notices import take_in_notices
from inbox.bulk import insert_objects, next_ids, update_rows
from inbox.changes import bump_on_commit
from inbox.claims.as_json import as_json
from inbox.claims.deadlines import claims_due_at
from inbox.claims.entries import events_of, follow, message_of, new_claim, still_waits
from inbox.claims.refunds import end_refunded_returns
from inbox.claims.tickets import on_tickets, priority_of
from inbox.claims.understood import SHOWN_FIELDS as UNDERSTOOD_FIELDS
from inbox.claims.understood import keep_read, show_on_tickets, understand
from inbox.deadlines.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.models import (
    Claim,
    LooseClaimEntry,
    Message,
    Status,
    Ticket,
    TicketEvent,
)
from inbox.models.ticket import CLAIM
from inbox.names import fitting
from inbox.tickets.row import SHOWN_FIELDS, show_beside, show_newest
from inbox.tickets.snooze import Why, awake

_CHANGING = ["state", "state_there", "reason", "order_id", "item_id", "respond_by", "amount", "currency"]
_CHANGING += ["opened_at", "changed_at", "ended_at", "links"]
_OF_TICKETS = [*SHOWN_FIELDS, *UNDERSTOOD_FIELDS, *DEADLINE_FIELDS, "claim_due_at", "priority", "unread"]


def take_in_claims(account: Account, entries: Iterable[IncomingClaim], *, now: datetime, quiet: bool) -> int:
    """Store entries that are not known yet, oldest first; return how many there were.

    quiet: old claims arrive closed, unless the marketplace still waits for an answer. So does, whenever it comes, what
    was written before the account was connected: a report may tell of it long after the first import.
    """
    found = sorted(entries, key=lambda entry: (entry.written_at, entry.external_id))
    if not found:
        return 0
    keep_files(found)
    names = [entry.external_id for entry in found]
    known = set(Message.objects.filter(account=account, external_id__in=names).values_list("external_id", flat=True))
    known |= set(Notice.objects.filter(account=account, external_id__in=names).values_list("external_id", flat=True))
    new = [entry for entry in found if entry.external_id not in known]
    with transaction.atomic():
        placed = put_on_tickets(account, new, now=now, quiet=quiet)
        loose = [entry for entry in new if entry.external_id not in placed]
        return len(placed) + _keep_for_later(account, loose, now)


def put_on_tickets(account: Account, entries: Sequence[IncomingClaim], *, now: datetime, quiet: bool) -> Set[str]:
    """Store entries that are not known yet, oldest first, with what they change; a fixed number of queries.

    Returns the external ids of those that belong on a ticket; nothing is done about the others.
    """
    if not entries:
        return frozenset()
    with transaction.atomic():
        placed = on_tickets(account, entries, now=now)
        if placed:
            _store(account, placed, now=now, quiet=quiet)
    return {entry.external_id for entry, _ in placed}


def _keep_for_later(account: Account, entries: Sequence[IncomingClaim], now: datetime) -> int:
    waiting = [
        LooseClaimEntry(
            account=account,
            external_id=entry.external_id,
            order_id=entry.order_id[:100],
            entry=as_json(entry),
            written_at=entry.written_at,
        )
        for entry in entries
        if entry.order_id
    ]
    LooseClaimEntry.objects.bulk_create(waiting, ignore_conflicts=True)
    notices = [IncomingNotice(entry.external_id, entry.subject, entry.text, "", entry.written_at) for entry in entries]
    return take_in_notices(account, notices, now=now)


@dataclass
class _Written:
    """What entries change, not stored yet. closed: of each ticket, whether it comes in closed after its last entry."""

    claims: dict[str, Claim]
    messages: list[Message] = field(default_factory=list)
    events: list[TicketEvent] = field(default_factory=list)
    closed: dict[Ticket, bool] = field(default_factory=dict)


def _store(account: Account, placed: Sequence[tuple[IncomingClaim, Ticket]], *, now: datetime, quiet: bool) -> None:
    names = {fitting(entry.claim_id) for entry, _ in placed}
    known = list(Claim.objects.filter(account=account, external_id__in=names))
    written = _Written({claim.external_id: claim for claim in known})
    for (entry, ticket), message_id in zip(placed, next_ids(Message, len(placed)), strict=True):
        _take_in(entry, ticket, message_id, written, now=now, quiet=quiet)
    Claim.objects.bulk_create([claim for claim in written.claims.values() if claim._state.adding])
    update_rows(Claim, _CHANGING, known)
    read = understand(account, [(entry, message) for message, (entry, _) in zip(written.messages, placed, strict=True)])
    insert_objects(written.messages)
    keep_read(read)
    written.events += show_on_tickets(read, quiet=quiet, now=now)
    store_beside({message.pk: entry for message, (entry, _) in zip(written.messages, placed, strict=True)})
    TicketEvent.objects.bulk_create(written.events)
    told = [written.claims[fitting(entry.claim_id)] for entry, _ in placed]
    end_refunded_returns(account, zip(told, written.messages, strict=True), now=now)
    _refresh(written.closed, now)


def _take_in(
    entry: IncomingClaim, ticket: Ticket, message_id: int, written: _Written, *, now: datetime, quiet: bool
) -> None:
    """Whether somebody waits already is what it was before all of these entries (ticket.needs_reply)."""
    name = fitting(entry.claim_id)
    before = written.claims[name].state if name in written.claims else ""
    claim = written.claims.setdefault(name, new_claim(ticket, entry))
    follow(claim, entry)
    is_new, is_history = claim._state.adding, quiet or entry.written_at < ticket.account.created_at
    over = is_history and not ticket.needs_reply and not still_waits(ticket.account, entry, claim, now)
    message = message_of(ticket, entry, claim, now=now, opens_wait=entry.starts_clock and not over)
    message.id = message_id
    written.messages.append(message)
    written.events += events_of(claim, ticket, message_id, before=before, now=now)
    written.closed[ticket] = over and (quiet or is_new) and ticket.kind == CLAIM
    if claim.ended_at is None and (entry.urgent or (is_new and entry.thread_id)):
        ticket.priority = max(ticket.priority, priority_of(entry))
    ticket.unread = ticket.unread or not is_history
    ticket.message_count += 1
    is_beside = message.direction == Direction.SYSTEM and ticket.kind != CLAIM
    (show_beside if is_beside else show_newest)(ticket, message, now)


def _refresh(closed: Mapping[Ticket, bool], now: datetime) -> None:
    """closed: each ticket that got entries, with whether it comes in closed."""
    tickets = list(closed)
    due = claims_due_at(tickets)
    for ticket in tickets:
        ticket.claim_due_at = None if closed[ticket] else due.get(ticket.pk)
    refresh_deadlines(tickets, now)
    events = [awake(ticket, Why.CLAIM, now) for ticket in tickets if ticket.needs_reply]
    TicketEvent.objects.bulk_create(event for event in events if event is not None)
    for ticket in tickets:
        if ticket.needs_reply:
            ticket.status, ticket.solved_at = Status.OPEN, None
        elif closed[ticket]:
            ticket.status, ticket.solved_at = Status.SOLVED, ticket.last_message_at
    update_rows(Ticket, _OF_TICKETS, tickets)
    bump_on_commit(ticket.pk for ticket in tickets)
