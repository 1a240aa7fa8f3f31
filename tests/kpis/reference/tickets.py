"""Tickets: what it took to solve them, contacts; opinions; claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.kpis.reference.answers import seconds
from tests.kpis.reference.history import History, RefCase, Row


@dataclass(frozen=True)
class _Solution:
    ticket: Row
    at: datetime
    exchanges: int
    asked_at: datetime | None
    reopened: bool


def _solutions(log: History) -> Iterator[_Solution]:
    """The first one of each ticket that the shop did not take back by hand."""
    for ticket in log.tickets.values():
        at = _first_solved(log, ticket)
        if at is not None:
            waits = log.waits_of[ticket.id]
            answered = [wait for wait in waits if wait.answered_at and wait.answered_at <= at]
            back = any(event.kind == "reopened" and event.at >= at for event in log.events_of[ticket.id])
            yield _Solution(ticket, at, len(answered), min((wait.opened_at for wait in waits), default=None), back)


def _first_solved(log: History, ticket: Row) -> datetime | None:
    told = [one for one in log.events_of[ticket.id] if one.kind in ("solved", "status", "answer_needed", "reopened")]
    for place, event in enumerate(told):
        if event.kind == "solved":
            following = told[place + 1] if place + 1 < len(told) else None
            taken_back = following is not None and (
                following.kind == "answer_needed"
                or (following.kind == "status" and (following.before or {}).get("value") == "solved")
            )
            if not taken_back:
                return event.at  # type: ignore[no-any-return]
    return ticket.solved_at if ticket.status == "solved" else None  # type: ignore[no-any-return]


def solved_at_first_contact(log: History, now: datetime) -> Iterator[RefCase]:
    for one in _solutions(log):
        if one.exchanges:
            at_once = one.exchanges == 1 and not one.reopened
            yield log.case(one.ticket, one.at, value=int(at_once), agent=one.ticket.assignee_id)


def exchanges_per_ticket(log: History, now: datetime) -> Iterator[RefCase]:
    for one in _solutions(log):
        if one.exchanges:
            yield log.case(one.ticket, one.at, value=one.exchanges, agent=one.ticket.assignee_id)


def reopened_share(log: History, now: datetime) -> Iterator[RefCase]:
    for one in _solutions(log):
        yield log.case(one.ticket, one.at, value=int(one.reopened), agent=one.ticket.assignee_id)


def time_to_solve(log: History, now: datetime) -> Iterator[RefCase]:
    for one in _solutions(log):
        if one.asked_at and one.asked_at <= one.at:
            yield log.case(one.ticket, one.at, value=seconds(one.at - one.asked_at), agent=one.ticket.assignee_id)


def opinions(log: History, now: datetime, *, positive: bool) -> Iterator[RefCase]:
    told = [(row, row.written_at, "feedback") for row in log.feedback]
    told += [(row, row.answered_at, row.source) for row in log.answers]
    for row, at, source in told:
        if row.rating is not None and row.account_id is not None:
            ticket = log.tickets.get(row.ticket_id)
            value = int(row.rating >= 4) if positive else row.rating
            agent = ticket.assignee_id if ticket else None
            yield log.case(ticket, at, value=value, part=source, agent=agent, account=row.account_id)


def _contacts(log: History) -> Iterator[Row]:
    for ticket in log.tickets.values():
        if ticket.kind == "message" and ticket.status not in ("spam", "merged"):
            yield ticket


def contacts(log: History, now: datetime, *, by_product: bool) -> Iterator[RefCase]:
    for ticket in _contacts(log):
        part = ticket.item_id if by_product else ""
        yield log.case(ticket, ticket.created_at, part=part, agent=ticket.assignee_id)


def on_orders(log: History, now: datetime, what: str) -> Iterator[RefCase]:
    if what == "contact":
        yield from (log.case(one, one.created_at, part=what, agent=one.assignee_id) for one in _contacts(log))
    else:
        yield from claims_opened(log, now, of=lambda claim: what)
    for order in log.orders:
        if order.placed_at:
            case = log.case(None, order.placed_at, part="order", account=order.account_id)
            yield RefCase(**{**case.__dict__, "channel": order.channel})


def claims_opened(log: History, now: datetime, *, of: object) -> Iterator[RefCase]:
    for claim in log.claims:
        ticket = log.tickets[claim.ticket_id]
        yield log.case(ticket, claim.opened_at, part=of(claim), agent=ticket.assignee_id)  # type: ignore[operator]


def claims_amount(log: History, now: datetime) -> Iterator[RefCase]:
    for claim in log.claims:
        if claim.amount is not None:
            ticket = log.tickets[claim.ticket_id]
            money = {"value": claim.amount, "currency": claim.currency}
            yield log.case(ticket, claim.opened_at, part=claim.kind, agent=ticket.assignee_id, **money)


def claims_ended(log: History, now: datetime) -> Iterator[RefCase]:
    for claim in log.claims:
        if claim.ended_at:
            ticket = log.tickets[claim.ticket_id]
            refunded = ticket.resolution in ("refund", "partial_refund")
            part = claim.state if claim.state in ("won", "lost") else "refunded" if refunded else "closed"
            yield log.case(ticket, claim.ended_at, part=part, agent=ticket.assignee_id)


def waited_before_claim(log: History, now: datetime) -> Iterator[RefCase]:
    for claim in log.claims:
        same_order = {
            ticket.id
            for ticket in log.tickets.values()
            if claim.order_id and ticket.order_id == claim.order_id and ticket.account_id == claim.account_id
        }
        places = {claim.ticket_id, *same_order}
        before = [wait for place in places for wait in log.waits_of[place] if wait.opened_at < claim.opened_at]
        if before:
            open_then = [one.opened_at for one in before if one.ended_at is None or one.ended_at > claim.opened_at]
            length = claim.opened_at - min(open_then) if open_then else timedelta(0)
            ticket = log.tickets[claim.ticket_id]
            part = "waiting" if open_then else "answered"
            yield log.case(ticket, claim.opened_at, value=seconds(length), part=part, agent=ticket.assignee_id)


def claims_open(log: History, moment: datetime, *, at_stake: bool) -> Iterator[RefCase]:
    for claim in log.claims:
        if claim.opened_at < moment and (claim.ended_at is None or claim.ended_at >= moment):
            if at_stake and claim.amount is None:
                continue
            money = {"value": claim.amount, "currency": claim.currency} if at_stake else {}
            ticket, at = log.tickets[claim.ticket_id], moment - timedelta(microseconds=1)
            yield log.case(ticket, at, part=claim.kind, agent=ticket.assignee_id, **money)
