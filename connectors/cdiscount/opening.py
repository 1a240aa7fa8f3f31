"""Open a discussion on an order, with the first message.

Source: the fact sheet, 2.4, as seen in one public client: "note subtypologyCode with a small t in this body". "A
discussion is about one order or one offer, has exactly one typology and sub-typology, at least one message"; sellers
cannot open one on an offer. What the answer holds is not described.
"""

from typing import Any

from connectors.cdiscount import fields
from connectors.cdiscount.attachments import outgoing
from connectors.cdiscount.channels import thread_id_of
from connectors.cdiscount.client import OctopiaClient
from connectors.cdiscount.codes import CUSTOMER
from connectors.cdiscount.orders import Orders
from connectors.cdiscount.problems import Refused
from connectors.cdiscount.reply import check_content
from connectors.cdiscount.settings import OrderName
from connectors.errors import OutcomeUnknown, ReplyRefused, UnexpectedAnswer
from connectors.http import Answer
from connectors.outgoing import OpenedConversation, OpeningMessage
from connectors.text import marked as _
from connectors.text import storable

REFUSED = _("Cdiscount refused to open the discussion: %(words)s")


PATH = "/discussions"
NO_SUBJECT = _("A discussion needs a subject and a topic.")
NO_ORDER = _("Cdiscount does not show this order, so no discussion can be opened on it.")


def opened(client: OctopiaClient, message: OpeningMessage) -> OpenedConversation:
    """Open it once. Raises ReplyRefused, TryLater (no effect), SignInAgain or OutcomeUnknown."""
    content = _content(message, _order_name(client, message))
    try:
        answer = client.post_once(PATH, content)
    except Refused as error:
        raise ReplyRefused(REFUSED % {"words": error}) from error
    return _opened(answer, message.channel)


def _order_name(client: OctopiaClient, message: OpeningMessage) -> str:
    if client.settings.opens_by is OrderName.REFERENCE:
        return message.order_id
    try:
        name = Orders(client).number_of(message.order_id)
    except UnexpectedAnswer as error:
        raise ReplyRefused(str(error)) from error
    if not name:
        raise ReplyRefused(NO_ORDER)
    return name


def _content(message: OpeningMessage, order_name: str) -> dict[str, Any]:
    if not message.subject.strip() or not message.topic:
        raise ReplyRefused(NO_SUBJECT)
    first: dict[str, Any] = {
        "body": check_content(message.body, message.files),
        "receiver": message.recipient or CUSTOMER,
    }
    if message.files:
        first["attachments"] = outgoing(message.files)
    return {
        "subject": storable(message.subject).strip(),
        "orderId": order_name,
        "salesChannel": message.channel,
        "subtypologyCode": message.topic,
        "message": first,
    }


def _opened(answer: Answer, channel: str) -> OpenedConversation:
    try:
        content = answer.json()
    except UnexpectedAnswer:
        content = None
    found = content if isinstance(content, dict) else {}
    discussion_id = fields.text(found, "discussionId", "id")
    if not discussion_id:
        raise OutcomeUnknown(_("Octopia opened a discussion, but its answer does not name it"))
    first = fields.text(fields.part(found, "message"), "messageId", "id")
    return OpenedConversation(thread_id_of(channel, discussion_id), fields.text(found, "messageId") or first)
