"""What the simulated Seller Central remembers: sellers, cases, and what was written in them.

Every change is one event, applied by `apply`, so that a journal can replay them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Seller:
    """One seller. second: a further address set in Seller Central, or empty. approved: whose mails are relayed."""

    name: str
    address: str
    second: str = ""
    approved: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Case:
    """One case of a buyer. id: the uuid in his relay address. wrapping: the language around his text.

    thread: what the footer calls it. old: comes in the layout of 2016. title, asin, order_id: empty if not told.
    """

    id: str
    seller: str
    buyer: str
    alias: str
    country: str
    wrapping: str
    thread: str
    order_id: str = ""
    title: str = ""
    asin: str = ""
    old: bool = False


class State:
    """Everything Seller Central knows. Not locked: the simulator's lock is held around it."""

    def __init__(self) -> None:
        self.sellers: dict[str, Seller] = {}
        self.cases: dict[str, Case] = {}
        self.opted_out: set[str] = set()
        self.number = 0
        self._appliers: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "seller": self._seller,
            "approved": self._approved,
            "second": self._second,
            "case": self._case,
            "number": self._number,
            "opted_out": self._opted_out,
        }

    def apply(self, event: Mapping[str, Any]) -> bool:
        """Carry out one event; False if it is none of these."""
        applier = self._appliers.get(event["event"])
        if applier is None:
            return False
        applier(event)
        return True

    def case_for(self, *, case_id: str, alias: str) -> Case | None:
        """The case of an address: by its uuid, else the last one of that buyer."""
        if case_id in self.cases:
            return self.cases[case_id]
        return next((case for case in reversed(self.cases.values()) if case.alias == alias), None)

    def case_of_order(self, seller: str, order_id: str) -> Case | None:
        """The last case about an order."""
        found = (case for case in reversed(self.cases.values()) if (case.seller, case.order_id) == (seller, order_id))
        return next(found, None) if order_id else None

    def _seller(self, event: Mapping[str, Any]) -> None:
        self.sellers[event["name"]] = Seller(event["name"], event["address"], approved={event["address"]})

    def _approved(self, event: Mapping[str, Any]) -> None:
        seller = self.sellers[event["seller"]]
        seller.approved = {*seller.approved, event["address"]} if event["yes"] else seller.approved - {event["address"]}

    def _second(self, event: Mapping[str, Any]) -> None:
        self.sellers[event["seller"]].second = event["address"]

    def _case(self, event: Mapping[str, Any]) -> None:
        case = Case(**{name: value for name, value in event.items() if name != "event"})
        self.cases[case.id] = case

    def _number(self, event: Mapping[str, Any]) -> None:
        self.number = event["number"]

    def _opted_out(self, event: Mapping[str, Any]) -> None:
        self.opted_out = {*self.opted_out, event["case"]} if event["yes"] else self.opted_out - {event["case"]}
