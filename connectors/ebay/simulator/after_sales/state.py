"""Orders, claims and feedback of the simulated eBay, changed by events only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

SITES = {"fr": "EBAY_FR", "en": "EBAY_GB", "de": "EBAY_DE", "es": "EBAY_ES", "it": "EBAY_IT"}


@dataclass(frozen=True)
class SoldOrder:
    """An order of one line. price: of all pieces; transaction, line: eBay's numbers of that line."""

    id: str
    seller: str
    buyer: str
    buyer_name: str
    item_id: str
    title: str
    quantity: int
    price: Decimal
    currency: str
    site: str
    town: str
    placed_at: datetime
    changed_at: datetime
    shipped_at: datetime | None = None
    note: str = ""
    cancel_state: str = "NONE_REQUESTED"
    refunded: bool = False

    @property
    def language(self) -> str:
        """What its buyer writes in, as a rule."""
        return self.site.removeprefix("EBAY_").lower()

    @property
    def transaction(self) -> str:
        return "100" + number_from("transaction", self.id, digits=11)

    @property
    def line(self) -> str:
        return "100" + number_from("line", self.id, digits=11)


@dataclass(frozen=True)
class Said:
    """One step of a claim: who did what, his words, and the name of a picture he showed."""

    at: datetime
    author: str
    activity: str
    words: str = ""
    picture: str = ""


@dataclass(frozen=True)
class ClaimFile:
    """A claim of any kind ("cancellation", "inquiry", "return", "case", "dispute").

    state: eBay's word; came_from: the claim that was escalated into this case; case_id: the case it became.
    """

    id: str
    kind: str
    seller: str
    order_id: str
    state: str
    reason: str
    amount: Decimal
    currency: str
    opened_at: datetime
    changed_at: datetime
    respond_by: datetime | None = None
    outcome: str = ""
    came_from: str = ""
    case_id: str = ""
    said: tuple[Said, ...] = ()

    @property
    def is_open(self) -> bool:
        return "CLOSED" not in self.state


@dataclass(frozen=True)
class Opinion:
    """Feedback that a buyer left. kind: POSITIVE, NEUTRAL or NEGATIVE."""

    id: str
    seller: str
    buyer: str
    kind: str
    text: str
    at: datetime
    item_id: str
    title: str
    line: str
    answer: str = ""
    automatic: bool = False


@dataclass
class AfterSalesState:
    """Everything by id, in order of arrival."""

    orders: dict[str, SoldOrder] = field(default_factory=dict)
    claims: dict[str, ClaimFile] = field(default_factory=dict)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    about: dict[str, list[str]] = field(default_factory=dict)
    """The ids of the claims about an order."""

    def appliers(self) -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
        return {"sold": self._sold, "claim": self._claim, "said": self._said, "opinion": self._opinion}

    def claims_about(self, order_id: str) -> list[ClaimFile]:
        """Claims about an order that are still open, the oldest first."""
        about = (self.claims[claim_id] for claim_id in self.about.get(order_id, ()))
        return [claim for claim in about if claim.is_open]

    def _sold(self, event: Mapping[str, Any]) -> None:
        """A new order, or changes of a known one."""
        facts = _typed(event["facts"], dates=("placed_at", "changed_at", "shipped_at"), amounts=("price",))
        known = self.orders.get(event["id"])
        self.orders[event["id"]] = replace(known, **facts) if known else SoldOrder(id=event["id"], **facts)

    def _claim(self, event: Mapping[str, Any]) -> None:
        facts = _typed(event["facts"], dates=("opened_at", "changed_at", "respond_by"), amounts=("amount",))
        known = self.claims.get(event["id"])
        if known is None:
            self.about.setdefault(facts["order_id"], []).append(event["id"])
        self.claims[event["id"]] = replace(known, **facts) if known else ClaimFile(id=event["id"], **facts)

    def _said(self, event: Mapping[str, Any]) -> None:
        claim = self.claims[event["id"]]
        said = Said(**_typed(event["facts"], dates=("at",)))
        self.claims[event["id"]] = replace(claim, said=(*claim.said, said), changed_at=max(claim.changed_at, said.at))

    def _opinion(self, event: Mapping[str, Any]) -> None:
        facts = _typed(event["facts"], dates=("at",))
        known = self.opinions.get(event["id"])
        self.opinions[event["id"]] = replace(known, **facts) if known else Opinion(id=event["id"], **facts)


def number_from(*parts: str, digits: int) -> str:
    """A made-up number, always the same for the same things; its first digit is never 0."""
    number = int(sha256("\n".join(parts).encode()).hexdigest(), 16)
    return str(10 ** (digits - 1) + number % (9 * 10 ** (digits - 1)))


def _typed(facts: Mapping[str, Any], *, dates: tuple[str, ...], amounts: tuple[str, ...] = ()) -> dict[str, Any]:
    """Facts of an event as JSON keeps them, as Python wants them."""
    typed = dict(facts)
    for name in dates:
        if typed.get(name):
            typed[name] = datetime.fromisoformat(typed[name])
    for name in amounts:
        if name in typed:
            typed[name] = Decimal(typed[name])
    return typed
