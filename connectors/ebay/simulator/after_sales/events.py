"""What people do on the simulated eBay besides writing: buy, claim, decide, and say what they think."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from connectors.ebay.simulator.after_sales.state import SITES, AfterSalesState
from connectors.ebay.simulator.state import State
from connectors.simulation import BuyerOrders
from connectors.simulation_server import HttpSimulator

SHIPPED_AFTER = timedelta(days=1)


class AfterSales(HttpSimulator):
    """The part of EbaySimulator that is about sales. An order placed more than a day ago is shipped already."""

    slug = "ebay"
    memory: State

    @property
    def sales(self) -> AfterSalesState:
        return self.memory.after_sales

    def places_order(self, order: BuyerOrders) -> None:
        placed_at = order.at or self.now()
        shipped_at = placed_at + SHIPPED_AFTER
        is_shipped = shipped_at <= self.now()
        facts = {
            name: getattr(order, name) for name in ("buyer", "buyer_name", "item_id", "quantity", "currency", "town")
        }
        self._sell(
            order.order_id,
            **facts,
            seller=self._seller(order.seller),
            title=order.item_title,
            price=str(order.price),
            site=SITES.get(order.language, "EBAY_FR"),
            placed_at=placed_at.isoformat(),
            changed_at=(shipped_at if is_shipped else placed_at).isoformat(),
            shipped_at=shipped_at.isoformat() if is_shipped else None,
        )

    def change_order(self, order_id: str, **changes: Any) -> None:
        """Overwrite facts of an order; it counts as modified now. changes: as JSON keeps them."""
        self._sell(order_id, **{"changed_at": self.now().isoformat(), **changes})

    def _sell(self, order_id: str, **facts: Any) -> None:
        with self.lock:
            self._write({"event": "sold", "id": order_id, "facts": facts})

    def _seller(self, name: str) -> str:
        seller = self.memory.sellers.get(name) or self.memory.seller_called(name)
        if seller is None:
            raise KeyError(f"there is no seller {name}")
        return seller.key

    def _write(self, event: Mapping[str, Any]) -> None:
        self.journal.append(event)
        self.memory.apply(event)
