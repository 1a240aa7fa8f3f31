"""Take in what happens to claims: the claim itself, an entry of the marketplace on its ticket, and the deadline.

A claim that opens a ticket has one of its own, beside the conversation about the same order. Other entries go to the
conversation that has become the claim, else to the one about their order; where there is none, they are a notice of the
account until there is one (inbox/loose_claims.py).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from connectors.incoming import Direction, IncomingClaim, IncomingNotice, Person
from connectors.models import Account, Notice
from inbox.buyers import buyer_of
from inbox.changes import bump_on_commit
from inbox.claim_deadlines import ENDED, claim_due_at
from inbox.claim_json import as_json
from inbox.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.message_rows import keep_files, store_files
from inbox.models import (
    Claim,
    ClaimKind,
    ClaimState,
    Delivery,
    EventKind,
    LooseClaimEntry,
    Message,
    Order,
    Original,
    Status,
    Ticket,
    TicketEvent,
)
from inbox.models.ticket import CLAIM, Priority
from inbox.names import fitting
from inbox.notices import take_in_notices
from inbox.orders import amount
from inbox.ticket_row import SHOWN_FIELDS, show_beside, show_newest

_URGENT = (ClaimKind.A_TO_Z, ClaimKind.CANCELLATION)


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
    return sum(_take_in(account, entry, now=now, quiet=quiet) for entry in found if entry.external_id not in known)


def put_on_ticket(account: Account, entry: IncomingClaim, *, now: datetime, quiet: bool) -> bool:
    """Store an entry that is not known yet, with what it changes; False if there is no ticket it belongs on."""
    with transaction.atomic():
        claim = Claim.objects.filter(account=account, external_id=fitting(entry.claim_id)).first()
        ticket = _ticket_of(account, entry, claim, now)
        if ticket is None:
            return False
        is_new, before = claim is None, claim.state if claim else ""
        claim = _claim(account, entry, claim, ticket)
        is_history = quiet or entry.written_at < account.created_at
        over = is_history and not ticket.needs_reply and not _still_waits(account, entry, claim, now)
        message = _store_entry(ticket, entry, claim, now=now, opens_wait=entry.starts_clock and not over)
        _log(claim, message, before=before, now=now)
        if claim.ended_at is None and (entry.urgent or (is_new and entry.thread_id)):
            ticket.priority = max(ticket.priority, _priority(entry))
        _refresh(ticket, message, now=now, quiet=is_history, closed=over and (quiet or is_new))
    return True


def _take_in(account: Account, entry: IncomingClaim, *, now: datetime, quiet: bool) -> int:
    if put_on_ticket(account, entry, now=now, quiet=quiet):
        return 1
    notice = IncomingNotice(entry.external_id, entry.subject, entry.text, "", entry.written_at)
    with transaction.atomic():
        if entry.order_id:
            _keep_for_later(account, entry)
        return take_in_notices(account, [notice], now=now)


def _keep_for_later(account: Account, entry: IncomingClaim) -> None:
    LooseClaimEntry.objects.get_or_create(
        account=account,
        external_id=entry.external_id,
        defaults={"order_id": entry.order_id[:100], "entry": as_json(entry), "written_at": entry.written_at},
    )


def _ticket_of(account: Account, entry: IncomingClaim, claim: Claim | None, now: datetime) -> Ticket | None:
    """The ticket this entry belongs on, locked; made if it has one of its own."""
    tickets = Ticket.objects.select_for_update(of=("self",)).filter(account=account).select_related("account", "buyer")
    if claim is not None:
        return tickets.get(pk=claim.ticket_id)
    if entry.thread_id:
        grown = tickets.filter(thread_id=entry.thread_id).order_by("-episode").first()
        if grown is not None:
            return grown
    thread_id = fitting(f"{CLAIM}:{entry.claim_id}")
    if entry.opens_ticket:
        own = tickets.filter(thread_id=thread_id).order_by("-episode").first()
        return own or _new_ticket(account, entry, thread_id, now)
    if not entry.order_id:
        return None
    return tickets.filter(order_id=entry.order_id).exclude(kind=CLAIM).order_by("-last_message_at", "-id").first()


def _new_ticket(account: Account, entry: IncomingClaim, thread_id: str, now: datetime) -> Ticket:
    buyer = buyer_of(account, _person(account, entry), now)
    opened_at = min(entry.written_at, now)
    ticket = Ticket.objects.create(
        account=account,
        thread_id=thread_id,
        kind=CLAIM,
        buyer=buyer,
        buyer_name=str(buyer)[:255],
        subject=entry.subject[:500],
        item_id=entry.item_id[:100],
        order_id=entry.order_id[:100],
        priority=_priority(entry),
        last_message_at=opened_at,
        queue_at=now,
        created_at=opened_at,
        updated_at=now,
    )
    TicketEvent.objects.create(ticket=ticket, at=now, kind=EventKind.OPENED)
    return ticket


def _priority(entry: IncomingClaim) -> Priority:
    return Priority.URGENT if entry.urgent or entry.kind.value in _URGENT else Priority.HIGH


def _person(account: Account, entry: IncomingClaim) -> Person:
    """Who claims: as told, else whoever wrote about the order; else the order stands for him."""
    if entry.buyer and entry.buyer.handle:
        return entry.buyer
    name = entry.buyer.name if entry.buyer else ""
    if entry.order_id:
        about = Ticket.objects.filter(account=account, order_id=entry.order_id).exclude(kind=CLAIM)
        if ticket := about.select_related("buyer").order_by("-last_message_at").first():
            return Person(ticket.buyer.handle, name or ticket.buyer.name)
        order = Order.objects.filter(account=account, external_id=entry.order_id).first()
        name = name or (order.buyer_name if order else "")
    return Person(entry.order_id or entry.claim_id, name)


def _claim(account: Account, entry: IncomingClaim, claim: Claim | None, ticket: Ticket) -> Claim:
    """The claim after this entry. An older entry that comes later only fills in what no newer one said."""
    if claim is None:
        claim = Claim(account=account, ticket=ticket, external_id=fitting(entry.claim_id), kind=entry.kind.value)
        claim.opened_at = claim.changed_at = entry.written_at
    is_newest = entry.written_at >= claim.changed_at
    if entry.state and (is_newest or claim._state.adding):
        claim.state = entry.state.value
        claim.ended_at = entry.written_at if claim.state in ENDED else None
    if entry.state_there and (is_newest or not claim.state_there):
        claim.state_there = entry.state_there[:100]
    if entry.respond_by and (is_newest or claim.respond_by is None):
        claim.respond_by = entry.respond_by
    if entry.amount and (is_newest or claim.amount is None):
        claim.amount, claim.currency = amount(entry.amount), entry.amount.currency[:3]
    if entry.links and (is_newest or not claim.links):
        claim.links = dict(entry.links)
    claim.order_id = claim.order_id or entry.order_id[:100]
    claim.item_id = claim.item_id or entry.item_id[:100]
    claim.reason = claim.reason or entry.reason[:100]
    claim.opened_at = min(claim.opened_at, entry.written_at)
    claim.changed_at = max(claim.changed_at, entry.written_at)
    claim.save()
    return claim


def _still_waits(account: Account, entry: IncomingClaim, claim: Claim, now: datetime) -> bool:
    """A deadline that was missed a short while ago is still one to see."""
    if claim.state == ClaimState.SELLER and claim.respond_by and claim.respond_by + account.hard_window > now:
        return True
    return entry.starts_clock and claim.ended_at is None and entry.written_at + account.hard_window > now


def _store_entry(ticket: Ticket, entry: IncomingClaim, claim: Claim, *, now: datetime, opens_wait: bool) -> Message:
    """Words inside a claim are those of who said them, and said there: they start no clock of their own.

    The shop's words answer what the claim's own ticket waits for, never a question of the conversation.
    """
    ended = claim.ended_at is not None and entry.written_at <= claim.ended_at
    is_ours = entry.direction == Direction.OUT and ticket.kind == CLAIM
    message = Message.objects.create(
        ticket=ticket,
        account=ticket.account,
        direction=entry.direction.value,
        external_id=entry.external_id,
        author=entry.author[:255] or ticket.account.marketplace_label,
        body_text=entry.text or entry.subject,
        written_at=entry.written_at,
        fetched_at=now,
        opens_wait=opens_wait and not ended,
        within=claim.kind if entry.direction != Direction.SYSTEM else "",
        delivery=Delivery.ACCEPTED if is_ours else "",
        accepted_at=entry.written_at if is_ours else None,
        confirmed_at=entry.written_at if is_ours else None,
    )
    if entry.links:
        Original.objects.create(message=message, links=dict(entry.links))
    store_files(message.pk, entry.attachments)
    return message


def _log(claim: Claim, message: Message, *, before: str, now: datetime) -> None:
    """The log says what became of the claim; no buyer's words in it."""
    kind = EventKind.CLAIM_CHANGED if before else EventKind.CLAIM_OPENED
    if claim.ended_at and before != claim.state and claim.ticket.kind == CLAIM:
        kind = EventKind.CLAIM_ENDED
    elif before == claim.state:
        return
    TicketEvent.objects.create(
        ticket_id=message.ticket_id,
        at=now,
        kind=kind,
        message_id=message.pk,
        before={"state": before} if before else None,
        after={"state": claim.state, "claim": claim.kind},
    )


def _refresh(ticket: Ticket, message: Message, *, now: datetime, quiet: bool, closed: bool) -> None:
    is_beside = message.direction == Direction.SYSTEM and ticket.kind != CLAIM
    (show_beside if is_beside else show_newest)(ticket, message, now)
    ticket.claim_due_at = claim_due_at(ticket)
    if closed and ticket.kind == CLAIM:
        ticket.claim_due_at = None
    refresh_deadlines([ticket], now)
    if ticket.needs_reply:
        ticket.status, ticket.solved_at = Status.OPEN, None
    elif closed and ticket.kind == CLAIM:
        ticket.status, ticket.solved_at = Status.SOLVED, ticket.last_message_at
    ticket.unread = ticket.unread or not quiet
    ticket.save(update_fields=[*SHOWN_FIELDS, *DEADLINE_FIELDS, "claim_due_at", "priority", "unread"])
    bump_on_commit([ticket.pk])
