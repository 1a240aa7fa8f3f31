"""A stored message -> our dataclass. Pure.

A stored payload is `{"discussion": …, "message": …}`: the discussion as it stood when the message was fetched, and the
message as given. Source: the project's fact sheet, 2.2 and 2.3, read 2026-11; nothing of it is published as a contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.cdiscount import fields
from connectors.cdiscount.attachments import files_of
from connectors.cdiscount.automatic import is_automatic
from connectors.cdiscount.bodies import words_of
from connectors.cdiscount.channels import thread_id_of
from connectors.cdiscount.codes import AUTOMATIC, CODE_LABELS, CUSTOMER, OPERATOR, SELLER, TO_TREAT
from connectors.cdiscount.read_discussion import receiver_of, status
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, IncomingMessage, IncomingNotice, Person
from connectors.text import marked as _

NAMES = {OPERATOR: CODE_LABELS[OPERATOR], AUTOMATIC: _("Automatic message")}
"""What senders other than buyer and shop are called; unknown ones are called by their type, never an error."""


@dataclass(frozen=True)
class _Sender:
    type: str
    user_id: str


def message_from(body: Any, blob: bytes) -> IncomingMessage | IncomingNotice:
    """Read one stored payload of kind "message".

    What the marketplace says where neither buyer nor order is named is a notice to the seller.
    Raises UnexpectedAnswer naming the first key that is missing or of another type.
    """
    discussion, message = _parts(body)
    sender = _sender(message)
    channel = fields.text(discussion, "salesChannel")
    buyer = _buyer(discussion, sender)
    order_id = fields.text(discussion, "orderReference", "orderSellerId")
    given = fields.text(message, "body")
    text = words_of(given)
    automatic = sender.type not in (CUSTOMER, SELLER, OPERATOR) or (sender.type != SELLER and is_automatic(text))
    if not buyer and not order_id and sender.type not in (CUSTOMER, SELLER):
        return _notice(discussion, message, text)
    return IncomingMessage(
        external_id=fields.required(message, "messageId"),
        thread_id=thread_id_of(channel, fields.required(discussion, "discussionId")),
        direction=_direction(sender),
        written_at=fields.moment(message, "createdAt", "creationDate"),
        text=text,
        author=_author(sender, buyer),
        buyer=Person(handle=buyer or order_id),
        subject=fields.text(discussion, "subject"),
        item_id=fields.text(discussion, "productId", "offerId"),
        order_id=order_id,
        attachments=files_of(message, blob),
        automatic=automatic,
        whole_text=given if given != text else "",
        answering=answering(discussion),
        awaits_answer=sender.type == OPERATOR and not automatic and _waits(discussion),
        channel=channel,
        recipient=receiver_of(message) if sender.type == SELLER else "",
    )


def answering(discussion: Mapping[str, Any]) -> dict[str, str]:
    """What the older shape of a reply needs (fact sheet, 2.4)."""
    return {
        "customer_id": fields.text(discussion, "customerId"),
        "sales_channel": fields.text(discussion, "salesChannel"),
        "external_reference": fields.text(discussion, "salesChannelExternalReference"),
    }


def _waits(discussion: Mapping[str, Any]) -> bool:
    """Whether the seller is to do something, as the discussion stood when the message was fetched."""
    is_open = fields.truth(discussion, "isOpen") is not False
    return is_open and status(discussion) == TO_TREAT


def _sender(message: Mapping[str, Any]) -> _Sender:
    given = message.get("sender")
    sender = given if isinstance(given, dict) else {"userType": given}
    return _Sender(fields.text(sender, "userType", "type"), fields.text(sender, "userId"))


def _buyer(discussion: Mapping[str, Any], sender: _Sender) -> str:
    return fields.text(discussion, "customerId") or (sender.user_id if sender.type == CUSTOMER else "")


def _direction(sender: _Sender) -> Direction:
    return {CUSTOMER: Direction.IN, SELLER: Direction.OUT}.get(sender.type, Direction.SYSTEM)


def _author(sender: _Sender, buyer: str) -> str:
    if sender.type == CUSTOMER:
        return buyer
    if sender.type == SELLER:
        return sender.user_id or SELLER
    return NAMES.get(sender.type, sender.type or "?")


def _notice(discussion: Mapping[str, Any], message: Mapping[str, Any], text: str) -> IncomingNotice:
    return IncomingNotice(
        external_id=fields.required(message, "messageId"),
        subject=fields.text(discussion, "subject"),
        text=text,
        html="",
        written_at=fields.moment(message, "createdAt", "creationDate"),
    )


def _parts(body: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    payload = body if isinstance(body, dict) else {}
    if "unreadable" in payload:
        raise UnexpectedAnswer(f"the discussion could not be fetched: {payload['unreadable']}")
    discussion, message = payload.get("discussion"), payload.get("message")
    if not isinstance(discussion, dict) or not isinstance(message, dict):
        raise UnexpectedAnswer("discussion or message is no object")
    return discussion, message
