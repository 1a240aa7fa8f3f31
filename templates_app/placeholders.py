"""The placeholders: everything a template can say that is not the same each time, as data.

A placeholder without a fallback that is not known leaves its mark, and the reply cannot be sent before somebody has
written something there. Inside `{% if … %}` what is not known is false, whatever its fallback.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from templates_app.filling.plain import Fact, Money, plain_facts

NAMES_OF_QUESTIONS: Final = "ask"
"""The root under which the answers to a template's own questions stand."""


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MONEY = "money"
    YES_NO = "yes_no"
    LIST = "list"


KIND_NAMES: Final[Mapping[Kind, str | Promise]] = {
    Kind.TEXT: _("words"),
    Kind.NUMBER: _("a number"),
    Kind.DATE: _("a day"),
    Kind.MONEY: _("an amount"),
    Kind.YES_NO: _("yes or no, for conditions"),
    Kind.LIST: _("a list, for a loop"),
}


@dataclass(frozen=True)
class Placeholder:
    """fallback: what is written where nobody knows it, by language; {} = nothing can be."""

    path: str
    kind: Kind
    label: str | Promise
    example: Fact
    fallback: Mapping[str, str]

    @property
    def kind_words(self) -> str:
        return str(KIND_NAMES[self.kind])


_YOUR_ITEM: Final = {
    "fr": "votre article",
    "en": "your item",
    "de": "Ihr Artikel",
    "es": "su artículo",
    "it": "il suo articolo",
    "nl": "uw artikel",
    "pt": "o seu artigo",
    "pl": "Państwa produkt",
}
_OUR_TEAM: Final = {
    "fr": "Le service client",
    "en": "Customer service",
    "de": "Ihr Kundenservice",
    "es": "Atención al cliente",
    "it": "Il servizio clienti",
    "nl": "Klantenservice",
    "pt": "Apoio ao cliente",
    "pl": "Dział obsługi klienta",
}
_THE_CARRIER: Final = {
    "fr": "le transporteur",
    "en": "the carrier",
    "de": "der Zustelldienst",
    "es": "el transportista",
    "it": "il corriere",
    "nl": "de vervoerder",
    "pt": "a transportadora",
    "pl": "przewoźnik",
}


def _one(path: str, kind: Kind, label: str | Promise, example: Fact, **fallback: str) -> Placeholder:
    return Placeholder(path, kind, label, example, fallback)


PLACEHOLDERS: Final = (
    _one("ticket.number", Kind.NUMBER, _("number of the ticket"), 4711),
    _one("ticket.subject", Kind.TEXT, _("subject of the ticket"), "Colis"),
    _one("ticket.marketplace", Kind.TEXT, _("name of the marketplace"), "Marché"),
    _one("ticket.written_on", Kind.DATE, _("day on which the buyer last wrote"), date(2026, 11, 20)),
    _one("buyer.name", Kind.TEXT, _("name of the buyer"), "Marie Dupont"),
    _one("order.number", Kind.TEXT, _("number of the order"), "2026-11-0042"),
    _one("order.placed_on", Kind.DATE, _("day of the order"), date(2026, 11, 12)),
    _one("order.total", Kind.MONEY, _("amount of the order"), Money(Decimal("1234.50"), "EUR")),
    _one("order.city", Kind.TEXT, _("town it is delivered to"), "Lyon"),
    _one("order.ship_by", Kind.DATE, _("day by which it is to be shipped"), date(2026, 11, 14)),
    _one("order.shipped_on", Kind.DATE, _("day on which it was shipped"), date(2026, 11, 13)),
    _one("order.promised_on", Kind.DATE, _("day for which it was promised"), date(2026, 11, 18)),
    _one("order.is_shipped", Kind.YES_NO, _("whether it was shipped"), True),
    _one("order.is_late", Kind.YES_NO, _("whether the promised day has passed"), True),
    _one("item.title", Kind.TEXT, _("name of the item"), "Lampe de bureau", **_YOUR_ITEM),
    _one("item.quantity", Kind.NUMBER, _("how many of the item"), 1),
    _one("item.price", Kind.MONEY, _("price of the item"), Money(Decimal("39.90"), "EUR")),
    _one("items", Kind.LIST, _("all items of the order, for a loop"), None),
    _one("tracking.number", Kind.TEXT, _("tracking number"), "XA123456789FR"),
    _one("tracking.carrier", Kind.TEXT, _("name of the carrier"), "Colissimo", **_THE_CARRIER),
    _one("shop.name", Kind.TEXT, _("name of the shop"), "Maison Lumière", **_OUR_TEAM),
    _one("shop.return_address", Kind.TEXT, _("address for returns"), "Maison Lumière, 3 rue Haute, 69001 Lyon"),
    _one("agent.first_name", Kind.TEXT, _("first name of the agent"), "Camille", **_OUR_TEAM),
    _one("agent.name", Kind.TEXT, _("name of the agent"), "Camille Roy", **_OUR_TEAM),
    _one("law.today", Kind.DATE, _("today"), date(2026, 11, 22)),
    _one("law.withdrawal_days", Kind.NUMBER, _("days to withdraw, counted from receipt"), 14),
    _one("law.refund_days", Kind.NUMBER, _("days to refund after a withdrawal"), 14),
    _one(
        "law.refund_by",
        Kind.DATE,
        _("last day to refund, if the buyer withdrew with the last message"),
        date(2026, 12, 4),
    ),
    _one("law.guarantee_years", Kind.NUMBER, _("years of the legal guarantee"), 2),
    _one("law.repair_days", Kind.NUMBER, _("days to repair or replace under the legal guarantee"), 30),
    _one(
        "law.repair_by",
        Kind.DATE,
        _("last day to repair or replace, counted from the last message"),
        date(2026, 12, 20),
    ),
    _one("law.mediator", Kind.TEXT, _("name of the mediator"), "Médiation des commerces"),
    _one("law.mediator_address", Kind.TEXT, _("postal address of the mediator"), "12 place du Marché, 75002 Paris"),
)
_BY_PATH: Final = {one.path: one for one in PLACEHOLDERS}
_OF_ITEMS: Final = ("title", "quantity", "price")


def placeholder(path: str) -> Placeholder | None:
    """The placeholder of this name; None if there is none."""
    return _BY_PATH.get(path)


def fallback_of(path: str, language: str) -> str | None:
    """What is written in this language where it is not known; None = a mark."""
    known = _BY_PATH.get(path)
    return known.fallback.get(language) if known else None


def label_of(path: str) -> str:
    """What it is, in the reader's language; of a question or an unknown name its own words."""
    known = _BY_PATH.get(path)
    return str(known.label) if known else path.removeprefix(f"{NAMES_OF_QUESTIONS}.").replace("_", " ")


def sample_facts() -> dict[str, Any]:
    """The examples as facts, with two items."""
    facts: dict[str, Any] = {}
    for one in PLACEHOLDERS:
        root, _dot, name = one.path.partition(".")
        if name:
            facts.setdefault(root, {})[name] = one.example
    item = {name: facts["item"][name] for name in _OF_ITEMS}
    facts["items"] = [item, {**item, "title": "Ampoule", "price": Money(Decimal("4.90"), "EUR")}]
    return facts


def sample_words(one: Placeholder) -> str:
    """The example as it would stand in a French reply; empty for a list."""
    if one.example is None or isinstance(one.example, bool):
        return ""
    return str(plain_facts({"example": one.example}, "fr")["example"])
