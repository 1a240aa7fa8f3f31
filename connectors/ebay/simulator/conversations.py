"""What people and eBay itself write on the simulated eBay, and what becomes of their conversations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from connectors.ebay.simulator.after_sales.state import number_from
from connectors.ebay.simulator.remembering import Remembering
from connectors.ebay.simulator.state import EBAY, MEMBERS, Conversation
from connectors.simulation import BuyerWrites, ReceivedReply, Written

ONE_IN_LOOSE = 4


class Conversations(Remembering):
    """The part of EbaySimulator that is about messages."""

    def buyer_writes(self, message: BuyerWrites) -> Written:
        with self.lock:
            key = self._seller(message.seller)
            conversation = self.memory.conversations.get(message.thread_id)
            if message.thread_id and conversation is None:
                raise KeyError(f"there is no conversation {message.thread_id}")
            names = [picture.rpartition("/")[2] or "picture.jpg" for picture in message.pictures]
            media = [
                {"mediaName": name, "mediaType": "IMAGE", "mediaUrl": url}
                for name, url in zip(names, message.pictures, strict=True)
            ]
            return self._add(
                conversation,
                kind=MEMBERS,
                seller=key,
                other=message.buyer,
                sender=message.buyer,
                recipient=self.memory.sellers[key].name,
                text=message.text,
                subject=message.subject,
                title=message.item_title,
                item_id=self._reference(message),
                media=media,
                at=message.at,
                inbound=True,
            )

    def _reference(self, message: BuyerWrites) -> str:
        """The listing a conversation is attached to, often none; which of lively people's are, is always the same."""
        is_loose = self.lively and int(number_from("loose", message.buyer, digits=3)) % ONE_IN_LOOSE == 0
        return "" if is_loose else message.item_id

    def seller_writes(self, *, seller: str, thread_id: str, text: str, at: datetime | None = None) -> Written:
        with self.lock:
            conversation = self.memory.conversations[thread_id]
            return self._add(
                conversation,
                kind=MEMBERS,
                seller=conversation.seller,
                other=conversation.other,
                sender=self.memory.sellers[self._seller(seller)].name,
                recipient=conversation.other,
                text=text,
                at=at,
                inbound=False,
            )

    def ebay_writes_into(self, thread_id: str, *, text: str, at: datetime | None = None) -> Written:
        """eBay itself says something in a conversation between members."""
        with self.lock:
            conversation = self.memory.conversations[thread_id]
            return self._add(
                conversation,
                kind=MEMBERS,
                seller=conversation.seller,
                other=conversation.other,
                sender="eBay",
                recipient=self.memory.sellers[conversation.seller].name,
                text=text,
                at=at,
                inbound=True,
            )

    def marketplace_writes(self, *, seller: str, subject: str, html: str, at: datetime | None = None) -> Written:
        with self.lock:
            key = self._seller(seller)
            return self._add(
                None,
                kind=EBAY,
                seller=key,
                other="eBay",
                sender="eBay",
                recipient=self.memory.sellers[key].name,
                text=html,
                subject=subject,
                at=at,
                inbound=True,
            )

    def spoil(self, thread_id: str, fields: Mapping[str, Any], *, message_id: str = "") -> None:
        """Overwrite fields of a conversation (or of one message of it) in every answer; None takes one out."""
        event: dict[str, Any] = {"event": "spoiled", "conversation": thread_id, "fields": dict(fields)}
        with self.lock:
            self._write(event | ({"message": message_id} if message_id else {}))

    def lose_conversation(self, thread_id: str, *, status: int = 400) -> None:
        """The list still shows it, but asking for it answers 400 with 355007, or 404."""
        with self.lock:
            self._write({"event": "gone", "conversation": thread_id, "status": status})

    def replies(self, after: int = 0) -> Sequence[ReceivedReply]:
        with self.lock:
            return tuple(self.memory.replies[after:])

    def accepted_sends(self) -> int:
        """How many messages came in through the API."""
        return sum(reply.through_api for reply in self.replies())

    def unread(self, thread_id: str) -> int:
        """How many of the buyer's messages the seller has not read on eBay."""
        with self.lock:
            return self.memory.conversations[thread_id].unread

    def _add(self, conversation: Conversation | None, *, at: datetime | None, **fields: Any) -> Written:
        new_conversation, message_id = self.memory.new_ids(fields["kind"])
        thread_id = conversation.id if conversation else new_conversation
        moment = (at or self.now()).isoformat()
        self._write({"event": "message", "conversation": thread_id, "id": message_id, "at": moment, **fields})
        return Written(thread_id, message_id)
