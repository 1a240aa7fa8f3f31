"""Answer a ticket, or write a note on it."""

from typing import Annotated

from django.utils import timezone
from ninja import Header, Router, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from inbox.answering.used import UsedTemplate
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.fields import STORABLE, Text
from inbox.api.messages import MessageDetail, message_detail
from inbox.api.one_ticket import ticket_or_404
from inbox.models import Delivery
from inbox.people.permissions import may_answer
from inbox.policy.overriding import LONGEST_REASON
from inbox.sending import outbox
from inbox.sending.wishes import ReplyWishes
from inbox.tickets import triage

router = Router(tags=["tickets"])

_KeyText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), STORABLE]
Key = Annotated[_KeyText, Header(alias="Idempotency-Key")]


class BodyIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    body: Text


class ReplyIn(BodyIn):
    """recipient: one of the ticket's conversation.recipients; left out or null = the buyer.

    conversation: on which it leaves, where other tickets were merged into this one: a ticket's number; left out or
    null = that of the buyer's newest message.
    last_seen_message_id: the highest id among the ticket's messages as the caller knows them: if the buyer was answered
    since, nothing is queued and the answer is 409 `answered-meanwhile`. Left out or null = not asked.
    acknowledges: it only says that the answer will follow: the wait goes on. then_solve: the ticket is solved once the
    marketplace has accepted the reply, unless the buyer writes before. template: what `render` gave as `used`: the
    reply counts as made from that template.
    override: why it may leave although the policy check warns; kept in the ticket's log. Without it, or where a block
    may not be overridden by this user, the answer is 422 `reason-needed` or `reply-forbidden` with `findings`.
    """

    conversation: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    recipient: Annotated[str, StringConstraints(max_length=30), STORABLE] | None = None
    last_seen_message_id: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    then_solve: bool = False
    acknowledges: bool = False
    template: Annotated[str, StringConstraints(max_length=60), STORABLE] | None = None
    override: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_REASON), STORABLE] = ""


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
        conversation=payload.conversation,
        template=UsedTemplate.read(payload.template or ""),
        wishes=ReplyWishes(
            seen=payload.last_seen_message_id,
            solves=payload.then_solve,
            acknowledges=payload.acknowledges,
            override=payload.override,
        ),
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
