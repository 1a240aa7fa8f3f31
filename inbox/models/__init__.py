"""The ticket model. One file per concept; import from here."""

from inbox.models.buyer import Buyer, BuyerHandle
from inbox.models.claim import Claim, ClaimKind, ClaimState, LooseClaimEntry
from inbox.models.conversation import Conversation
from inbox.models.cycle import ResponseCycle
from inbox.models.draft import Draft, DraftFile
from inbox.models.erasure import DoomedFile, ErasureReason, ErasureReceipt, Tombstone
from inbox.models.event import EventKind, TicketEvent
from inbox.models.feedback import Feedback
from inbox.models.first_run import FirstRunLink
from inbox.models.indicator import Indicator, Standing
from inbox.models.message import Attachment, Cause, Delivery, Message, MessageDirection, Original
from inbox.models.order import Order
from inbox.models.thread import LooseCopy, ThreadName
from inbox.models.ticket import OrderMatch, Status, Ticket
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
    "Conversation",
    "Delivery",
    "DoomedFile",
    "Draft",
    "DraftFile",
    "ErasureReason",
    "ErasureReceipt",
    "EventKind",
    "Feedback",
    "FirstRunLink",
    "Indicator",
    "LooseClaimEntry",
    "LooseCopy",
    "Message",
    "MessageDirection",
    "Order",
    "OrderMatch",
    "Original",
    "ResponseCycle",
    "Role",
    "Standing",
    "Status",
    "ThreadName",
    "Ticket",
    "TicketEvent",
    "Tombstone",
    "User",
]
