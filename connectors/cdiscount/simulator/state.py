"""What the simulated Octopia remembers: sellers, discussions, messages and orders.

Every change is one event, applied by `apply` and appended to a journal, so a restart replays it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from connectors.simulation import ReceivedReply


@dataclass
class Message:
    """One message. sender: the user type. files: names of pictures."""

    id: str
    sender: str
    user_id: str
    text: str
    at: datetime
    read: bool = False
    files: tuple[str, ...] = ()


@dataclass
class Discussion:
    """One discussion, with its three axes: open, status, graduation."""

    id: str
    seller: str
    channel: str
    buyer: str
    subject: str
    order_id: str
    item_id: str
    sub_typology: str
    created_at: datetime
    updated_at: datetime
    is_open: bool = True
    status: str = "ToTreat"
    graduation: str = "Discussion"
    messages: list[Message] = field(default_factory=list)

    @property
    def thread_id(self) -> str:
        return f"{self.channel}:{self.id}"


class State:
    """Everything the simulated Octopia knows. Not locked: the simulator's lock is held around it."""

    def __init__(self) -> None:
        self.sellers: dict[str, str] = {}
        self.discussions: dict[str, Discussion] = {}
        self.orders: dict[str, Mapping[str, Any]] = {}
        self.replies: list[ReceivedReply] = []
        self.next_number = 1
        self._appliers: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "seller": self._seller,
            "discussion": self._discussion,
            "message": self._message,
            "changed": self._changed,
            "read": self._read,
            "order": self._order,
        }

    def apply(self, event: Mapping[str, Any]) -> None:
        """Carry out one event."""
        self._appliers[event["event"]](event)

    def new_id(self, kind: str) -> str:
        """An id as Octopia's: 24 hexadecimal characters."""
        return sha256(f"{kind} {self.next_number}".encode()).hexdigest()[:24]

    def number_of(self, seller: str) -> str:
        """The seller's number, made of his name."""
        return str(10_000 + int(sha256(seller.encode()).hexdigest()[:8], 16) % 90_000)

    def discussion(self, thread_id: str) -> Discussion:
        """By its id or by the name of the conversation. Raises KeyError."""
        return self.discussions[thread_id.rpartition(":")[2]]

    def _seller(self, event: Mapping[str, Any]) -> None:
        self.sellers[self.number_of(event["name"])] = event["name"]

    def _discussion(self, event: Mapping[str, Any]) -> None:
        at = datetime.fromisoformat(event["at"])
        names = ("id", "seller", "channel", "buyer", "subject", "order_id", "item_id", "sub_typology")
        self.discussions[event["id"]] = Discussion(
            **{name: event[name] for name in names}, created_at=at, updated_at=datetime.fromisoformat(event["now"])
        )
        self.next_number += 1

    def _message(self, event: Mapping[str, Any]) -> None:
        discussion = self.discussions[event["discussion"]]
        at = datetime.fromisoformat(event["at"])
        message = Message(
            event["id"], event["sender"], event["user_id"], event["text"], at, files=tuple(event.get("files", ()))
        )
        discussion.messages.append(message)
        discussion.messages.sort(key=lambda each: each.at)
        discussion.updated_at = datetime.fromisoformat(event["now"])
        self.next_number += 1
        if message.sender == "Seller":
            discussion.status = "Treated"
            self.replies.append(
                ReceivedReply(
                    discussion.seller,
                    discussion.thread_id,
                    message.id,
                    message.text,
                    at,
                    event.get("through_api", False),
                )
            )
        elif message.sender == "Customer":
            discussion.status, discussion.is_open = "ToTreat", True
        elif message.sender == "GrcOperator":
            discussion.status = "ToTreat"

    def _changed(self, event: Mapping[str, Any]) -> None:
        discussion = self.discussions[event["discussion"]]
        discussion.updated_at = datetime.fromisoformat(event["now"])
        for name, value in event["fields"].items():
            setattr(discussion, name, value)

    def _read(self, event: Mapping[str, Any]) -> None:
        for message in self.discussions[event["discussion"]].messages:
            message.read = message.read or message.id == event["message"]

    def _order(self, event: Mapping[str, Any]) -> None:
        self.orders[event["order"]["reference"]] = event["order"]
