"""The simulated Octopia as one loopback server, and what people do on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.cdiscount.sign_in import PATH as TOKEN_PATH
from connectors.cdiscount.simulator import calls, texts
from connectors.cdiscount.simulator.caller import Caller
from connectors.cdiscount.simulator.contract import Contract
from connectors.cdiscount.simulator.deeds import Deeds
from connectors.cdiscount.simulator.happenings import HAPPENINGS, let_happen
from connectors.cdiscount.simulator.orders import order_json
from connectors.cdiscount.simulator.problems import problem
from connectors.cdiscount.simulator.sign_in import CLIENT_ID, CLIENT_SECRET, TokenDesk
from connectors.cdiscount.simulator.state import Discussion, State
from connectors.simulation import BuyerOrders, BuyerWrites, Happens, ReceivedReply, Trouble, Written, system_clock
from connectors.simulation_server import HttpSimulator, Reply, Request

API = "/seller/v2"
PICTURES = "/pictures/"


class CdiscountSimulator(HttpSimulator):
    """Octopia as far as Guichet talks to it.

    contract: which side of the documentation's contradictions is played. desk: hands out so many tokens an hour.
    hidden: lists and calls that this client id is not shown (403), e.g. "orders" or "sellers/indicators".
    """

    slug = "cdiscount"
    happenings = frozenset(HAPPENINGS)
    order_shape = "26111#1#3#K#D#E"
    sending_path, reading_path = "/messages", "/discussions"
    languages = frozenset(texts.CHANNELS)
    share = 5
    has_notices = False

    def __init__(self, *, state: Path | None = None, now: Any = system_clock) -> None:
        super().__init__(state=state, now=now)
        self.contract = Contract()
        self.desk = TokenDesk()
        self.hidden: frozenset[str] = frozenset()
        self.memory = State()
        self.deeds = Deeds(self.memory, self.journal, now=now)
        for event in self.journal.replay():
            self.memory.apply(event)

    def environment(self) -> Mapping[str, str]:
        return {
            "OCTOPIA_API_URL": f"{self.url}{API}",
            "OCTOPIA_AUTH_URL": self.url,
            "OCTOPIA_REPLY_SHAPE": self.contract.reply_shapes[0],
            "OCTOPIA_PATCH_KEY": self.contract.patch_key,
            "OCTOPIA_OPENS_BY": self.contract.opens_by,
            "OCTOPIA_CALLS_PER_MINUTE": "1000000",
        }

    def picture_url(self, name: str) -> str:
        return f"{self.url}{PICTURES}{name}.png"

    def show_changes_late(self, by: timedelta) -> None:
        """From now on an entry says that it was changed so long before it was."""
        self.deeds.late_by = by

    # --- what people do

    def add_seller(self, name: str) -> Mapping[str, Any]:
        with self.lock:
            number = self.memory.number_of(name)
            if number not in self.memory.sellers:
                self.deeds.write({"event": "seller", "name": name})
        return {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "seller_id": number}

    def buyer_writes(self, message: BuyerWrites) -> Written:
        with self.lock:
            if message.thread_id:
                discussion = self.memory.discussion(message.thread_id)
            else:
                discussion = self.deeds.open(
                    seller=message.seller,
                    channel=texts.channel_of(message.language, message.buyer),
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
            return self._say(self.memory.discussion(thread_id), sender, text, at=at)

    def marketplace_writes(self, *, seller: str, subject: str, html: str, at: datetime | None = None) -> Written:
        """A discussion about no buyer and no order, in which only a machine writes."""
        with self.lock:
            named = {"seller": seller, "channel": texts.channel_of("fr"), "subject": subject}
            unnamed = dict.fromkeys(("buyer", "order_id", "item_id", "sub_typology"), "")
            return self._say(self.deeds.open(at=at, **named, **unnamed), "Automatic", html, at=at)

    def change(self, thread_id: str, **fields: Any) -> None:
        """Change a discussion: is_open, status, graduation, cancel_pending."""
        with self.lock:
            self.deeds.change(self.memory.discussion(thread_id), **fields)

    def places_order(self, order: BuyerOrders) -> None:
        with self.lock:
            number = self.memory.number_of(order.seller)
            content = order_json(order, number=self.memory.next_number, seller_id=number, now=self.now())
            self.deeds.write({"event": "order", "order": content})

    def happens(self, event: Happens) -> None:
        with self.lock:
            let_happen(self.deeds, event)

    def replies(self, after: int = 0) -> Sequence[ReceivedReply]:
        with self.lock:
            return tuple(self.memory.replies[after:])

    def _say(self, discussion: Discussion, sender: str, text: str, **fields: Any) -> Written:
        return Written(discussion.thread_id, self.deeds.say(discussion, sender, text, **fields).id)

    # --- what programs ask

    def concerns(self, trouble: Trouble, request: Request) -> bool:
        if trouble is Trouble.TOKEN_EXPIRED:
            return request.path.startswith(API)
        if trouble is Trouble.REFUSED:
            return request.method == "POST" and request.path.startswith(API)
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
        if seller is None or any(f"{path}/".startswith(f"/{hidden}/") for hidden in self.hidden):
            return problem(403, "Forbidden", "This seller has not delegated access to this client.")
        return calls.answer(Caller(self.deeds, self.contract, request, path, seller, f"{self.url}{API}"))
