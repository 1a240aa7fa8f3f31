"""What a connector fetches, and what it says each fetched thing means.

One module for each concept; everybody else imports from here.
"""

from connectors.incoming.attachment import IncomingAttachment
from connectors.incoming.claim import ClaimKind, ClaimState, IncomingClaim
from connectors.incoming.conversation import IncomingConversation
from connectors.incoming.feedback import IncomingFeedback
from connectors.incoming.indicator import IncomingIndicator, Standing
from connectors.incoming.message import IncomingMessage, ThreadKey
from connectors.incoming.money import Money
from connectors.incoming.nothing import IncomingNothing
from connectors.incoming.notice import IncomingNotice
from connectors.incoming.order import IncomingOrder, OrderItem
from connectors.incoming.payload import FetchRequest, Page, RawPayload
from connectors.incoming.person import Direction, Person
from connectors.incoming.reply_news import IncomingCopy, IncomingFailure

Incoming = (
    IncomingMessage
    | IncomingConversation
    | IncomingNotice
    | IncomingCopy
    | IncomingFailure
    | IncomingClaim
    | IncomingOrder
    | IncomingFeedback
    | IncomingIndicator
    | IncomingNothing
)

__all__ = [
    "ClaimKind",
    "ClaimState",
    "Direction",
    "FetchRequest",
    "Incoming",
    "IncomingAttachment",
    "IncomingClaim",
    "IncomingConversation",
    "IncomingCopy",
    "IncomingFailure",
    "IncomingFeedback",
    "IncomingIndicator",
    "IncomingMessage",
    "IncomingNothing",
    "IncomingNotice",
    "IncomingOrder",
    "Money",
    "OrderItem",
    "Page",
    "Person",
    "RawPayload",
    "Standing",
    "ThreadKey",
]
