"""The simulated Amazon as one thing: Seller Central by mail, and the Selling Partner API over HTTP."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from connectors.amazon.simulator import names
from connectors.amazon.simulator.seller_central import COUNTRIES, SellerCentral
from connectors.amazon.simulator.spapi import SellingPartnerStandIn
from connectors.amazon.simulator.spapi_state import StandInItem, StandInPackage
from connectors.simulation import BuyerOrders, Happening, Happens, Trouble, system_clock

SHIPPED_AFTER = timedelta(days=1)
CARRIER = "Transpost"


class AmazonSimulator(SellerCentral):
    """Amazon as far as Guichet meets it. An order placed more than a day ago is shipped already."""

    slug = "amazon"
    troubles: ClassVar[frozenset[Trouble]] = frozenset(Trouble)
    order_shape = "40#-#######-#######"

    def __init__(self, *, state: Path | None = None, now: Callable[[], datetime] = system_clock) -> None:
        super().__init__(state=state, now=now)
        self.spapi = SellingPartnerStandIn(now=now)
        self.replay()

    def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """port: of the Selling Partner API; the mail server finds itself two, and takes the same ones next time."""
        self.spapi.start(host=host, port=port)
        try:
            super().start(host=host)
        except OSError:
            self.spapi.stop()
            raise

    def stop(self) -> None:
        self.spapi.stop()
        super().stop()

    def environment(self) -> Mapping[str, str]:
        return self.spapi.environment()

    def add_seller(self, name: str) -> Mapping[str, Any]:
        return {**super().add_seller(name), "spapi": dict(self.spapi.add_seller(name, countries=COUNTRIES))}

    def trouble(self, trouble: Trouble, *, times: int = 1, path: str = "") -> None:
        """path: "imap" or "smtp", a path of the API, or empty: then what has tokens is the API, the rest is mail."""
        if "/" in path or trouble is Trouble.TOKEN_EXPIRED:
            self.spapi.trouble(trouble, times=times, path=path)
        else:
            super().trouble(trouble, times=times, path=path)

    def places_order(self, order: BuyerOrders) -> None:
        placed_at = order.at or self.now()
        kept = ("seller", "buyer", "buyer_name", "order_id", "quantity", "currency", "town")
        facts = {name: getattr(order, name) for name in kept}
        self.write(
            "order",
            **facts,
            item=order.item_title,
            asin=names.asin(order.item_id),
            price=str(order.price),
            country=names.country_for(order.language),
            placed_at=placed_at.isoformat(),
            shipped=self.now() - placed_at > SHIPPED_AFTER and not order.lies,
        )

    def happens(self, event: Happens) -> None:
        super().happens(event)
        if event.what is Happening.CANCELLATION_ASKED and event.order_id in self.spapi.orders:
            self.write("cancel_asked", order_id=event.order_id)

    def apply(self, event: Mapping[str, Any]) -> None:
        if event["event"] == "order":
            self._order(event)
        elif event["event"] == "cancel_asked":
            self.spapi.buyer_asks_to_cancel(event["order_id"])
        else:
            super().apply(event)

    def _order(self, event: Mapping[str, Any]) -> None:
        placed_at, quantity = datetime.fromisoformat(event["placed_at"]), event["quantity"]
        alias, market = names.alias(event["seller"], event["buyer"]), names.place(event["country"])
        shipped_at = placed_at + SHIPPED_AFTER
        tracking = "TP" + names.signature(event["order_id"])[:11].upper()
        self.spapi.add_order(
            event["order_id"],
            seller=event["seller"],
            country=event["country"],
            currency=event["currency"],
            placed_at=placed_at,
            updated_at=shipped_at if event["shipped"] else placed_at,
            items=[StandInItem(event["asin"], event["item"], "", quantity, Decimal(event["price"]) / quantity)],
            status="SHIPPED" if event["shipped"] else "UNSHIPPED",
            buyer_name=event["buyer_name"] or event["buyer"],
            buyer_email=f"{alias}@marketplace.amazon.{market.domain}",
            city=event["town"],
            locale=names.locale_in(event["country"]),
            packages=[StandInPackage(CARRIER, tracking, shipped_at)] if event["shipped"] else [],
        )
