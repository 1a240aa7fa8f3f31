"""The simulated Messaging and Solicitations APIs: what an order allows depends on its state.

Offered as seen on Amazon.fr (2026): little before shipping, more for some days after it, then nothing: 403.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.amazon.simulator.spapi_refusals import (
    already_asked,
    invalid,
    no_role,
    no_template,
    outside_window,
    unknown,
)
from connectors.amazon.simulator.spapi_state import Sent, StandInOrder, StandInSeller
from connectors.simulation_server import Reply, Request, json_reply

MESSAGING = "/messaging/v1/orders/"
SOLICITATIONS = "/solicitations/v1/orders/"
REVIEW = "productReviewAndSellerFeedback"
LONGEST = {
    "confirmCustomizationDetails": 800,
    "confirmDeliveryDetails": 2000,
    "confirmOrderDetails": 2000,
    "confirmServiceDetails": 2000,
    "digitalAccessKey": 400,
    "unexpectedProblem": 2000,
}
WITH_FILES = frozenset({"confirmCustomizationDetails", "digitalAccessKey", "invoice", "legalDisclosure", "warranty"})
FILES_NEEDED = frozenset({"invoice", "legalDisclosure", "warranty"})
UNSHIPPED = ("legalDisclosure", "confirmOrderDetails", "confirmCustomizationDetails", "invoice")
SHIPPED = ("legalDisclosure", "unexpectedProblem", "confirmDeliveryDetails", "invoice", "warranty")
SHIPPED_FOR = timedelta(days=30)

HasFile = Callable[[str, str], bool]


class Messages:
    """One call about one order. has_file: whether a destination was made for this path and filled."""

    def __init__(
        self, orders: Mapping[str, StandInOrder], seller: StandInSeller, *, now: datetime, has_file: HasFile
    ) -> None:
        self.orders = orders
        self.seller = seller
        self.now = now
        self.has_file = has_file

    def handle(self, request: Request) -> tuple[Reply, Sent | None]:
        """The answer, and what was sent with it."""
        api = "messaging" if request.path.startswith(MESSAGING) else "solicitations"
        base = MESSAGING if api == "messaging" else SOLICITATIONS
        if api not in self.seller.roles:
            raise no_role()
        order_id, _, rest = request.path.removeprefix(base).partition("/")
        order = self._order(order_id, request)
        if request.method == "GET" and rest == "attributes" and api == "messaging":
            return json_reply(200, {"buyer": {"locale": order.locale}}), None
        if request.method == "GET" and not rest:
            return self._actions(base, order, api), None
        if request.method == "POST":
            return self._send(request, order, rest)
        raise unknown("The resource")

    def _order(self, order_id: str, request: Request) -> StandInOrder:
        places = request.query.get("marketplaceIds", "")
        if not places or "," in places:
            raise invalid("marketplaceIds: Missing or invalid request parameter")
        order = self.orders.get(order_id)
        if order is None or order.seller != self.seller.name or order.marketplace_id != places:
            raise invalid()
        return order

    def _actions(self, base: str, order: StandInOrder, api: str) -> Reply:
        names = self._offered(order) if api == "messaging" else self._asks(order)
        group = "messages" if api == "messaging" else "solicitations"
        path, query = f"{base}{order.id}", f"?marketplaceIds={order.marketplace_id}"
        links = [{"href": f"{path}/{group}/{name}{query}", "name": name} for name in names]
        embedded = [
            {"_links": {"self": link, "schema": {"href": f"{path}/{group}/{link['name']}/schema"}}} for link in links
        ]
        content: dict[str, Any] = {"_links": {"actions": links, "self": {"href": f"{path}{query}"}}}
        return json_reply(200, content | {"_embedded": {"actions": embedded}})

    def _offered(self, order: StandInOrder) -> tuple[str, ...]:
        """Raises Refused for an order about which nothing may be sent."""
        if order.status in ("UNSHIPPED", "PARTIALLY_SHIPPED"):
            return UNSHIPPED if not order.by_amazon else ("legalDisclosure",)
        shipped = [package.shipped_at for package in order.packages] or [order.placed_at]
        if order.status == "SHIPPED" and self.now - min(shipped) <= SHIPPED_FOR:
            return SHIPPED
        raise no_template()

    def _asks(self, order: StandInOrder) -> tuple[str, ...]:
        asked = any(sent.action == REVIEW for sent in order.sent)
        return (REVIEW,) if order.status == "SHIPPED" and self._in_window(order) and not asked else ()

    def _in_window(self, order: StandInOrder) -> bool:
        start, end = order.earliest_delivery + timedelta(days=5), order.latest_delivery + timedelta(days=30)
        return start <= self.now <= end

    def _send(self, request: Request, order: StandInOrder, rest: str) -> tuple[Reply, Sent]:
        group, _, name = rest.partition("/")
        if group == "solicitations" and name == REVIEW:
            return self._ask(order)
        if group != "messages" or name not in {*LONGEST, *WITH_FILES}:
            raise unknown("The resource")
        if name not in self._offered(order):
            raise no_template()
        body = _body(request)
        text = _text(name, body)
        files = self._files(request.path, name, body)
        sent = Sent(order.id, name, text, files, self.now)
        order.sent.append(sent)
        return json_reply(201, {}), sent

    def _ask(self, order: StandInOrder) -> tuple[Reply, Sent]:
        if any(sent.action == REVIEW for sent in order.sent):
            raise already_asked()
        if order.status != "SHIPPED" or not self._in_window(order):
            raise outside_window()
        sent = Sent(order.id, REVIEW, "", (), self.now)
        order.sent.append(sent)
        return json_reply(201, {}), sent

    def _files(self, path: str, name: str, body: Mapping[str, Any]) -> tuple[str, ...]:
        entries = body.get("attachments", [])
        if len(entries) > 5 or (entries and name not in WITH_FILES) or (name in FILES_NEEDED and not entries):
            raise invalid("attachments: the number of files is not allowed")
        if name == "warranty" and not (body.get("coverageStartDate") and body.get("coverageEndDate")):
            raise invalid("coverageStartDate and coverageEndDate are needed")
        if not all(self.has_file(entry.get("uploadDestinationId", ""), path) for entry in entries):
            raise invalid("attachments: uploadDestinationId is not valid")
        return tuple(entry["fileName"] for entry in entries)


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = request.json()
    except ValueError as error:
        raise invalid("the body is no JSON") from error
    if not isinstance(body, dict) or not body.keys() <= {"text", "attachments", "coverageStartDate", "coverageEndDate"}:
        raise invalid("the body has unknown properties")
    return body


def _text(name: str, body: Mapping[str, Any]) -> str:
    text = body.get("text", "")
    if name not in LONGEST:
        if text:
            raise invalid("text is not a property of this message")
    elif not 1 <= len(text) <= LONGEST[name]:
        raise invalid(f"text must have 1 to {LONGEST[name]} characters")
    return str(text)
