"""A stateful stand-in of the Selling Partner API: orders, typed messages, review requests, reports and uploads.

It refuses as Amazon does: roles and business rules with 403, too many calls with 429, and each in Amazon's words.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.amazon.marketplaces import Marketplace, of_country
from connectors.amazon.simulator import spapi_refusals as refusals
from connectors.amazon.simulator.spapi_health import account_health
from connectors.amazon.simulator.spapi_limits import Limits
from connectors.amazon.simulator.spapi_messages import MESSAGING, SOLICITATIONS, Messages
from connectors.amazon.simulator.spapi_orders import PATH as ORDERS
from connectors.amazon.simulator.spapi_orders import get_order, search_orders
from connectors.amazon.simulator.spapi_reports import DOCUMENTS, FEEDBACK, RETURNS, ReportDesk
from connectors.amazon.simulator.spapi_reports import PATH as REPORTS
from connectors.amazon.simulator.spapi_sandbox import Sandbox
from connectors.amazon.simulator.spapi_sign_in import PATH as SIGN_IN
from connectors.amazon.simulator.spapi_sign_in import TokenDesk
from connectors.amazon.simulator.spapi_state import (
    ROLES,
    Sent,
    StandInItem,
    StandInOrder,
    StandInPackage,
    StandInSeller,
)
from connectors.amazon.simulator.spapi_uploads import PATH as UPLOADS
from connectors.amazon.simulator.spapi_uploads import STORAGE, UploadDesk
from connectors.simulation import Trouble, system_clock
from connectors.simulation_server import HttpStandIn, Reply, Request, json_reply

SELLERS = "/sellers/v1/marketplaceParticipations"


class SellingPartnerStandIn(HttpStandIn):
    """Amazon's API as far as Guichet talks to it.

    models: a folder with Amazon's model files, whose static sandbox cases are then answered too.
    strict: whether calls beyond Amazon's rates get 429. sent: every message and review request taken, in order.
    """

    slug = "amazon-spapi"

    def __init__(self, *, now: Callable[[], datetime] = system_clock, models: Path | None = None) -> None:
        super().__init__(now=now)
        self.strict = False
        self.sellers: dict[str, StandInSeller] = {}
        self.orders: dict[str, StandInOrder] = {}
        self.sent: list[Sent] = []
        self.reports = ReportDesk(self._health_of)
        self.uploads = UploadDesk()
        self.sandbox = Sandbox(models)
        self.tokens = TokenDesk(self.sellers)
        self.limits = Limits()

    def environment(self) -> Mapping[str, str]:
        """Settings that point the connector here."""
        return {"AMAZON_SPAPI_URL": self.url, "AMAZON_LWA_URL": self.url}

    # --- what people do

    def add_seller(
        self, name: str, *, countries: Sequence[str] = ("FR",), roles: frozenset[str] = ROLES, region: str = "eu"
    ) -> Mapping[str, str]:
        """Make the seller if new; return the `spapi` group of the credentials."""
        with self.lock:
            places = tuple(place for country in countries if (place := of_country(country)))
            client_id = f"amzn1.application-oa2-client.{name}"
            seller = self.sellers.setdefault(
                name,
                StandInSeller(name, client_id, f"simulated-{name}", f"Atzr|simulated-{name}", places, roles),
            )
        return {
            "client_id": seller.client_id,
            "client_secret": seller.client_secret,
            "refresh_token": seller.refresh_token,
            "region": region,
        }

    def add_order(self, order_id: str, *, seller: str, country: str = "FR", **changes: Any) -> StandInOrder:
        """An order as it would come in now; changes: any field of StandInOrder."""
        now = self.now()
        place = of_country(country)
        given: dict[str, Any] = {
            "marketplace_id": place.id if place else "",
            "currency": place.currency if place else "",
            "placed_at": now,
            "updated_at": changes.get("placed_at", now),
            "items": [StandInItem("B0ABCDEFGH", "Lampe de bureau", sku="LAMP-1")],
            "country": country,
        }
        with self.lock:
            order = self.orders[order_id] = StandInOrder(order_id, seller, **(given | changes))
        return order

    def ship(self, order_id: str, *, carrier: str, tracking: str, at: datetime | None = None) -> None:
        with self.lock:
            order, moment = self.orders[order_id], at or self.now()
            order.packages.append(StandInPackage(carrier, tracking, moment))
            order.status, order.updated_at = "SHIPPED", moment

    def buyer_asks_to_cancel(self, order_id: str) -> None:
        with self.lock:
            order = self.orders[order_id]
            order.cancel_requested, order.updated_at = True, self.now()

    def add_return(self, seller: str, **columns: str) -> None:
        """A row of the returns report, by the headers of the report: `Order ID`, `A-to-Z Claim`, …"""
        self._add_row(RETURNS, seller, columns)

    def add_feedback(self, seller: str, **columns: str) -> None:
        """A row of the feedback report, by the headers of the report: `Date`, `Rating`, …"""
        self._add_row(FEEDBACK, seller, columns)

    def end_secret(self, seller: str) -> None:
        """180 days are over: Amazon no longer knows the client secret."""
        with self.lock:
            self.sellers[seller].secret_ended = True

    def revoke(self, seller: str) -> None:
        """The seller takes the application's authorisation back."""
        with self.lock:
            self.sellers[seller].revoked = True

    def _add_row(self, report: str, seller: str, columns: Mapping[str, str]) -> None:
        """All rows of a type share the header of its first one."""
        with self.lock:
            header = self.reports.headers.setdefault(report, tuple(columns))
            rows = self.reports.rows.setdefault((report, seller), [])
            rows.append([columns.get(name, "") for name in header])

    def _health_of(self, seller: str) -> bytes | None:
        places = {order.marketplace_id for order in self.orders.values() if order.seller == seller}
        return account_health(seller, places, now=self.now())

    # --- what the API answers

    def bad_day(self, trouble: Trouble, request: Request) -> Reply:  # noqa: ARG002
        answers = {
            Trouble.TOO_MANY: refusals.too_many(),
            Trouble.TOKEN_EXPIRED: refusals.bad_token(expired=True),
            Trouble.REFUSED: refusals.no_template().reply,
            Trouble.UNAVAILABLE: Reply(503, b"<html><body>Service Unavailable</body></html>", content_type="text/html"),
        }
        return answers.get(trouble) or refusals.failure(500)

    def concerns(self, trouble: Trouble, request: Request) -> bool:
        if trouble in (Trouble.TOKEN_EXPIRED, Trouble.REFUSED):
            return request.path != SIGN_IN
        return True

    def handle(self, request: Request) -> Reply:
        try:
            reply = self._answer(request)
        except refusals.Refused as refused:
            reply = refused.reply
        known = self.limits.headers(request) if reply.status < 403 else {}
        headers = {**reply.headers, **known, "x-amzn-RequestId": secrets.token_hex(16)}
        return Reply(reply.status, reply.body, reply.content_type, headers)

    def _answer(self, request: Request) -> Reply:
        if request.path == SIGN_IN:
            return self.tokens.token_call(request, now=self.now())
        if request.path.startswith(STORAGE):
            return self.uploads.put(request)
        if request.path.startswith(DOCUMENTS):
            return self.reports.document(request)
        seller = self.tokens.seller_of(request, now=self.now())
        if self.strict and not self.limits.take(request, seller=seller.name, now=self.now()):
            return refusals.too_many()
        return self.sandbox.answer(request) or self._of_seller(request, seller)

    def _of_seller(self, request: Request, seller: StandInSeller) -> Reply:
        path, now = request.path, self.now()
        if path.startswith((MESSAGING, SOLICITATIONS)):
            messages = Messages(self.orders, seller, now=now, has_file=self.uploads.has_file)
            reply, sent = messages.handle(request)
            self.sent += [sent] if sent else []
            return reply
        if path == ORDERS:
            return search_orders(request, seller, self.orders.values(), now=now)
        if path.startswith(f"{ORDERS}/"):
            return get_order(request, seller, self.orders)
        if path.startswith(REPORTS):
            return self.reports.handle(request, seller, now=now, url=self.url)
        if path.startswith(f"{UPLOADS}/"):
            return self.uploads.create(request, url=self.url)
        if path == SELLERS:
            return json_reply(200, {"payload": [_participation(place, seller.name) for place in seller.places]})
        raise refusals.unknown("The resource")


def _participation(place: Marketplace, store: str) -> dict[str, Any]:
    return {
        "marketplace": {
            "id": place.id,
            "name": f"Amazon.{place.domain}",
            "countryCode": place.country,
            "defaultCurrencyCode": place.currency,
            "defaultLanguageCode": "en_GB",
            "domainName": f"www.amazon.{place.domain}",
        },
        "storeName": store,
        "participation": {"isParticipating": True, "hasSuspendedListings": False},
    }
