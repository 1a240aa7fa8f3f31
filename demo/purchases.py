"""What a buyer bought before he writes: what it is about, and now and then something else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from connectors.simulation import BuyerOrders
from demo.casting import Cast, order_number
from demo.catalogue import load_catalogue
from demo.scripts import Script

NOTED = 0.25
BOUGHT_IT_BEFORE, BOUGHT_ANOTHER = 0.2, 0.2
LONG_AGO = (20, 70)
"""Days before the order that it is about."""


def purchases(script: Script, cast: Cast, *, seed: int, number: int, order_shape: str) -> Iterator[BuyerOrders]:
    """The orders of performance `number`, the one it is about first; none if it is about none.

    Some bought the same before, some something else too: then only what they write says which order they mean.
    """
    if script.about != "order":
        return
    dice = Random(f"{seed}:purchases:{number}")
    order = _order(script, cast)
    if dice.random() < NOTED:
        order = replace(order, note=dice.choice(load_catalogue().people[script.language].notes))
    yield order
    luck = dice.random()
    if luck >= BOUGHT_IT_BEFORE + BOUGHT_ANOTHER:
        return
    days = timedelta(days=dice.randint(*LONG_AGO))
    earlier = replace(order, order_id=order_number(order_shape, dice), at=cast.ordered_at - days, note="")
    if luck >= BOUGHT_IT_BEFORE:
        others = [product for product in load_catalogue().products if product.shop == cast.shop.key]
        other = dice.choice([product for product in others if product != cast.product])
        earlier = replace(earlier, item_id=other.item_id, item_title=other.title, price=other.price)
    yield earlier


def _order(script: Script, cast: Cast) -> BuyerOrders:
    return BuyerOrders(
        seller=cast.shop.seller,
        buyer=cast.buyer,
        buyer_name=cast.values["buyer"],
        order_id=cast.order_id,
        item_id=cast.product.item_id,
        item_title=cast.product.title,
        price=cast.product.price,
        language=script.language,
        town=cast.values["town"],
        at=cast.ordered_at,
    )
