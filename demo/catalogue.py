"""The invented world of the demo: two shops, what they sell, and what their buyers are called."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("catalogue.toml")
LANGUAGES = ("fr", "en", "de", "es", "it")


@dataclass(frozen=True)
class Shop:
    """seller: the name at the marketplace. name: what the account is called here."""

    key: str
    seller: str
    name: str


@dataclass(frozen=True)
class Product:
    """names: how a buyer calls it, by language."""

    key: str
    shop: str
    kinds: frozenset[str]
    item_id: str
    price: Decimal
    title: str
    names: dict[str, str]


@dataclass(frozen=True)
class People:
    """Buyers of one language. tails: what their user names end with. notes: what they write when ordering."""

    names: tuple[str, ...]
    tails: tuple[str, ...]
    carriers: tuple[str, ...]
    towns: tuple[str, ...]
    companies: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    shops: tuple[Shop, ...]
    products: tuple[Product, ...]
    people: dict[str, People]

    def shop(self, key: str) -> Shop:
        return next(shop for shop in self.shops if shop.key == key)

    def products_of(self, kind: str) -> tuple[Product, ...]:
        """Products of that kind, or the one with that key; all of them if kind is empty."""
        return tuple(product for product in self.products if not kind or kind == product.key or kind in product.kinds)


@cache
def load_catalogue() -> Catalogue:
    """Read catalogue.toml; raises KeyError naming what is missing."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Catalogue(
        shops=tuple(Shop(key=row["key"], seller=row["seller"], name=row["name"]) for row in data["shop"]),
        products=tuple(
            Product(
                key=row["key"],
                shop=row["shop"],
                kinds=frozenset(row["kinds"]),
                item_id=row["item_id"],
                price=Decimal(row["price"]),
                title=row["title"],
                names={language: row["names"][language] for language in LANGUAGES},
            )
            for row in data["product"]
        ),
        people={
            language: People(
                names=tuple(row["names"]),
                tails=tuple(row["tails"]),
                carriers=tuple(row["carriers"]),
                towns=tuple(row["towns"]),
                companies=tuple(row["companies"]),
                notes=tuple(row["notes"]),
            )
            for language, row in data["people"].items()
        },
    )
