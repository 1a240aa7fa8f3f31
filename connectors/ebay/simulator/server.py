"""The simulated eBay as one loopback server, and what people can do on it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.ebay.simulator import refusals
from connectors.ebay.simulator.after_sales.desk import AfterSalesDesk
from connectors.ebay.simulator.after_sales.events import AfterSales
from connectors.ebay.simulator.after_sales.state import number_from
from connectors.ebay.simulator.messages import BASE, Messages
from connectors.ebay.simulator.push.events import Pushes
from connectors.ebay.simulator.sign_in import (
    CLIENT_ID,
    CLIENT_SECRET,
    IDENTITY_SCOPE,
    KNOWN_SCOPES,
    MESSAGE_SCOPE,
    RU_NAME,
    SignInDesk,
)
from connectors.ebay.simulator.state import EBAY, MEMBERS, Conversation, State, stamp
from connectors.simulation import BuyerWrites, ReceivedReply, Trouble, Written, system_clock
from connectors.simulation_pictures import picture
from connectors.simulation_server import Reply, Request, json_reply

TOKEN_PATH = "/identity/v1/oauth2/token"  # noqa: S105
CONSENT_PATH = "/oauth2/authorize"
IDENTITY_PATH = "/commerce/identity/v1/user"
LIMITS_PATH = "/developer/analytics/v1_beta/rate_limit"
PACIFIC = ZoneInfo("America/Los_Angeles")


PICTURES = "/pictures/"
ONE_IN_LOOSE = 4


class EbaySimulator(Pushes, AfterSales):
    """eBay as far as Guichet talks to it.

    accept_url: where the consent page sends the seller back to; the URL behind the RuName.
    calls_per_day: Message API calls an application may make until midnight Pacific time.
    message_order: "newest", "oldest" or "mixed"; repeat_entries: lists everything twice.
    missing_listings: item ids that no listing has.
    """

    def __init__(
        self,
        *,
        state: Path | None = None,
        now: Callable[[], datetime] = system_clock,
        accept_url: str = "",
    ) -> None:
        super().__init__(state=state, now=now)
        self.accept_url = accept_url
        self.calls_per_day = 10_000_000
        self.calls_today: tuple[str, int] = ("", 0)
        self.message_order = "newest"
        self.repeat_entries = False
        self.missing_listings: frozenset[str] = frozenset()
        self.memory = State()
        for event in self.journal.replay():
            self.memory.apply(event)

    def environment(self) -> Mapping[str, str]:
        return {
            "EBAY_ENVIRONMENT": "production",
            "EBAY_API_URL": self.url,
            "EBAY_APIZ_URL": self.url,
            "EBAY_AUTH_URL": self.url,
            "EBAY_CLIENT_ID": CLIENT_ID,
            "EBAY_CLIENT_SECRET": CLIENT_SECRET,
            "EBAY_RU_NAME": RU_NAME,
            "EBAY_CALLS_PER_DAY": str(self.calls_per_day),
            "EBAY_PUSH_TO_LOOPBACK": "yes" if self.takes_loopback else "",
        }

    def send_sellers_back_to(self, url: str) -> None:
        self.accept_url = url

    def picture_url(self, name: str) -> str:
        return f"{self.url}{PICTURES}{name}.png"

    # --- what people do

    def add_seller(self, name: str, *, scopes: frozenset[str] = KNOWN_SCOPES) -> Mapping[str, str]:
        with self.lock:
            if name not in self.memory.sellers:
                self._write({"event": "seller", "name": name})
            refresh_token = self._desk().refresh_token(name, scopes)
        return {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "refresh_token": refresh_token,
            "ru_name": RU_NAME,
        }

    def rename_seller(self, name: str, *, to: str) -> None:
        """The seller changes his username; messages written so far keep the old one."""
        with self.lock:
            self._write({"event": "renamed", "seller": self._seller(name), "name": to})

    def revoke(self, seller: str) -> None:
        """The seller withdraws his consent, or changes his password: every token ends."""
        with self.lock:
            self._write({"event": "revoked", "seller": self._seller(seller)})

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

    # --- what programs ask

    def concerns(self, trouble: Trouble, request: Request) -> bool:
        if trouble is Trouble.TOKEN_EXPIRED:
            return bool(_token_of(request))
        if trouble is Trouble.REFUSED:
            return request.path == f"{BASE}/send_message"
        return True

    def bad_day(self, trouble: Trouble, request: Request) -> Reply:
        if trouble is Trouble.TOO_MANY:
            return refusals.too_many()
        if trouble is Trouble.TOKEN_EXPIRED:
            token = _token_of(request)
            if token in self.memory.tokens:
                self._write({"event": "token_ended", "token": token})
            return refusals.invalid_token()
        if trouble is Trouble.REFUSED:
            return refusals.policy()
        return refusals.server_error(503 if trouble is Trouble.UNAVAILABLE else 500)

    def handle(self, request: Request) -> Reply:
        path = request.path.rstrip("/")
        if path == TOKEN_PATH and request.method == "POST":
            return self._desk().token_call(request)
        if path == CONSENT_PATH and request.method in ("GET", "POST"):
            return self._desk().consent_page(request)
        if path == "/favicon.ico":
            return Reply(204)
        if path.startswith(PICTURES):
            return Reply(200, picture(path.removeprefix(PICTURES)), "image/png")
        token = self._desk().valid(_token_of(request), "access", "application")
        if token is None:
            return refusals.invalid_token()
        if path == LIMITS_PATH:
            return self._limits(request) if token.kind == "application" else refusals.no_permission()
        if path == IDENTITY_PATH:
            return self._user(token.seller) if IDENTITY_SCOPE in token.scopes else refusals.no_permission()
        about_pushes = self._notifications(request, token)
        if about_pushes is not None:
            return about_pushes
        about_sales = AfterSalesDesk(self.memory, now=self.now(), url=self.url, write=self._write).handle(
            request, token
        )
        if about_sales is not None:
            return about_sales
        if not request.path.startswith(BASE + "/"):
            return refusals.gateway(404, 2002, "Resource not found")
        if MESSAGE_SCOPE not in token.scopes or token.kind != "access":
            return refusals.no_permission()
        return self._messages(request, token.seller)

    def _messages(self, request: Request, seller: str) -> Reply:
        if not self._count_call():
            return refusals.too_many()
        api = Messages(
            self.memory,
            self.memory.sellers[seller],
            write=self._write,
            now=self.now(),
            base_url=self.url,
        )
        api.message_order = self.message_order
        api.repeat_entries = self.repeat_entries
        api.missing_listings = self.missing_listings
        return api.handle(request)

    def _count_call(self) -> bool:
        today = self.now().astimezone(PACIFIC).date().isoformat()
        counted = self.calls_today[1] if self.calls_today[0] == today else 0
        if counted >= self.calls_per_day:
            return False
        self.calls_today = (today, counted + 1)
        return True

    def _user(self, key: str) -> Reply:
        seller = self.memory.sellers[key]
        return json_reply(
            200,
            {
                "userId": seller.user_id,
                "username": seller.name,
                "accountType": "BUSINESS",
                "registrationMarketplaceId": "EBAY_FR",
                "status": "CONFIRMED",
            },
        )

    def _limits(self, request: Request) -> Reply:
        today = self.now().astimezone(PACIFIC)
        counted = self.calls_today[1] if self.calls_today[0] == today.date().isoformat() else 0
        midnight = (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        rate = {
            "count": counted,
            "limit": self.calls_per_day,
            "remaining": max(0, self.calls_per_day - counted),
            "reset": stamp(midnight),
            "timeWindow": 86400,
        }
        context = request.query.get("api_context", "commerce")
        if context != "commerce":
            return Reply(204)
        resource = {"name": "commerce.message", "rates": [rate]}
        limits = {"apiContext": "commerce", "apiName": "message", "apiVersion": "v1", "resources": [resource]}
        return json_reply(200, {"rateLimits": [limits]})

    def _desk(self) -> SignInDesk:
        return SignInDesk(self.memory, write=self._write, now=self.now(), accept_url=self.accept_url)


def _token_of(request: Request) -> str:
    """The token a call brings, "" if none; Post-Order wants it after IAF instead of Bearer."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme in ("Bearer", "IAF") else ""
