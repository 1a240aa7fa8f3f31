"""One entry of a ticket, as the API shows it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import Router
from pydantic import BaseModel

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.understood_out import UnderstoodOut, understood_of
from inbox.models import Attachment, Cause, ClaimKind, Delivery, Message, MessageDirection, Ticket, User
from inbox.people.permissions import may_answer

router = Router(tags=["tickets"])

_COLUMNS = (
    *("id", "direction", "external_id", "author", "body_text", "language", "written_at", "fetched_at", "delivery"),
    *("confirmed_at", "within", "recipient"),
)


class AttachmentOut(BaseModel):
    """A file. url: where the marketplace keeps it; not checked by us."""

    id: int
    name: str
    content_type: str | None
    size: int | None
    url: str | None


class MessageOut(BaseModel):
    """delivery: of an outgoing message, else null. fetched_at: null until the marketplace has shown it to us.

    confirmed_at: when an accepted reply proved to have arrived; null where that is not known, or not yet.
    recipient: who a reply is for, the marketplace's code; null = the buyer.
    understood: what was read in a buyer's message; null for others, and until it was read.
    within: the kind of claim inside which it was said, where no reply goes; null = in the conversation.
    """

    id: int
    direction: MessageDirection
    external_id: str | None
    author: str | None
    body_text: str
    language: str | None
    written_at: datetime
    fetched_at: datetime | None
    delivery: Delivery | None
    confirmed_at: datetime | None
    within: ClaimKind | None
    recipient: str | None
    attachments: list[AttachmentOut]
    understood: UnderstoodOut | None


class MessageDetail(MessageOut):
    """delivery_cause: why it is refused, not sure or still queued. delivery_reason: in the marketplace's own words.

    delivery_remedy: a code for what to do about it, such as `opted_out`; null if nothing special.
    """

    ticket_id: int
    accepted_at: datetime | None
    delivery_cause: Cause | None
    delivery_reason: str | None
    delivery_remedy: str | None


@router.get("/messages/{int:message_id}", response={200: MessageDetail, **problems(401, 403, 404, 429)})
def get_message(request: ApiRequest, message_id: int) -> MessageDetail:
    """One message: for a reply, what became of it."""
    return message_detail(require(request, may_answer), message_id)


def message_detail(user: User, message_id: int) -> MessageDetail:
    """Raises Http404 if there is no such message this user may see."""
    seen = Ticket.objects.visible_to(user).values("id")
    columns = (*_COLUMNS, "ticket_id", "accepted_at", "cause", "reason", "remedy")
    row = Message.objects.filter(id=message_id, ticket__in=seen).values(*columns).first()
    if row is None:
        raise Http404
    for name in ("cause", "reason", "remedy"):
        row[f"delivery_{name}"] = row.pop(name) or None
    files, read = _attachments([message_id]), understood_of([message_id])
    return MessageDetail(**_values(row, files.get(message_id, []), read.get(message_id)))


def messages_of(ticket: Ticket) -> list[MessageOut]:
    """All messages in the order they were written: three queries, however many there are."""
    rows = list(Message.objects.filter(ticket=ticket).order_by("written_at", "id").values(*_COLUMNS))
    files = _attachments(Attachment.objects.filter(message__ticket=ticket).values("message_id"))
    read = understood_of(row["id"] for row in rows)
    return [MessageOut(**_values(row, files.get(row["id"], []), read.get(row["id"]))) for row in rows]


def _values(row: dict[str, Any], attachments: list[AttachmentOut], understood: UnderstoodOut | None) -> dict[str, Any]:
    """A row's values, with null for what is not there."""
    for name in ("external_id", "author", "language", "delivery", "within", "recipient"):
        row[name] = row[name] or None
    return row | {"attachments": attachments, "understood": understood}


def _attachments(message_ids: Any) -> dict[int, list[AttachmentOut]]:
    found: dict[int, list[AttachmentOut]] = {}
    columns = ("message_id", "id", "name", "content_type", "size", "url")
    for message_id, *values in (
        Attachment.objects.filter(message_id__in=message_ids).order_by("id").values_list(*columns)
    ):
        found.setdefault(message_id, []).append(_attachment(values))
    return found


def _attachment(values: Iterable[Any]) -> AttachmentOut:
    file_id, name, content_type, size, url = values
    return AttachmentOut(id=file_id, name=name, content_type=content_type or None, size=size, url=url or None)
