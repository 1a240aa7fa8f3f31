"""What people do on the simulated eBay besides writing: buy, claim, decide, and say what they think."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from connectors.ebay.simulator.after_sales.exchange import exchange_in
from connectors.ebay.simulator.after_sales.happenings import HAPPENINGS, events_of
from connectors.ebay.simulator.after_sales.opinions import ANSWERS
from connectors.ebay.simulator.after_sales.state import SITES, AfterSalesState, ClaimFile, SoldOrder, number_from
from connectors.ebay.simulator.remembering import Remembering
from connectors.simulation import BuyerOrders, Happening, Happens

SHIPPED_AFTER = timedelta(days=1)


class AfterSales(Remembering):
    """The part of EbaySimulator that is about sales. An order placed more than a day ago is shipped already.

    Lively people's orders count as changed when they are made up, so that a follower of changes learns of them.
    """

    slug = "ebay"
    happenings: ClassVar[frozenset[Happening]] = HAPPENINGS
    claims_stand_alone: ClassVar[bool] = True
    order_shape: ClassVar[str] = "1#-#####-#####"

    @property
    def sales(self) -> AfterSalesState:
        return self.memory.after_sales

    def places_order(self, order: BuyerOrders) -> None:
        placed_at = order.at or self.now()
        shipped_at = placed_at + SHIPPED_AFTER
        is_shipped = shipped_at <= self.now() and not order.lies
        changed_at = shipped_at if is_shipped else placed_at
        same = ("buyer", "buyer_name", "item_id", "quantity", "currency", "town", "note")
        facts = {name: getattr(order, name) for name in same}
        self._sell(
            order.order_id,
            **facts,
            seller=self._seller(order.seller),
            title=order.item_title,
            price=str(order.price),
            site=SITES.get(order.language, "EBAY_FR"),
            placed_at=placed_at.isoformat(),
            changed_at=(self.now() if self.lively else changed_at).isoformat(),
            shipped_at=shipped_at.isoformat() if is_shipped else None,
        )

    def happens(self, event: Happens) -> None:
        """Nothing comes about for an order that eBay does not know."""
        with self.lock:
            order = self.sales.orders.get(event.order_id)
            if order is not None:
                before = len(self.sales.claims)
                for written in list(events_of(event, order, self.sales, at=event.at or self.now())):
                    self._write(written)
                if self.lively and len(self.sales.claims) > before:
                    self._talk(self.sales.claims_about(order.id)[-1], order, language=event.language)
                elif self.lively and event.what in (Happening.PRAISED, Happening.BLAMED):
                    self._thank(order)

    def _talk(self, claim: ClaimFile, order: SoldOrder, *, language: str) -> None:
        if claim.kind == "return":
            for written in list(exchange_in(claim, order, language=language, until=self.now())):
                self._write(written)

    def _thank(self, order: SoldOrder) -> None:
        """The shop answers every other opinion on eBay's own page."""
        feedback_id = number_from("feedback", order.id, digits=13)
        if int(feedback_id) % 2:
            facts = {"answer": ANSWERS.get(order.language, ANSWERS[""])}
            self._write({"event": "opinion", "id": feedback_id, "facts": facts})

    def leaves_feedback(self, order_id: str, kind: str, text: str, *, at: datetime | None = None) -> str:
        """The buyer of an order says publicly what he thinks (POSITIVE, NEUTRAL or NEGATIVE); the id of it."""
        with self.lock:
            order = self.sales.orders[order_id]
            facts = {
                "seller": order.seller,
                "buyer": order.buyer,
                "kind": kind,
                "text": text,
                "at": (at or self.now()).isoformat(),
                "item_id": order.item_id,
                "title": order.title,
                "line": f"{order.item_id}-{order.transaction}",
            }
            feedback_id = number_from("feedback", order_id, digits=13)
            self._write({"event": "opinion", "id": feedback_id, "facts": facts})
        return feedback_id

    def change_feedback(self, feedback_id: str, **changes: str | bool) -> None:
        """The buyer revises it (kind, text), the seller answers it on eBay (answer), or eBay left it (automatic)."""
        with self.lock:
            self._write({"event": "opinion", "id": feedback_id, "facts": changes})

    def say_in_claim(
        self, claim_id: str, words: str, *, author: str = "BUYER", picture: str = "", at: datetime | None = None
    ) -> None:
        """Somebody writes or shows something inside a claim, which is another place than the conversation."""
        when = (at or self.now()).isoformat()
        facts = {"at": when, "author": author, "activity": "SEND_MESSAGE", "words": words, "picture": picture}
        with self.lock:
            self._write({"event": "said", "id": claim_id, "facts": facts})

    def change_claim(self, claim_id: str, **changes: Any) -> None:
        """Overwrite facts of a claim; it counts as modified now. changes: as JSON keeps them."""
        with self.lock:
            facts = {"changed_at": self.now().isoformat(), **changes}
            self._write({"event": "claim", "id": claim_id, "facts": facts})

    def change_order(self, order_id: str, **changes: Any) -> None:
        """Overwrite facts of an order; it counts as modified now. changes: as JSON keeps them."""
        self._sell(order_id, **{"changed_at": self.now().isoformat(), **changes})

    def _sell(self, order_id: str, **facts: Any) -> None:
        with self.lock:
            self._write({"event": "sold", "id": order_id, "facts": facts})
