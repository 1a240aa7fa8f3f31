"""What else is about the same order, such as its claim, and what else the same buyer wrote about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from inbox.models import Ticket, User
from inbox.models.ticket import CLAIM
from inbox.time_words import moment
from inbox.views.ticket_rows import time_left_of

MOST = 6


@dataclass(frozen=True)
class OtherTicket:
    """state: how it stands, in words; urgency: the same for colour."""

    id: int
    subject: str
    state: str
    urgency: str
    at: str
    is_claim: bool


@dataclass(frozen=True)
class OtherTickets:
    """conversation: where the buyer of a claim can be written to, if anywhere."""

    of_order: Sequence[OtherTicket]
    of_buyer: Sequence[OtherTicket]
    conversation: OtherTicket | None


def other_tickets(ticket: Ticket, *, user: User, now: datetime) -> OtherTickets:
    """Those of the order first, each kind the newest first: one query."""
    same_order = Q(pk=None)
    if ticket.order_id:
        same_order = Q(order_id=ticket.order_id, account_id=ticket.account_id)
    visible = Ticket.objects.visible_to(user).filter(same_order | Q(buyer_id=ticket.buyer_id)).exclude(id=ticket.id)
    found = visible.annotate(same_order=same_order).order_by("-same_order", "-last_message_at", "-id")[:MOST]
    of_order: list[OtherTicket] = []
    of_buyer: list[OtherTicket] = []
    for other in found:
        about_order = other.same_order  # type: ignore[attr-defined]
        (of_order if about_order else of_buyer).append(_line(other, now=now))
    return OtherTickets(of_order, of_buyer, next((line for line in of_order if not line.is_claim), None))


def _line(other: Ticket, *, now: datetime) -> OtherTicket:
    left = time_left_of(other, now=now)
    return OtherTicket(
        id=other.id,
        subject=other.subject or other.snippet,
        state=left.words,
        urgency=left.urgency.value,
        at=moment(other.last_message_at, now=now),
        is_claim=other.kind == CLAIM,
    )
