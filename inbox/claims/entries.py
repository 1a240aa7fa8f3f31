"""What one entry does: to its claim, to the conversation, to the log. Nothing here asks or writes the database."""

from collections.abc import Iterator
from datetime import datetime

from connectors.incoming import Direction, IncomingClaim
from connectors.models import Account
from inbox.claims.deadlines import ENDED
from inbox.models import Claim, ClaimState, Delivery, EventKind, Message, Ticket, TicketEvent
from inbox.models.ticket import CLAIM
from inbox.names import fitting
from inbox.orders.orders import amount


def new_claim(ticket: Ticket, entry: IncomingClaim) -> Claim:
    """Before its first entry."""
    return Claim(
        account=ticket.account,
        ticket=ticket,
        external_id=fitting(entry.claim_id),
        kind=entry.kind.value,
        opened_at=entry.written_at,
        changed_at=entry.written_at,
    )


def follow(claim: Claim, entry: IncomingClaim) -> None:
    """The claim after this entry. An older entry that comes later only fills in what no newer one said."""
    is_newest = entry.written_at >= claim.changed_at
    if entry.state and is_newest:
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


def still_waits(account: Account, entry: IncomingClaim, claim: Claim, now: datetime) -> bool:
    """A deadline that was missed a short while ago is still one to see."""
    lately = now - account.connector_class.reply_window.hard
    if claim.state == ClaimState.SELLER and claim.respond_by and claim.respond_by > lately:
        return True
    return entry.starts_clock and claim.ended_at is None and entry.written_at > lately


def message_of(ticket: Ticket, entry: IncomingClaim, claim: Claim, *, now: datetime, opens_wait: bool) -> Message:
    """Words inside a claim are those of who said them, and said there: they start no clock of their own.

    The shop's words answer what the claim's own ticket waits for, never a question of the conversation.
    """
    ended = claim.ended_at is not None and entry.written_at <= claim.ended_at
    is_ours = entry.direction == Direction.OUT and ticket.kind == CLAIM
    return Message(
        ticket=ticket,
        account=ticket.account,
        direction=entry.direction.value,
        external_id=entry.external_id,
        author=entry.author[:255] or ticket.account.marketplace_label,
        body_text=entry.text or entry.subject,
        written_at=entry.written_at,
        fetched_at=now,
        stored_at=now,
        opens_wait=opens_wait and not ended,
        recipient="",
        within=claim.kind if entry.direction != Direction.SYSTEM else "",
        delivery=Delivery.ACCEPTED if is_ours else "",
        accepted_at=entry.written_at if is_ours else None,
        confirmed_at=entry.written_at if is_ours else None,
    )


def events_of(claim: Claim, ticket: Ticket, message_id: int, *, before: str, now: datetime) -> Iterator[TicketEvent]:
    """The log says what became of the claim; no buyer's words in it. before: its state, empty if it is new."""
    if before == claim.state:
        return
    kind = EventKind.CLAIM_CHANGED if before else EventKind.CLAIM_OPENED
    if claim.ended_at and ticket.kind == CLAIM:
        kind = EventKind.CLAIM_ENDED
    yield TicketEvent(
        ticket=ticket,
        at=now,
        kind=kind,
        message_id=message_id,
        before={"state": before} if before else None,
        after={"state": claim.state, "claim": claim.kind},
    )
