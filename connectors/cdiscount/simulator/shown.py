"""How the simulated Octopia writes discussions and messages, in the shape of the vendor's own sample."""

from datetime import UTC, datetime
from html import escape
from typing import Any

from connectors.cdiscount.simulator.state import Discussion, Message, State


def stamp(at: datetime) -> str:
    """A time as Octopia writes it: UTC, up to three decimals, zeros at the end left out (the sample has two)."""
    written = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{at.microsecond // 1000:03d}"
    return (written.rstrip("0").rstrip(".") if at.microsecond else written) + "Z"


def discussion_json(discussion: Discussion, state: State) -> dict[str, Any]:
    """An element of the list, as in the vendor's sample."""
    content = {
        "discussionId": discussion.id,
        "subject": discussion.subject,
        "salesChannelExternalReference": str(int(discussion.id[:7], 16)),
        "isOpen": discussion.is_open,
        "graduation": discussion.graduation,
        "subTypologyCode": discussion.sub_typology,
        "typologyCode": "Order" if discussion.order_id else "Offer",
        "createdAt": stamp(discussion.created_at),
        "updatedAt": stamp(discussion.updated_at),
        "status": discussion.status,
        "sellerId": state.number_of(discussion.seller),
        "salesChannel": discussion.channel,
    }
    if discussion.buyer:
        content["customerId"] = discussion.buyer
    if discussion.item_id:
        content["productId"] = discussion.item_id
    if discussion.order_id:
        content |= {"orderReference": discussion.order_id, "orderSellerId": discussion.order_id}
    return content


def message_json(message: Message) -> dict[str, Any]:
    """A message. Bodies are HTML: what people type is escaped, line ends become breaks; machines write HTML."""
    typed = escape(message.text, quote=False).replace("\n", "<br />")
    content: dict[str, Any] = {
        "messageId": message.id,
        "body": message.text if message.sender == "Automatic" else typed,
        "sender": {"userId": message.user_id, "userType": message.sender},
        "createdAt": stamp(message.at),
        "hasRead": message.read,
        "attachments": [file_json(name) for name in message.files],
    }
    if message.receiver:
        content["receivers"] = [{"userType": message.receiver}]
    return content


def file_json(name: str) -> dict[str, str]:
    stem, _, ending = name.rpartition(".")
    return {"attachmentName": stem or ending, "fileFormat": ending if stem else ""}


def recipients_of(discussion: Discussion) -> list[str]:
    return ["Customer", "GrcOperator"] if discussion.buyer else ["GrcOperator"]
