"""The log as plain rows, read without any of the figures' SQL."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from inbox.models import (
    CalendarVersion,
    Claim,
    Feedback,
    Message,
    Order,
    ResponseCycle,
    SurveyAnswer,
    Ticket,
    TicketEvent,
)

Row = Any
"""A SimpleNamespace with the columns of a table."""


@dataclass(frozen=True, order=True)
class RefCase:
    """One case, as kpis.figures.from_log.Case has it; agent: "" for nobody."""

    account: int
    ticket: int
    at: datetime
    channel: str
    agent: str
    language: str
    topic: str
    level: int
    kind: str
    part: str
    value: Decimal
    currency: str


class History:
    """Everything that was ever written, with the waits, log and messages of each ticket."""

    def __init__(self) -> None:
        self.tickets = {row.id: row for row in _all(Ticket)}
        self.messages = {row.id: row for row in _all(Message)}
        self.waits, self.claims, self.orders = _all(ResponseCycle), _all(Claim), _all(Order)
        self.feedback, self.answers = _all(Feedback), _all(SurveyAnswer)
        self.calendars = {row.id: row for row in _all(CalendarVersion)}
        self.events_of: dict[int, list[Row]] = defaultdict(list)
        for event in sorted(_all(TicketEvent), key=lambda row: (row.at, row.id)):
            self.events_of[event.ticket_id].append(event)
        self.waits_of: dict[int, list[Row]] = defaultdict(list)
        for wait in self.waits:
            self.waits_of[wait.ticket_id].append(wait)

    def case(
        self,
        ticket: Row | None,
        at: datetime,
        *,
        value: Any = 1,
        part: str = "",
        agent: int | None = None,
        currency: str = "",
        account: int = 0,
    ) -> RefCase:
        """agent: None = nobody. account: of what has no ticket."""
        return RefCase(
            account=ticket.account_id if ticket else account,
            ticket=ticket.id if ticket else 0,
            at=at,
            channel=ticket.channel if ticket else "",
            agent=str(agent or ""),
            language=ticket.language if ticket else "",
            topic=ticket.topic if ticket else "",
            level=(ticket.level or 1) if ticket else 1,
            kind=ticket.kind if ticket else "",
            part=part,
            value=Decimal(value),
            currency=currency,
        )


def _all(model: Any) -> list[Row]:
    return [SimpleNamespace(**row) for row in model.objects.order_by("pk").values()]
