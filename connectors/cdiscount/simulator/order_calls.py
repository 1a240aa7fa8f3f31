"""Orders as programs see them: by the time of their change, or one by its reference."""

from connectors.cdiscount.simulator.caller import Caller
from connectors.simulation_server import Reply


def listed(caller: Caller) -> Reply:
    reference = caller.request.query.get("reference", "")
    if reference:
        order = caller.state.orders.get(reference)
        found = [order] if order and order["seller"]["id"] == caller.seller_id else []
    else:
        found = list(caller.state.orders_by_change.between(caller.seller_id, *caller.bounds()))
    return caller.listed(found, lambda order: order)
