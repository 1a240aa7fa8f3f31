"""How agents file a ticket, for programs: topic, level, snooze, spam, no answer needed."""

from datetime import datetime
from typing import Literal

from ninja import Router
from pydantic import BaseModel, ConfigDict, StrictInt

from inbox.api.auth import ApiRequest
from inbox.api.fields import Moment, Text
from inbox.api.problems import wrong_field
from inbox.api.ticket_out import TicketOut
from inbox.api.ticket_verbs import ANSWERS, carried_out
from inbox.models import Message, Ticket, User
from inbox.tickets import snooze, spam, topics, triage
from inbox.tickets.endings import answer_needed_for

router = Router(tags=["tickets"])


class TopicIn(BaseModel):
    """topic: one of ours, or of the ticket's marketplace; null = nobody knows."""

    model_config = ConfigDict(extra="forbid")

    topic: Text | None


class LevelIn(BaseModel):
    """level: 1 = solved in one go, 2 = acknowledged first and answered later; null = not said."""

    model_config = ConfigDict(extra="forbid")

    level: Literal[1, 2] | None


class SnoozeIn(BaseModel):
    """until: a moment; null = until the buyer writes."""

    model_config = ConfigDict(extra="forbid")

    until: Moment | None


class AnswerNeededIn(BaseModel):
    """message_id: a bare "thank you" that wants an answer all the same; left out, the last ending is taken back."""

    model_config = ConfigDict(extra="forbid")

    message_id: StrictInt | None = None


@router.post("/tickets/{int:ticket_id}/topic", response=ANSWERS)
def topic(request: ApiRequest, ticket_id: int, given: TopicIn) -> TicketOut:
    """Say what the ticket is about. Its deadlines are worked out anew."""
    return carried_out(request, ticket_id, topics.set_topic, topic=given.topic or "")


@router.post("/tickets/{int:ticket_id}/level", response=ANSWERS)
def level(request: ApiRequest, ticket_id: int, given: LevelIn) -> TicketOut:
    """Set the level. The ticket's deadlines are worked out anew."""
    return carried_out(request, ticket_id, topics.set_level, level=given.level)


@router.post("/tickets/{int:ticket_id}/snooze", response=ANSWERS)
def snooze_ticket(request: ApiRequest, ticket_id: int, given: SnoozeIn) -> TicketOut:
    """Put the ticket aside until a moment or until the buyer writes.

    It comes back two hours before a deadline whatever was asked for; 409 with type `urn:guichet:due-too-soon` if that
    is sooner than now.
    """
    return carried_out(request, ticket_id, lambda ticket, **who: snooze.snooze(ticket, given.until, **who))


@router.post("/tickets/{int:ticket_id}/wake", response=ANSWERS)
def wake(request: ApiRequest, ticket_id: int) -> TicketOut:
    """Take a snoozed ticket back into work."""
    return carried_out(request, ticket_id, snooze.wake)


@router.post("/tickets/{int:ticket_id}/spam", response=ANSWERS)
def mark_spam(request: ApiRequest, ticket_id: int) -> TicketOut:
    """Nobody needs to answer it; what still comes stays spam as long as no order is known."""
    return carried_out(request, ticket_id, spam.mark_spam)


@router.post("/tickets/{int:ticket_id}/not-spam", response=ANSWERS)
def not_spam(request: ApiRequest, ticket_id: int) -> TicketOut:
    """No spam after all: who waited waits on, from his own time."""
    return carried_out(request, ticket_id, spam.not_spam)


@router.post("/tickets/{int:ticket_id}/no-answer-needed", response=ANSWERS)
def no_answer_needed(request: ApiRequest, ticket_id: int) -> TicketOut:
    """End the open wait without an answer."""
    return carried_out(request, ticket_id, triage.no_answer_needed)


@router.post("/tickets/{int:ticket_id}/answer-needed", response=ANSWERS)
def answer_needed(request: ApiRequest, ticket_id: int, given: AnswerNeededIn) -> TicketOut:
    """Take the last ending without an answer back, or that of one bare "thank you": the wait goes on as it was."""

    def take_back(ticket: Ticket, *, by: User, now: datetime) -> None:
        if given.message_id is None:
            triage.answer_needed(ticket, by=by, now=now)
            return
        message = Message.objects.filter(ticket=ticket, pk=given.message_id).first()
        if message is None:
            raise wrong_field("message_id", "no message of this ticket")
        answer_needed_for(message, by=by, now=now)

    return carried_out(request, ticket_id, take_back)
