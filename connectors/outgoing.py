"""What a connector is given to send, and what it says of it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class OutgoingFile:
    """A file to send along; size and type were checked against the marketplace's limits."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class OutgoingReply:
    """A reply to send now. `item_id`, `order_id` and `buyer_handle` as last seen on the ticket.

    key: our own name of this attempt, unique for ever (letters, digits and dashes).
    answering: what the connector said of the newest buyer message (IncomingMessage.answering); quoted_text,
    quoted_at and quoted_author: that message itself, for marketplaces that want it quoted.
    recipient: who is written to, one of IncomingConversation.recipients; empty = the buyer.
    automatic: no person wrote it; where the marketplace has a sign for that, it goes along.
    """

    thread_id: str
    body: str
    key: str = ""
    buyer_handle: str = ""
    item_id: str = ""
    order_id: str = ""
    answering: Mapping[str, Any] = field(default_factory=dict)
    quoted_text: str = ""
    quoted_at: datetime | None = None
    quoted_author: str = ""
    files: tuple[OutgoingFile, ...] = ()
    recipient: str = ""
    automatic: bool = False


@dataclass(frozen=True)
class ReplyPreview:
    """A reply as it arrives. subject: empty where there is none. below: what is added under the text.

    notes: what becomes of it besides (English msgids).
    """

    text: str
    subject: str = ""
    below: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForwardedMail:
    """A mail to somebody who is no buyer, such as a carrier. key: as in OutgoingReply.

    in_reply_to: the Message-ID of the mail it answers, with brackets; references: those before it, oldest first.
    """

    to: str
    subject: str
    text: str
    key: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[OutgoingFile, ...] = ()


@dataclass(frozen=True)
class OpeningMessage:
    """The first message of a conversation that the shop opens about an order.

    topic: one of ConversationTopic.code. key: as in OutgoingReply.
    """

    order_id: str
    channel: str
    topic: str
    subject: str
    body: str
    recipient: str = ""
    files: tuple[OutgoingFile, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class OpenedConversation:
    """What the marketplace made of it; message_id is empty where it does not name it."""

    thread_id: str
    message_id: str = ""


@dataclass(frozen=True)
class SentReply:
    """The marketplace accepted it: its id of the message, and its time where it says one.

    confirmed: False = taken, but it may still turn out that it was not delivered (IncomingFailure), or that it was
    (IncomingCopy).
    """

    message_id: str
    accepted_at: datetime | None = None
    confirmed: bool = True
