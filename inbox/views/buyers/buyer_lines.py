"""What the page of a buyer lists: his tickets, orders, claims and feedback, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.erasure.person import Person
from inbox.models import ClaimState, User
from inbox.models.ticket import CLAIM
from inbox.views.buyers.order_words import state_words
from inbox.views.claims.claim_words import kind_words
from inbox.views.lists.ticket_rows import time_left_of
from inbox.views.ticket.subjects import subject_of
from inbox.words.money import money
from inbox.words.times import exact, moment

MOST = 50


@dataclass(frozen=True)
class Line:
    """ticket_id: where it is treated, if anywhere."""

    title: str
    about: str
    at: str
    exact: str = ""
    ticket_id: int | None = None


@dataclass(frozen=True)
class BuyerLines:
    tickets: Sequence[Line]
    orders: Sequence[Line]
    claims: Sequence[Line]
    feedback: Sequence[Line]


def buyer_lines(people: Sequence[Person], *, user: User, now: datetime) -> BuyerLines:
    """Of each kind the MOST newest that the user may see; where there are several accounts, each line names its own."""
    lines = [
        _lines_at(person, user=user, now=now, where=person.account.name if people[1:] else "") for person in people
    ]
    return BuyerLines(
        tickets=[line for one in lines for line in one.tickets],
        orders=[line for one in lines for line in one.orders],
        claims=[line for one in lines for line in one.claims],
        feedback=[line for one in lines for line in one.feedback],
    )


def _lines_at(person: Person, *, user: User, now: datetime, where: str) -> BuyerLines:
    seen = person.tickets.visible_to(user)  # type: ignore[attr-defined]
    tickets = seen.order_by("-last_message_at", "-id")[:MOST]
    claims = person.claims.filter(ticket__in=seen).order_by("-opened_at", "-id")[:MOST]
    orders = person.orders.visible_to(user).order_by("-placed_at", "-id")[:MOST]
    feedback = person.feedback.visible_to(user).order_by("-written_at", "-id")[:MOST]
    return BuyerLines(
        tickets=[
            Line(
                subject_of(ticket) or ticket.snippet or f"#{ticket.pk}",
                _joined(time_left_of(ticket, now=now).words, where),
                moment(ticket.last_message_at, now=now),
                exact(ticket.last_message_at),
                ticket.pk,
            )
            for ticket in tickets
            if ticket.kind != CLAIM
        ],
        orders=[
            Line(
                order.external_id,
                _joined(state_words(order.state), money(order.total, order.currency), where),
                moment(order.placed_at, now=now) if order.placed_at else "",
                exact(order.placed_at) if order.placed_at else "",
            )
            for order in orders
        ],
        claims=[
            Line(
                kind_words(claim.kind),
                _joined(str(ClaimState(claim.state).label), money(claim.amount, claim.currency), where),
                moment(claim.opened_at, now=now),
                exact(claim.opened_at),
                claim.ticket_id,
            )
            for claim in claims
        ],
        feedback=[
            Line(
                one.text or "–",
                _joined(_stars(one.rating) or one.word, where),
                moment(one.written_at, now=now),
                exact(one.written_at),
                one.ticket_id,
            )
            for one in feedback
        ],
    )


def _stars(rating: int | None) -> str:
    return f"{rating}/5" if rating else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
