"""The ticket model. One file per concept; import from here."""

from inbox.models.buyer import Buyer, BuyerHandle
from inbox.models.claim import Claim, ClaimKind, ClaimState
from inbox.models.cycle import ResponseCycle
from inbox.models.draft import Draft, DraftFile
from inbox.models.event import EventKind, TicketEvent
from inbox.models.feedback import Feedback
from inbox.models.first_run import FirstRunLink
from inbox.models.message import Attachment, Cause, Delivery, Message, MessageDirection, Original
from inbox.models.order import Order
from inbox.models.thread import LooseCopy, ThreadName
from inbox.models.ticket import Status, Ticket
from inbox.models.token import ApiToken
from inbox.models.user import Role, User

__all__ = [
    "ApiToken",
    "Attachment",
    "Buyer",
    "BuyerHandle",
    "Cause",
    "Claim",
    "ClaimKind",
    "ClaimState",
    "Delivery",
    "Draft",
    "DraftFile",
    "EventKind",
    "Feedback",
    "FirstRunLink",
    "LooseCopy",
    "Message",
    "MessageDirection",
    "Order",
    "Original",
    "ResponseCycle",
    "Role",
    "Status",
    "ThreadName",
    "Ticket",
    "TicketEvent",
    "User",
]
