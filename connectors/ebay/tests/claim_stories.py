"""What tests of claims have in common."""

from collections.abc import Callable

from connectors.ebay.simulator.after_sales.state import number_from
from connectors.ebay.tests.conftest import Sells
from connectors.incoming import IncomingClaim
from tests.connectors.tools import Store

Lets = Callable[..., None]


def claims(store: Store) -> list[IncomingClaim]:
    found = [item for item in store.items() if isinstance(item, IncomingClaim)]
    return sorted(found, key=lambda claim: (claim.written_at, claim.state is not None))


def an_order(sold: Sells, *, disputed: bool = False) -> str:
    """An order whose unhappy buyer opens an inquiry, or a payment dispute."""
    for number in range(50):
        order_id = f"14-{number:05}-00000"
        if (int(number_from("transaction", order_id, digits=11)) % 4 == 0) is disputed:
            return sold(order_id=order_id)
    raise AssertionError("no such order")
