"""The ladder: which of a buyer's orders a conversation is about, where the marketplace does not say it.

1. The order of his that was last named in the text. 2. An order of his for the item talked about: the only one is
certain, of several the nearest before he wrote is likely. 3. His only order of the last 90 days is possible. 4. None:
a question before the sale. Only orders placed before he last wrote count, except where the text names one.
Source: the project's fact sheets, "Linking a conversation to an order", read 2026-11.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox.models import OrderMatch

RECENT = timedelta(days=90)
SHORTEST_NAME = 5
"""A shorter order number could be anything: a price, a size, a year."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


@dataclass(frozen=True)
class Candidate:
    """An order of the buyer."""

    order_id: str
    placed_at: datetime
    item_ids: frozenset[str]


@dataclass(frozen=True)
class Talk:
    """What is known of a conversation. texts: the newest first. wrote_at: when the buyer last wrote."""

    texts: Sequence[str]
    item_id: str
    wrote_at: datetime


@dataclass(frozen=True)
class Match:
    """how: OrderMatch, or empty where there is no order."""

    order_id: str = ""
    how: str = ""


def match_of(talk: Talk, orders: Iterable[Candidate]) -> Match:
    """The order that a conversation is about; orders: all of its buyer's, in any order."""
    newest_first = sorted(orders, key=lambda order: (order.placed_at, order.order_id), reverse=True)
    return _named(talk, newest_first) or _by_item(talk, newest_first) or _recent(talk, newest_first) or Match()


def _named(talk: Talk, orders: Sequence[Candidate]) -> Match | None:
    """In the newest text that names any; the first one there."""
    for text in talk.texts:
        plain = text.translate(_DASHES)
        places = {order.order_id: _place(plain, order.order_id) for order in orders}
        named = [(place, order_id) for order_id, place in places.items() if place is not None]
        if named:
            return Match(min(named)[1], OrderMatch.SURE)
    return None


def _place(text: str, order_id: str) -> int | None:
    """Where the number stands in the text by itself, not as a part of a longer one; case does not matter."""
    if len(order_id) < SHORTEST_NAME:
        return None
    number = re.escape(order_id.translate(_DASHES))
    found = re.search(rf"(?<![^\W_])(?<!\d-){number}(?![^\W_])(?!-\d)", text, re.IGNORECASE)
    return found.start() if found else None


def _by_item(talk: Talk, orders: Sequence[Candidate]) -> Match | None:
    bought = [order for order in orders if talk.item_id in order.item_ids and order.placed_at <= talk.wrote_at]
    if not bought or not talk.item_id:
        return None
    return Match(bought[0].order_id, OrderMatch.SURE if len(bought) == 1 else OrderMatch.LIKELY)


def _recent(talk: Talk, orders: Sequence[Candidate]) -> Match | None:
    recent = [order for order in orders if talk.wrote_at - RECENT <= order.placed_at <= talk.wrote_at]
    return Match(recent[0].order_id, OrderMatch.POSSIBLE) if len(recent) == 1 else None
