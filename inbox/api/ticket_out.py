"""A ticket as the API shows it. What belongs to later features is null until they come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from inbox.about_tickets import claims_by_ticket, orders_by_ticket
from inbox.api.conversation_out import ConversationOut, conversation_out
from inbox.api.messages import MessageOut, messages_of
from inbox.api.order_out import ClaimOut, TicketOrderOut, claim_out, match_out, ticket_order_out
from inbox.conversations import conversations_by_ticket
from inbox.models import Buyer, Claim, Order, OrderMatch, ResponseCycle, Status, Ticket, User
from inbox.models.cycle import EndReason
from inbox.models.ticket import Priority

PriorityWord = Literal["low", "normal", "high", "urgent"]


class PersonOut(BaseModel):
    """A user of Guichet."""

    id: int
    name: str
    email: str


class BuyerOut(BaseModel):
    """handle: the name the marketplace writes to. name: null where the marketplace gives none."""

    id: int
    name: str | None
    handle: str
    erased: bool


class TicketOut(BaseModel):
    """reply_due_at: the marketplace's deadline; null if no buyer waits. overdue: it has passed.

    order_match: how sure order_id is; null if the marketplace itself names it, or nobody does. "chosen" without an
    order_id: a person said that the ticket is about none. order: null until the marketplace has told us of it.
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
    needs_reply: bool
    reply_due_at: datetime | None
    company_due_at: datetime | None
    overdue: bool
    order: TicketOrderOut | None
    claim: ClaimOut | None
    conversation: ConversationOut | None
    created_at: datetime
    updated_at: datetime


class CycleOut(BaseModel):
    """One wait of the buyer. met: null while it lasts and is not late."""

    opened_at: datetime
    due_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    met: bool | None


class TicketDetail(TicketOut):
    """messages: all of them, in the order they were written."""

    messages: list[MessageOut]
    cycles: list[CycleOut]


def tickets_out(tickets: Sequence[Ticket], now: datetime) -> list[TicketOut]:
    """tickets: with account, buyer and assignee already fetched. Two or three more queries, however many there are."""
    orders, claims = orders_by_ticket(tickets), claims_by_ticket(tickets)
    conversations = conversations_by_ticket(tickets)
    return [
        TicketOut(
            **_fields(ticket, now, order=orders.get(ticket.pk), claim=claims.get(ticket.pk)),
            conversation=conversation_out(conversations.get(ticket.pk)),
        )
        for ticket in tickets
    ]


def ticket_detail(ticket: Ticket, now: datetime) -> TicketDetail:
    (shown,) = tickets_out([ticket], now)
    cycles = ResponseCycle.objects.filter(ticket=ticket).order_by("number")
    return TicketDetail(
        **dict(shown), messages=messages_of(ticket), cycles=[_cycle_out(cycle, now) for cycle in cycles]
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
        "needs_reply": ticket.needs_reply,
        "reply_due_at": ticket.reply_due_at,
        "company_due_at": None,
        "overdue": ticket.is_overdue(now),
        "order": ticket_order_out(order, ticket),
        "claim": claim_out(claim),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
    }


def _person_out(user: User | None) -> PersonOut | None:
    return PersonOut(id=user.pk, name=str(user), email=user.email) if user else None


def _cycle_out(cycle: ResponseCycle, now: datetime) -> CycleOut:
    return CycleOut(
        opened_at=cycle.opened_at,
        due_at=cycle.due_at,
        answered_at=cycle.answered_at,
        ended_at=cycle.ended_at,
        end_reason=EndReason(cycle.end_reason) if cycle.end_reason else None,
        met=cycle.met(now),
    )
