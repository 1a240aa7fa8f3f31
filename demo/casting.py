"""Who plays a conversation: the seller, the buyer and the blanks of its texts, all from the seed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from connectors.simulation import Simulator
from demo.catalogue import Catalogue, People, Product, Shop
from demo.scripts import Script
from demo.wording import day, money

USER_NAMES = ("{start}.{tail}{number}", "{start}_{tail}_{number}", "{tail}{start}{number}", "{start}{number}_{tail}")


@dataclass(frozen=True)
class Cast:
    """Everything about one performance of a script."""

    shop: Shop
    product: Product
    buyer: str
    order_id: str
    ordered_at: datetime
    values: dict[str, str]


def cast(
    script: Script,
    *,
    catalogue: Catalogue,
    seed: int,
    number: int,
    at: datetime,
    marketplace: str,
    order_shape: str = Simulator.order_shape,
) -> Cast:
    """Fill the roles of performance `number`, opened at `at`: the same arguments, the same cast.

    marketplace: its label, for texts that mention it. order_shape: an order id there, each # a digit. The number makes
    user names unique.
    """
    dice = Random(f"{seed}:cast:{number}")
    product = dice.choice(catalogue.products_of(script.kind))
    shop = catalogue.shop(product.shop)
    people = catalogue.people[script.language]
    first_name = dice.choice(people.names)
    order_id = order_number(order_shape, dice)
    ordered_at = at - timedelta(days=dice.randint(4, 13))
    values = {
        "buyer": first_name,
        "shop": shop.name,
        "marketplace": marketplace,
        "order": order_id,
        "item": product.names[script.language],
        "title": product.title,
        "price": money(product.price, language=script.language),
        "half": money(product.price / 2, language=script.language),
        "ordered": day(ordered_at, language=script.language),
        "promised": day(ordered_at + timedelta(days=dice.randint(3, 6)), language=script.language),
        "today": day(at, language=script.language),
        "carrier": dice.choice(people.carriers),
        "tracking": f"{dice.choice('6789')}{dice.choice('ACGQ')}{dice.randint(10**10, 10**11 - 1)}",
        "town": dice.choice(people.towns),
        "company": dice.choice(people.companies),
        "size": str(dice.randint(37, 45)),
    }
    return Cast(shop, product, _user_name(first_name, people, dice=dice, number=number), order_id, ordered_at, values)


def order_number(shape: str, dice: Random) -> str:
    """shape: each # is a digit."""
    return "".join(dice.choice("0123456789") if letter == "#" else letter for letter in shape)


def _user_name(first_name: str, people: People, *, dice: Random, number: int) -> str:
    start = "".join(letter for letter in _plain(first_name).lower() if letter.isalpha())
    shape = dice.choice(USER_NAMES)
    return str(shape.format(start=start, tail=dice.choice(people.tails).strip("_"), number=number))


def _plain(name: str) -> str:
    return name.translate(str.maketrans("éèêëîïôöüúíáàâçÉÍÁ", "eeeeiioouuiaaaceia"))
