"""The ticket model. One file per concept; import from here."""

from inbox.models.buyer import Buyer, BuyerHandle
from inbox.models.cycle import ResponseCycle
from inbox.models.draft import Draft
from inbox.models.event import EventKind, TicketEvent
from inbox.models.first_run import FirstRunLink
from inbox.models.message import Attachment, Cause, Delivery, Message, MessageDirection
from inbox.models.ticket import Status, Ticket
from inbox.models.token import ApiToken
from inbox.models.user import Role, User

__all__ = [
    "ApiToken",
    "Attachment",
    "Buyer",
    "BuyerHandle",
    "Cause",
    "Delivery",
    "Draft",
    "EventKind",
    "FirstRunLink",
    "Message",
    "MessageDirection",
    "ResponseCycle",
    "Role",
    "Status",
    "Ticket",
    "TicketEvent",
    "User",
]
