"""What the page of a buyer lists: his tickets, orders, claims and feedback, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.erasure.person import Person
from inbox.models import ClaimState, User
from inbox.models.ticket import CLAIM
from inbox.money_words import money
from inbox.time_words import moment
from inbox.views.claim_words import kind_words
from inbox.views.order_words import state_words
from inbox.views.ticket_rows import time_left_of

MOST = 50


@dataclass(frozen=True)
class Line:
    """ticket_id: where it is treated, if anywhere."""

    title: str
    about: str
    at: str
    ticket_id: int | None = None


@dataclass(frozen=True)
class BuyerLines:
    tickets: Sequence[Line]
    orders: Sequence[Line]
    claims: Sequence[Line]
    feedback: Sequence[Line]


def buyer_lines(person: Person, *, user: User, now: datetime) -> BuyerLines:
    """Of each kind the MOST newest that the user may see."""
    seen = person.tickets.visible_to(user)  # type: ignore[attr-defined]
    tickets = seen.order_by("-last_message_at", "-id")[:MOST]
    claims = person.claims.filter(ticket__in=seen).order_by("-opened_at", "-id")[:MOST]
    orders = person.orders.order_by("-placed_at", "-id")[:MOST]
    feedback = person.feedback.order_by("-written_at", "-id")[:MOST]
    return BuyerLines(
        tickets=[
            Line(
                ticket.subject or ticket.snippet or f"#{ticket.pk}",
                time_left_of(ticket, now=now).words,
                moment(ticket.last_message_at, now=now),
                ticket.pk,
            )
            for ticket in tickets
            if ticket.kind != CLAIM
        ],
        orders=[
            Line(
                order.external_id,
                " · ".join(filter(None, (state_words(order.state), money(order.total, order.currency)))),
                moment(order.placed_at, now=now) if order.placed_at else "",
            )
            for order in orders
        ],
        claims=[
            Line(
                kind_words(claim.kind),
                " · ".join(filter(None, (str(ClaimState(claim.state).label), money(claim.amount, claim.currency)))),
                moment(claim.opened_at, now=now),
                claim.ticket_id,
            )
            for claim in claims
        ],
        feedback=[
            Line(one.text or "–", _stars(one.rating) or one.word, moment(one.written_at, now=now), one.ticket_id)
            for one in feedback
        ],
    )


def _stars(rating: int | None) -> str:
    return f"{rating}/5" if rating else ""
