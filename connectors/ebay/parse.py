"""Message API JSON -> our dataclasses. Pure functions.

A stored payload is `{"conversation": …, "message": …, "other_parties": […]}`: the list entry
without its latest message, the message as given, and the names that faced the seller's own names
in the same conversation when it was fetched (ours, not eBay's; may be missing).
Source: Message API contract 1.0.0 and the project's fact sheet, section 3, read 2026-11.
"""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from connectors.ebay import fields
from connectors.ebay.names import Names
from connectors.ebay.plain import looks_like_html, plain_text
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, IncomingAttachment, IncomingMessage, IncomingNotice, Person
from connectors.text import marked as _

NOT_FETCHED = _("the conversation could not be fetched: %(sentence)s")


CONTENT_TYPES = {"PDF": "application/pdf", "DOC": "application/msword", "TXT": "text/plain"}
EBAY_ITSELF = "ebay"


@dataclass(frozen=True)
class _Sides:
    direction: Direction
    author: str
    buyer: str


def message_from(body: Any, own: Names) -> IncomingMessage:
    """Read one stored payload of kind "message".

    own: every name of the seller. The buyer is the other party, also on what the seller wrote.
    Raises UnexpectedAnswer naming the first key that is missing or of another type.
    """
    payload, message, conversation = _parts(body)
    sides = _sides(message, own, _names(payload.get("other_parties")))
    return IncomingMessage(
        external_id=_required(message, "messageId"),
        thread_id=_required(conversation, "conversationId"),
        direction=sides.direction,
        written_at=fields.moment(message, "createdDate"),
        text=fields.text(message, "messageBody"),
        author=sides.author,
        buyer=Person(handle=sides.buyer),
        subject=fields.text(message, "subject") or fields.text(conversation, "conversationTitle"),
        item_id=_item_id(conversation),
        attachments=_attachments(message.get("messageMedia")),
    )


def notice_from(body: Any) -> IncomingNotice:
    """Read one stored payload of kind "notice": a mail of eBay itself, whole HTML as a rule."""
    _, message, conversation = _parts(body)
    written = fields.text(message, "messageBody")
    is_html = looks_like_html(written)
    return IncomingNotice(
        external_id=_required(message, "messageId"),
        subject=fields.text(message, "subject") or fields.text(conversation, "conversationTitle"),
        text=plain_text(written) if is_html else written,
        html=written if is_html else "",
        written_at=fields.moment(message, "createdDate"),
    )


def sender_and_recipient(message: Mapping[str, Any]) -> tuple[str, str]:
    """Both names, spelt with a small or (in answers to sends and in pushes) a capital N. "" if missing."""
    sender = fields.text(message, "senderUsername") or fields.text(message, "senderUserName")
    recipient = fields.text(message, "recipientUsername") or fields.text(message, "recipientUserName")
    return sender.strip(), recipient.strip()


def _sides(message: Mapping[str, Any], own: Names, others: Sequence[str]) -> _Sides:
    """Who wrote to whom. The Message API has no direction field; names are all there is.

    When neither name is the seller's (he was renamed), the names that faced him elsewhere in the
    conversation decide; if those say nothing either, the item is unreadable rather than guessed.
    """
    sender, recipient = sender_and_recipient(message)
    others = [name for name in others if name not in own]
    is_other = {name.casefold() for name in others}
    only_other = others[0] if len(is_other) == 1 else ""
    if sender in own:
        buyer = recipient if recipient and recipient not in own else only_other
        if not buyer:
            raise UnexpectedAnswer("recipientUsername is missing")
        return _Sides(Direction.OUT, sender, buyer)
    if sender.casefold() == EBAY_ITSELF:
        return _Sides(Direction.SYSTEM, sender, only_other or (recipient if recipient not in own else "") or sender)
    if sender and (recipient in own or sender.casefold() in is_other):
        return _Sides(Direction.IN, sender, sender)
    if sender and recipient.casefold() in is_other:
        return _Sides(Direction.OUT, sender, recipient)
    if not sender and recipient in own and only_other:
        return _Sides(Direction.IN, only_other, only_other)
    if not sender:
        raise UnexpectedAnswer("senderUsername is missing")
    raise UnexpectedAnswer(_("senderUsername and recipientUsername: neither is a name of this seller"))


def _parts(body: Any) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
    """The payload, its message and its conversation."""
    payload = _object(body, "payload")
    if "unreadable" in payload:
        raise UnexpectedAnswer(NOT_FETCHED % {"sentence": payload["unreadable"]})
    return payload, _object(payload.get("message"), "message"), _object(payload.get("conversation"), "conversation")


def _item_id(conversation: Mapping[str, Any]) -> str:
    kind = fields.text(conversation, "referenceType")
    return fields.identifier(conversation, "referenceId") if kind in ("", "LISTING") else ""


def _attachments(media: Any) -> tuple[IncomingAttachment, ...]:
    """Media with an address; eBay is known to send one entry of three empty texts."""
    if media is None:
        return ()
    if not isinstance(media, list):
        raise UnexpectedAnswer("messageMedia is no list")
    found = [_attachment(_object(entry, "messageMedia")) for entry in media]
    return tuple(attachment for attachment in found if attachment.url)


def _attachment(entry: Mapping[str, Any]) -> IncomingAttachment:
    url, kind = fields.text(entry, "mediaUrl").strip(), fields.text(entry, "mediaType").strip().upper()
    name = fields.text(entry, "mediaName").strip() or _last_part(url) or kind.lower() or "file"
    guessed = mimetypes.guess_type(name)[0] or mimetypes.guess_type(_last_part(url))[0]
    if kind == "IMAGE":
        return IncomingAttachment(name, guessed if guessed and guessed.startswith("image/") else "image/jpeg", url)
    return IncomingAttachment(name, CONTENT_TYPES.get(kind) or guessed or "application/octet-stream", url)


def _last_part(url: str) -> str:
    try:
        return urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        return ""


def _required(content: Mapping[str, Any], name: str) -> str:
    value = fields.identifier(content, name)
    if not value:
        raise UnexpectedAnswer(f"{name} is missing")
    return value


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnexpectedAnswer(f"{name} is no object")
    return value


def _names(value: Any) -> list[str]:
    return [name for name in value if isinstance(name, str) and name] if isinstance(value, list) else []
