"""What else is about the same order, such as its claim, and what else the same buyer wrote about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from inbox.models import Ticket, User
from inbox.models.ticket import CLAIM, NOT_LISTED
from inbox.views.lists.ticket_rows import time_left_of
from inbox.views.ticket.subjects import subject_of
from inbox.words.times import exact, moment

MOST = 8


@dataclass(frozen=True)
class OtherTicket:
    """state: how it stands, in words; urgency: the same for colour."""

    id: int
    subject: str
    state: str
    urgency: str
    at: str
    exact: str
    is_claim: bool


@dataclass(frozen=True)
class OtherTickets:
    """conversation: where the buyer of a claim can be written to, if anywhere."""

    linked: Sequence[OtherTicket]
    of_order: Sequence[OtherTicket]
    of_buyer: Sequence[OtherTicket]
    conversation: OtherTicket | None


def other_tickets(ticket: Ticket, *, user: User, now: datetime) -> OtherTickets:
    """Linked ones first, then those of the order, each kind the newest first: one query.

    ticket: with `linked_ids`, as ticket_of() has it.
    """
    same_order = Q(pk=None)
    if ticket.order_id:
        same_order = Q(order_id=ticket.order_id, account_id=ticket.account_id)
    linked = Q(id__in=ticket.linked_ids)  # type: ignore[attr-defined]
    listed = ~Q(status__in=NOT_LISTED)
    related = linked | (same_order & listed) | (Q(buyer_id=ticket.buyer_id) & listed)
    visible = Ticket.objects.visible_to(user).exclude(id=ticket.id)
    found = visible.filter(related).annotate(linked=linked, same_order=same_order)
    groups: dict[str, list[OtherTicket]] = {"linked": [], "of_order": [], "of_buyer": []}
    for other in found.order_by("-linked", "-same_order", "-last_message_at", "-id")[:MOST]:
        is_linked, is_same = other.linked, other.same_order  # type: ignore[attr-defined]
        group = "linked" if is_linked else "of_order" if is_same else "of_buyer"
        groups[group].append(_line(other, now=now))
    conversation = next((line for line in groups["of_order"] if not line.is_claim), None)
    return OtherTickets(groups["linked"], groups["of_order"], groups["of_buyer"], conversation)


def _line(other: Ticket, *, now: datetime) -> OtherTicket:
    left = time_left_of(other, now=now)
    return OtherTicket(
        id=other.id,
        subject=subject_of(other) or other.snippet or f"#{other.id}",
        state=left.words,
        urgency=left.urgency.value,
        at=moment(other.last_message_at, now=now),
        exact=exact(other.last_message_at),
        is_claim=other.kind == CLAIM,
    )
