"""What the simulated eBay remembers: sellers, conversations, messages and tokens.

Every change is one event, applied by `apply` and appended to a journal, so a restart replays it.
Not promised by eBay but seen in the field, and so done here: conversations are listed by latest
activity, and the messages of one conversation newest first (`message_order` changes that).
"""

from bisect import insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from connectors.ebay.simulator.after_sales.state import AfterSalesState
from connectors.ebay.simulator.push.state import PushMemory
from connectors.simulation import ReceivedReply

MEMBERS = "FROM_MEMBERS"
EBAY = "FROM_EBAY"
FIRST_CONVERSATION = 125400000300
FIRST_MESSAGE = 3497500000000


@dataclass(order=True)
class Message:
    """One message; sorts by time, then by arrival."""

    at: datetime
    number: int
    id: str = field(compare=False)
    sender: str = field(compare=False)
    recipient: str = field(compare=False)
    text: str = field(compare=False)
    subject: str = field(compare=False, default="")
    inbound: bool = field(compare=False, default=True)
    read: bool = field(compare=False, default=False)
    media: tuple[Mapping[str, str], ...] = field(compare=False, default=())
    spoiled: Mapping[str, Any] | None = field(compare=False, default=None)


@dataclass
class Conversation:
    """One conversation of a seller. gone: the list still shows it, but asking for it answers this status."""

    id: str
    kind: str
    seller: str
    other: str
    created_at: datetime
    title: str = ""
    item_id: str = ""
    status: str = "ACTIVE"
    unread: int = 0
    gone: int = 0
    messages: list[Message] = field(default_factory=list)
    spoiled: Mapping[str, Any] | None = None


@dataclass
class Seller:
    """One seller. `key` never changes and is the name he was made with; `name` can change."""

    key: str
    name: str
    user_id: str
    old_names: list[str] = field(default_factory=list)

    def is_called(self, name: str) -> bool:
        names = {self.name, self.user_id, *self.old_names}
        return name.casefold() in {known.casefold() for known in names}


@dataclass
class Token:
    """An access token, refresh token or authorisation code and what it is good for."""

    kind: str
    seller: str
    ends_at: datetime
    scopes: frozenset[str]
    revoked: bool = False


class State:
    """Everything the simulated eBay knows. Not locked: the simulator's lock is held around it."""

    def __init__(self) -> None:
        self.sellers: dict[str, Seller] = {}
        self.conversations: dict[str, Conversation] = {}
        self.tokens: dict[str, Token] = {}
        self.replies: list[ReceivedReply] = []
        self.after_sales = AfterSalesState()
        self.pushes = PushMemory()
        self.next_number = 1
        self._listed: dict[tuple[str, str], list[Conversation]] = {}
        self._unsorted: set[tuple[str, str]] = set()
        self._appliers: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "seller": self._seller,
            "renamed": self._renamed,
            "message": self._message,
            "status": self._status,
            "token": self._token,
            "token_ended": self._token_ended,
            "revoked": self._revoked,
            "spoiled": self._spoiled,
            "gone": self._gone,
            **self.after_sales.appliers(),
            **self.pushes.appliers(),
        }

    def apply(self, event: Mapping[str, Any]) -> None:
        """Carry out one event."""
        self._appliers[event["event"]](event)

    def listed(self, seller: str, kind: str) -> list[Conversation]:
        """A seller's conversations of one kind, latest activity first."""
        slot = (seller, kind)
        if slot in self._unsorted:
            self._listed[slot].sort(key=lambda conversation: conversation.messages[-1], reverse=True)
            self._unsorted.discard(slot)
        return self._listed.get(slot, [])

    def new_ids(self, kind: str) -> tuple[str, str]:
        """The ids a new conversation and its first message would get; equal for eBay's own mail."""
        message = str(FIRST_MESSAGE + self.next_number)
        conversation = str(FIRST_CONVERSATION + self.next_number)
        return (message, message) if kind == EBAY else (conversation, message)

    def conversation_with(self, seller: str, other: str, item_id: str) -> Conversation | None:
        """The latest conversation with this buyer about this listing."""
        for conversation in self.listed(seller, MEMBERS):
            if conversation.other.casefold() == other.casefold() and conversation.item_id == item_id:
                return conversation
        return None

    def seller_called(self, name: str) -> Seller | None:
        for seller in self.sellers.values():
            if seller.is_called(name):
                return seller
        return None

    # --- what events do

    def _seller(self, event: Mapping[str, Any]) -> None:
        name = event["name"]
        digest = sha256(name.encode()).hexdigest()[:11]
        self.sellers[name] = Seller(name, name, "u" + digest[1:])

    def _renamed(self, event: Mapping[str, Any]) -> None:
        seller = self.sellers[event["seller"]]
        seller.old_names.append(seller.name)
        seller.name = event["name"]

    def _message(self, event: Mapping[str, Any]) -> None:
        at = datetime.fromisoformat(event["at"])
        conversation = self.conversations.get(event["conversation"])
        if conversation is None:
            conversation = self._new_conversation(event, at)
        message = Message(
            at=at,
            number=self.next_number,
            id=event["id"],
            sender=event["sender"],
            recipient=event["recipient"],
            text=event["text"],
            subject=event.get("subject", ""),
            inbound=event["inbound"],
            media=tuple(event.get("media", ())),
        )
        insort(conversation.messages, message)
        conversation.created_at = min(conversation.created_at, at)
        conversation.title = event.get("title") or conversation.messages[-1].subject or _title(conversation)
        conversation.status = "ACTIVE"
        self.next_number += 1
        self._unsorted.add((conversation.seller, conversation.kind))
        if message.inbound:
            conversation.unread += 1
        else:
            self._answered(conversation, message, through_api=event.get("through_api", False))

    def _new_conversation(self, event: Mapping[str, Any], at: datetime) -> Conversation:
        conversation = Conversation(
            id=event["conversation"],
            kind=event["kind"],
            seller=event["seller"],
            other=event["other"],
            created_at=at,
            item_id=event.get("item_id", ""),
        )
        self.conversations[conversation.id] = conversation
        self._listed.setdefault((conversation.seller, conversation.kind), []).append(conversation)
        return conversation

    def _answered(self, conversation: Conversation, message: Message, *, through_api: bool) -> None:
        self.mark_read(conversation, read=True)
        received = ReceivedReply(
            conversation.seller, conversation.id, message.id, message.text, message.at, through_api
        )
        self.replies.append(received)

    def _status(self, event: Mapping[str, Any]) -> None:
        conversation = self.conversations[event["conversation"]]
        if "read" in event:
            self.mark_read(conversation, read=event["read"])
        else:
            conversation.status = event["status"]

    def mark_read(self, conversation: Conversation, *, read: bool) -> None:
        """Mark every message read, or the buyer's last one unread."""
        wanted = conversation.unread if read else 1
        for message in reversed(conversation.messages):
            if wanted == 0:
                break
            if message.inbound and message.read is not read:
                message.read = read
                wanted -= 1
        conversation.unread = 0 if read else max(1, conversation.unread)

    def _token(self, event: Mapping[str, Any]) -> None:
        ends_at = datetime.fromisoformat(event["ends_at"])
        self.tokens[event["token"]] = Token(event["kind"], event["seller"], ends_at, frozenset(event["scopes"]))

    def _token_ended(self, event: Mapping[str, Any]) -> None:
        self.tokens[event["token"]].revoked = True

    def _revoked(self, event: Mapping[str, Any]) -> None:
        for token in self.tokens.values():
            if token.seller == event["seller"]:
                token.revoked = True

    def _spoiled(self, event: Mapping[str, Any]) -> None:
        conversation = self.conversations[event["conversation"]]
        if "message" not in event:
            conversation.spoiled = event["fields"]
            return
        for message in conversation.messages:
            if message.id == event["message"]:
                message.spoiled = event["fields"]

    def _gone(self, event: Mapping[str, Any]) -> None:
        self.conversations[event["conversation"]].gone = event["status"]


def _title(conversation: Conversation) -> str:
    words = " ".join(conversation.messages[-1].text.split())
    return words[:80]


def stamp(at: datetime) -> str:
    """A time as eBay writes it: UTC with milliseconds and a Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def message_json(message: Message) -> dict[str, Any]:
    """A message as MessageDetail of the contract."""
    content: dict[str, Any] = {
        "messageId": message.id,
        "messageBody": message.text,
        "senderUsername": message.sender,
        "recipientUsername": message.recipient,
        "readStatus": message.read,
        "createdDate": stamp(message.at),
    }
    if message.subject:
        content["subject"] = message.subject
    if message.media:
        content["messageMedia"] = [dict(media) for media in message.media]
    return _spoil(content, message.spoiled)


def conversation_json(conversation: Conversation) -> dict[str, Any]:
    """A conversation as ConversationDetail of the contract."""
    content: dict[str, Any] = {
        "conversationId": conversation.id,
        "conversationStatus": conversation.status,
        "conversationTitle": conversation.title,
        "conversationType": conversation.kind,
        "createdDate": stamp(conversation.created_at),
        "unreadCount": conversation.unread,
        "latestMessage": message_json(conversation.messages[-1]),
    }
    if conversation.item_id:
        content |= {"referenceType": "LISTING", "referenceId": conversation.item_id}
    return _spoil(content, conversation.spoiled)


def _spoil(content: dict[str, Any], fields: Mapping[str, Any] | None) -> dict[str, Any]:
    """Overwrite fields; None takes one out."""
    for name, value in (fields or {}).items():
        if value is None:
            content.pop(name, None)
        else:
            content[name] = value
    return content


def far_future(now: datetime) -> datetime:
    """When a refresh token ends: 47,304,000 seconds from now."""
    return now + timedelta(seconds=47_304_000)
