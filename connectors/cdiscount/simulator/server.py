"""The simulated Octopia as one loopback server, and what people do on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.cdiscount.sign_in import PATH as TOKEN_PATH
from connectors.cdiscount.simulator import texts
from connectors.cdiscount.simulator.calls import Calls, Contract
from connectors.cdiscount.simulator.orders import order_json
from connectors.cdiscount.simulator.problems import problem
from connectors.cdiscount.simulator.sign_in import CLIENT_ID, CLIENT_SECRET, TokenDesk
from connectors.cdiscount.simulator.state import Discussion, Message, State
from connectors.simulation import (
    BuyerOrders,
    BuyerWrites,
    Happening,
    Happens,
    ReceivedReply,
    Trouble,
    Written,
    system_clock,
)
from connectors.simulation_server import HttpSimulator, Reply, Request

API = "/seller/v2"
PICTURES = "/pictures/"
HAPPENINGS = {
    Happening.CLAIM_OPENED: ("GrcOperator", texts.CLAIM_OPENED, {"graduation": "Claim", "status": "ToTreat"}),
    Happening.CLAIM_WON: ("GrcOperator", texts.CLAIM_WON, {"is_open": False, "status": "Treated"}),
    Happening.CLAIM_LOST: ("GrcOperator", texts.CLAIM_LOST, {"is_open": False, "status": "Treated"}),
    Happening.REFUNDED: ("Automatic", texts.REFUNDED, {}),
}
"""Who writes what, and what becomes of the discussion."""


class CdiscountSimulator(HttpSimulator):
    """Octopia as far as Guichet talks to it.

    contract: which side of the documentation's contradictions is played. tokens: how many an hour.
    late_by: how long before its change an entry says it was changed ("updatedAt can be earlier than createdAt").
    hidden: lists and calls that this client id is not shown (403), e.g. "orders".
    """

    slug = "cdiscount"
    happenings = frozenset(HAPPENINGS)
    order_shape = "26111#1#3#K#D#E"
    languages = frozenset(texts.CHANNELS)
    share = 5
    has_notices = False

    def __init__(self, *, state: Path | None = None, now: Any = system_clock) -> None:
        super().__init__(state=state, now=now)
        self.contract = Contract()
        self.desk = TokenDesk()
        self.late_by = timedelta(0)
        self.hidden: frozenset[str] = frozenset()
        self.memory = State()
        for event in self.journal.replay():
            self.memory.apply(event)

    def environment(self) -> Mapping[str, str]:
        return {
            "OCTOPIA_API_URL": f"{self.url}{API}",
            "OCTOPIA_AUTH_URL": self.url,
            "OCTOPIA_REPLY_SHAPE": self.contract.reply_shapes[0],
            "OCTOPIA_PATCH_KEY": self.contract.patch_key,
            "OCTOPIA_CALLS_PER_MINUTE": "1000000",
        }

    def picture_url(self, name: str) -> str:
        return f"{self.url}{PICTURES}{name}.png"

    # --- what people do

    def add_seller(self, name: str) -> Mapping[str, Any]:
        with self.lock:
            number = self.memory.number_of(name)
            if number not in self.memory.sellers:
                self._write({"event": "seller", "name": name})
        return {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "seller_id": number}

    def buyer_writes(self, message: BuyerWrites) -> Written:
        with self.lock:
            if message.thread_id:
                discussion = self.memory.discussion(message.thread_id)
            else:
                discussion = self._discussion(
                    seller=message.seller,
                    channel=texts.channel_of(message.language),
                    buyer=message.buyer,
                    subject=message.subject or message.item_title or "Demande d'information",
                    order_id=message.order_id,
                    item_id=message.item_id,
                    sub_typology=texts.sub_typology(message.text),
                    at=message.at,
                )
            files = [picture.rpartition("/")[2] for picture in message.pictures]
            return self._say(discussion, "Customer", message.text, at=message.at, user_id=message.buyer, files=files)

    def seller_writes(self, *, seller: str, thread_id: str, text: str, at: datetime | None = None) -> Written:
        with self.lock:
            return self._say(self.memory.discussion(thread_id), "Seller", text, at=at, user_id=seller)

    def writes_as(self, sender: str, thread_id: str, *, text: str, at: datetime | None = None) -> Written:
        """Somebody else says something in a discussion: "GrcOperator", "Automatic", or a type nobody knows."""
        with self.lock:
            return self._say(self.memory.discussion(thread_id), sender, text, at=at, user_id="")

    def marketplace_writes(self, *, seller: str, subject: str, html: str, at: datetime | None = None) -> Written:
        """A discussion about no buyer and no order, in which only a machine writes."""
        with self.lock:
            discussion = self._discussion(
                seller=seller,
                channel=texts.channel_of("fr"),
                buyer="",
                subject=subject,
                order_id="",
                item_id="",
                sub_typology="",
                at=at,
            )
            return self._say(discussion, "Automatic", html, at=at, user_id="")

    def change(self, thread_id: str, **fields: Any) -> None:
        """Change axes of a discussion: is_open, status, graduation."""
        with self.lock:
            self._write({"event": "changed", "discussion": self.memory.discussion(thread_id).id, "fields": fields})

    def places_order(self, order: BuyerOrders) -> None:
        with self.lock:
            number = self.memory.number_of(order.seller)
            content = order_json(order, number=self.memory.next_number, seller_id=number, now=self.now())
            self._write({"event": "order", "order": content})

    def happens(self, event: Happens) -> None:
        sender, text, fields = HAPPENINGS[event.what]
        with self.lock:
            discussion = self.memory.discussion(event.thread_id)
            self._say(discussion, sender, text, at=event.at, user_id="")
            if fields:
                self._write({"event": "changed", "discussion": discussion.id, "fields": fields})

    def replies(self, after: int = 0) -> Sequence[ReceivedReply]:
        with self.lock:
            return tuple(self.memory.replies[after:])

    def _discussion(self, *, at: datetime | None, **fields: str) -> Discussion:
        discussion_id = self.memory.new_id("discussion")
        self._write(
            {"event": "discussion", "id": discussion_id, "at": (at or self.now()).isoformat(), **fields},
        )
        return self.memory.discussions[discussion_id]

    def _say(
        self,
        discussion: Discussion,
        sender: str,
        text: str,
        *,
        at: datetime | None = None,
        user_id: str = "",
        files: Sequence[str] = (),
        through_api: bool = False,
    ) -> Written:
        message_id = self.memory.new_id("message")
        self._write(
            {
                "event": "message",
                "discussion": discussion.id,
                "id": message_id,
                "sender": sender,
                "user_id": user_id,
                "text": text,
                "at": (at or self.now()).isoformat(),
                "files": list(files),
                "through_api": through_api,
            }
        )
        return Written(discussion.thread_id, message_id)

    def _write(self, event: Mapping[str, Any]) -> None:
        dated = {"now": (self.now() - self.late_by).isoformat(), **event}
        self.journal.append(dated)
        self.memory.apply(dated)

    # --- what programs ask

    def concerns(self, trouble: Trouble, request: Request) -> bool:
        if trouble is Trouble.TOKEN_EXPIRED:
            return request.path.startswith(API)
        if trouble is Trouble.REFUSED:
            return request.method == "POST" and request.path == f"{API}/messages"
        return True

    def bad_day(self, trouble: Trouble, request: Request) -> Reply:
        if trouble is Trouble.TOO_MANY:
            return problem(429, "Too Many Requests")
        if trouble is Trouble.TOKEN_EXPIRED:
            self.desk.end(request)
            return problem(401, "Unauthorized", "The access token expired.")
        if trouble is Trouble.REFUSED:
            return problem(422, "Unprocessable Entity", "The message contains contact details, which is not allowed.")
        return problem(503 if trouble is Trouble.UNAVAILABLE else 500, "Internal Server Error")

    def handle(self, request: Request) -> Reply:
        if request.path == TOKEN_PATH and request.method == "POST":
            return self.desk.call(request, self.now())
        if not request.path.startswith(API):
            return problem(404, "Not Found")
        if not self.desk.is_valid(request, self.now()):
            return problem(401, "Unauthorized", "The access token is invalid.")
        path = request.path.removeprefix(API)
        seller = self.memory.sellers.get(request.headers.get("sellerid", ""))
        if seller is None or path.strip("/").split("/")[0] in self.hidden:
            return problem(403, "Forbidden", "This seller has not delegated access to this client.")
        calls = Calls(
            self.memory,
            self.contract,
            seller=seller,
            base=f"{self.url}{API}",
            reply=self._replied,
            write=self._write,
        )
        return calls.handle(request, path)

    def _replied(self, discussion: Discussion, text: str) -> Message:
        written = self._say(discussion, "Seller", text, user_id=discussion.seller, through_api=True)
        return next(message for message in discussion.messages if message.id == written.message_id)
