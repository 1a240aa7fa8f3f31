"""A ticket as the API shows it. What belongs to later features is null until they come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from inbox.api.conversation_out import ConversationOut, conversation_out
from inbox.api.cycle_out import ClockOut, CycleOut, clocks_of, cycles_of, open_cycles
from inbox.api.forward_out import ForwardOut, forwards_of
from inbox.api.messages import MessageOut, messages_of
from inbox.api.order_out import ClaimOut, MoneyOut, TicketOrderOut, claim_out, match_out, money_out, ticket_order_out
from inbox.api.understood_out import FlagWord, flags_by_ticket
from inbox.arriving.conversations import conversations_by_ticket
from inbox.models import Buyer, Claim, Order, OrderMatch, Resolution, ResponseCycle, Status, Ticket, User
from inbox.models.ticket import Priority
from inbox.tickets.about import claims_by_ticket, orders_by_ticket

PriorityWord = Literal["low", "normal", "high", "urgent"]


class PersonOut(BaseModel):
    """A user of Guichet."""

    id: int
    name: str
    email: str


class ResolutionOut(BaseModel):
    """What the buyer got. cost: to the shop; null = nothing, or not said."""

    kind: Resolution
    cost: MoneyOut | None


class StepOut(BaseModel):
    """One step of the checklist. done_at: null while it is to do."""

    id: int
    text: str
    done_at: datetime | None


class BuyerOut(BaseModel):
    """handle: the name the marketplace writes to. name: null where the marketplace gives none."""

    id: int
    name: str | None
    handle: str
    erased: bool


class TicketOut(BaseModel):
    """reply_due_at: the soonest of all deadlines of the ticket that run; null if none does. overdue: it has passed.

    marketplace_due_at, company_due_at: of the answer that the buyer waits for, on each clock; null if he does not wait,
    if no policy sets one, and of the company's while it is paused.

    order_match: how sure order_id is; null if the marketplace itself names it, or nobody does. "chosen" without an
    order_id: a person said that the ticket is about none. order: null until the marketplace has told us of it.
    resolution: null until somebody records one.
    merged_into: of a merged ticket, the one that has its messages now. split_from: the one it was taken out of.
    flags: what the buyer's newest message is besides its topic; see UnderstoodOut.
    snoozed_until: of a snoozed ticket; null = until the buyer writes.
    claim: the open one, else the newest. channel: the sales channel, where the account has several.
    conversation: null where the marketplace says no more of it than its messages.
    """

    id: int
    marketplace: str
    account_id: int
    channel: str | None
    thread_id: str
    kind: str
    subject: str | None
    buyer: BuyerOut
    order_id: str | None
    order_match: OrderMatch | None
    item_id: str | None
    status: Status
    priority: PriorityWord
    assignee: PersonOut | None
    tags: list[str]
    language: str | None
    topic: str | None
    level: int | None
    flags: list[FlagWord]
    snoozed_until: datetime | None
    resolution: ResolutionOut | None
    merged_into: int | None
    split_from: int | None
    needs_reply: bool
    reply_due_at: datetime | None
    marketplace_due_at: datetime | None
    company_due_at: datetime | None
    overdue: bool
    order: TicketOrderOut | None
    claim: ClaimOut | None
    conversation: ConversationOut | None
    created_at: datetime
    updated_at: datetime


class TicketDetail(TicketOut):
    """messages: all of them, in the order they were written. cycles: the waits; clocks: what else has a deadline.
    forwards: mails to carriers and suppliers with what they answered; no messages of the ticket.
    linked: numbers of the tickets linked to it, of those that one may see.
    """

    messages: list[MessageOut]
    forwards: list[ForwardOut]
    checklist: list[StepOut]
    linked: list[int]
    cycles: list[CycleOut]
    clocks: list[ClockOut]


def tickets_out(tickets: Sequence[Ticket], now: datetime) -> list[TicketOut]:
    """tickets: with account, buyer and assignee already fetched. A few more queries, however many there are."""
    cycles = open_cycles(tickets)
    orders, claims = orders_by_ticket(tickets), claims_by_ticket(tickets)
    conversations, flags = conversations_by_ticket(tickets), flags_by_ticket(tickets)
    return [
        TicketOut(
            **_fields(ticket, now, order=orders.get(ticket.pk), claim=claims.get(ticket.pk)),
            **_dues(cycles.get(ticket.pk)),
            conversation=conversation_out(conversations.get(ticket.pk)),
            flags=flags.get(ticket.pk, []),
        )
        for ticket in tickets
    ]


def ticket_detail(ticket: Ticket, now: datetime) -> TicketDetail:
    """ticket: from ticket_or_404."""
    (shown,) = tickets_out([ticket], now)
    return TicketDetail(
        **dict(shown),
        messages=messages_of(ticket),
        forwards=forwards_of(ticket),
        checklist=[StepOut(id=step.pk, text=step.text, done_at=step.done_at) for step in ticket.steps.all()],
        linked=ticket.linked_ids,  # type: ignore[attr-defined]
        cycles=cycles_of(ticket, now),
        clocks=clocks_of(ticket, now),
    )


def _buyer_out(buyer: Buyer) -> BuyerOut:
    return BuyerOut(id=buyer.pk, name=buyer.name or None, handle=buyer.handle, erased=buyer.erased_at is not None)


def priority_word(priority: int) -> str:
    return Priority(priority).name.lower()


def _fields(ticket: Ticket, now: datetime, *, order: Order | None, claim: Claim | None) -> dict[str, Any]:
    return {
        "id": ticket.pk,
        "marketplace": ticket.account.marketplace,
        "account_id": ticket.account_id,
        "channel": ticket.channel or None,
        "thread_id": ticket.thread_id,
        "kind": ticket.kind,
        "subject": ticket.subject or None,
        "buyer": _buyer_out(ticket.buyer),
        "order_id": ticket.order_id or None,
        "order_match": match_out(ticket),
        "item_id": ticket.item_id or None,
        "status": ticket.status,
        "priority": priority_word(ticket.priority),
        "assignee": _person_out(ticket.assignee),
        "tags": ticket.tags,
        "language": ticket.language or None,
        "topic": ticket.topic or None,
        "level": ticket.level,
        "snoozed_until": ticket.snoozed_until,
        "resolution": _resolution_out(ticket),
        "merged_into": ticket.merged_into_id,
        "split_from": ticket.split_from_id,
        "needs_reply": ticket.needs_reply,
        "reply_due_at": ticket.reply_due_at,
        "overdue": ticket.is_overdue(now),
        "order": ticket_order_out(order, ticket),
        "claim": claim_out(claim),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
    }


def _dues(cycle: ResponseCycle | None) -> dict[str, Any]:
    """cycle: the wait that lasts, if one does."""
    runs_there = cycle is not None and cycle.marketplace_ended_at is None
    return {
        "marketplace_due_at": cycle.due_at if cycle and runs_there else None,
        "company_due_at": cycle.company_due_at if cycle else None,
    }


def _resolution_out(ticket: Ticket) -> ResolutionOut | None:
    if not ticket.resolution:
        return None
    cost = money_out(ticket.resolution_amount, ticket.resolution_currency)
    return ResolutionOut(kind=Resolution(ticket.resolution), cost=cost)


def _person_out(user: User | None) -> PersonOut | None:
    return PersonOut(id=user.pk, name=str(user), email=user.email) if user else None
