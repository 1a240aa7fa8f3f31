"""What is known of one person, as plain values for JSON. docs/api.md describes the fields."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, Prefetch

from connectors.models import Notice
from inbox.erasure.mentions import mentioned_in
from inbox.erasure.person import Person
from inbox.models import Attachment, Draft, Forward, ForwardMail, ForwardMailKind, Message, MessageDirection, Ticket

_TICKET = (
    *("id", "kind", "subject", "status", "order_id", "item_id", "channel", "topic", "language", "tags"),
    "created_at",
)
_CLAIM = (
    *("kind", "state", "state_there", "reason", "order_id", "amount", "currency", "respond_by", "opened_at"),
    *("changed_at", "ended_at", "links"),
)
_ORDER = (
    *("external_id", "channel", "state", "placed_at", "changed_at", "items", "total", "currency", "buyer_name"),
    *("buyer_handle", "buyer_note", "city", "country", "shipped_at", "carrier", "tracking"),
)
_FEEDBACK = ("external_id", "order_id", "item_id", "buyer_handle", "rating", "word", "text", "answer", "written_at")
_SURVEY_ANSWER = ("source", "order_id", "author", "rating", "comment", "answered_at", "changed_at")
_WRITERS = {
    MessageDirection.IN: "buyer",
    MessageDirection.OUT: "shop",
    MessageDirection.NOTE: "shop, internal note",
    MessageDirection.SYSTEM: "marketplace",
}


def dossier(person: Person, places: Mapping[int, str]) -> dict[str, Any]:
    """places: where each attachment is in the zip, by its id; "" where it could not be had."""
    notices = Notice.objects.filter(mentioned_in(person, "subject", "text"), account=person.account).order_by("id")
    return {
        "marketplace": person.account.marketplace,
        "account": person.account.name,
        "names": sorted({*person.names, *person.full_names, *(buyer.name for buyer in person.buyers)} - {""}),
        "known_since": min((buyer.created_at for buyer in person.buyers), default=None),
        "tickets": [_ticket(ticket, places) for ticket in _tickets(person)],
        "orders": [_values(order, _ORDER) for order in person.orders],
        "claims": [_values(claim, _CLAIM) for claim in person.claims],
        "feedback": [_values(feedback, _FEEDBACK) for feedback in person.feedback],
        "survey_answers": [_values(answer, _SURVEY_ANSWER) for answer in person.survey_answers],
        "notices_about": [_values(notice, ("subject", "text", "written_at")) for notice in notices],
    }


def _tickets(person: Person) -> Any:
    messages = Message.objects.select_related("original").order_by("written_at", "id")
    files = Prefetch("attachments", Attachment.objects.order_by("id"))
    answers = ForwardMail.objects.filter(kind=ForwardMailKind.ANSWER).order_by("id")
    return person.tickets.prefetch_related(
        Prefetch("messages", messages.prefetch_related(files)),
        Prefetch("drafts", Draft.objects.order_by("id")),
        "steps",
        Prefetch("forwards", Forward.objects.order_by("id").prefetch_related(Prefetch("mails", answers))),
    )


def _ticket(ticket: Ticket, places: Mapping[int, str]) -> dict[str, Any]:
    return _values(ticket, _TICKET) | {
        "messages": [_message(message, places) for message in ticket.messages.all()],
        "drafts": [text for draft in ticket.drafts.all() for text in (draft.text, draft.note) if text],
        "steps": [step.text for step in ticket.steps.all()],
        "forwarded": [_forward(forward) for forward in ticket.forwards.all()],
    }


def _forward(forward: Forward) -> dict[str, Any]:
    answers = [_values(mail, ("written_at", "subject", "body_text")) for mail in forward.mails.all()]
    return _values(forward, ("to", "written_at", "subject", "body_text", "delivery")) | {"answers": answers}


def _message(message: Message, places: Mapping[int, str]) -> dict[str, Any]:
    original = getattr(message, "original", None)
    return {
        "written_by": _WRITERS[MessageDirection(message.direction)],
        "name": message.author if message.direction == MessageDirection.IN else None,
        "written_at": message.written_at,
        "text": message.body_text,
        "as_it_came": original.whole_text if original else None,
        "delivery": message.delivery or None,
        "files": [{"name": file.name, "file": places.get(file.pk) or None} for file in message.attachments.all()],
    }


def _values(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
