"""The simulated eBay as one loopback server, and what people can do on it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from connectors.ebay.simulator import refusals
from connectors.ebay.simulator.after_sales.desk import AfterSalesDesk
from connectors.ebay.simulator.after_sales.events import AfterSales
from connectors.ebay.simulator.call_limits import CallsToday
from connectors.ebay.simulator.conversations import Conversations
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
from connectors.simulation import Trouble, system_clock
from connectors.simulation_pictures import picture
from connectors.simulation_server import Reply, Request, json_reply

TOKEN_PATH = "/identity/v1/oauth2/token"  # noqa: S105
CONSENT_PATH = "/oauth2/authorize"
IDENTITY_PATH = "/commerce/identity/v1/user"
LIMITS_PATH = "/developer/analytics/v1_beta/rate_limit"


PICTURES = "/pictures/"


class EbaySimulator(Pushes, AfterSales, Conversations):
    """eBay as far as Guichet talks to it.

    accept_url: where the consent page sends the seller back to; the URL behind the RuName.
    calls_per_day: Message API calls an application may make until midnight Pacific time.
    message_order: "newest", "oldest" or "mixed"; repeat_entries: lists everything twice.
    missing_listings: item ids that no listing has.
    """

    sending_path, reading_path = "send_message", "conversation"

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
        self.calls_today = CallsToday()
        self.message_order = "newest"
        self.repeat_entries = False
        self.missing_listings: frozenset[str] = frozenset()

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
        if not self.calls_today.count(at_most=self.calls_per_day, now=self.now()):
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
        return self.calls_today.told(request, at_most=self.calls_per_day, now=self.now())

    def _desk(self) -> SignInDesk:
        return SignInDesk(self.memory, write=self._write, now=self.now(), accept_url=self.accept_url)


def _token_of(request: Request) -> str:
    """The token a call brings, "" if none; Post-Order wants it after IAF instead of Bearer."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme in ("Bearer", "IAF") else ""
