"""Answer a ticket, or write a note on it."""

from typing import Annotated

from django.utils import timezone
from ninja import Header, Router, Status
from pydantic import BaseModel, ConfigDict, StringConstraints

from inbox import outbox, triage
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.fields import STORABLE, Text
from inbox.api.messages import MessageDetail, message_detail
from inbox.api.one_ticket import ticket_or_404
from inbox.models import Delivery
from inbox.permissions import may_answer

router = Router(tags=["tickets"])

_KeyText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), STORABLE]
Key = Annotated[_KeyText, Header(alias="Idempotency-Key")]


class BodyIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    body: Text


class ReplyIn(BodyIn):
    """recipient: one of the ticket's conversation.recipients; left out or null = the buyer."""

    recipient: Annotated[str, StringConstraints(max_length=30), STORABLE] | None = None


class ReplyOut(BaseModel):
    """delivery: as it is now; `GET /messages/{id}` follows it."""

    message_id: int
    delivery: Delivery


@router.post(
    "/tickets/{int:ticket_id}/replies", response={202: ReplyOut, **problems(400, 401, 403, 404, 409, 413, 422, 429)}
)
def reply(request: ApiRequest, ticket_id: int, payload: ReplyIn, idempotency_key: Key) -> Status[ReplyOut]:
    """Queue a reply, to the buyer unless another recipient is named; it leaves after the undo delay.

    The same Idempotency-Key with the same body and recipient gives the same message; with others it is a conflict.
    """
    user = require(request, may_answer)
    ticket = ticket_or_404(user, ticket_id)
    message = outbox.queue_reply(
        ticket,
        body=payload.body,
        by=user,
        now=timezone.now(),
        idempotency_key=idempotency_key,
        recipient=payload.recipient or "",
    )
    return Status(202, ReplyOut(message_id=message.pk, delivery=Delivery(message.delivery)))


@router.post(
    "/tickets/{int:ticket_id}/notes", response={201: MessageDetail, **problems(400, 401, 403, 404, 413, 422, 429)}
)
def note(request: ApiRequest, ticket_id: int, payload: BodyIn) -> Status[MessageDetail]:
    """Write an internal note; the buyer never sees it."""
    user = require(request, may_answer)
    ticket = ticket_or_404(user, ticket_id)
    written = triage.add_note(ticket, body=payload.body, by=user, now=timezone.now())
    return Status(201, message_detail(user, written.pk))
