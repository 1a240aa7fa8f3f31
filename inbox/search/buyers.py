"""Buyers by any name they were ever seen under, or by a part of their name."""

import re

from django.db.models import BooleanField, F, Func, Value

from inbox.models import Buyer, BuyerHandle, User
from inbox.models.buyer import BuyerQuerySet
from inbox.names import same_person
from inbox.search.latest import latest, newest_id

MOST = 1000
FEW = 50
SHORTEST_PART = 3
"""Letters that a part must have: pg_trgm indexes triples."""


class NamedWithPart(Func):
    """Whether the name or handle holds a part, accents and case aside; written as the index buyer_names has it."""

    template = "guichet_plain(%(expressions)s)"
    arg_joiner = ") LIKE guichet_plain("
    output_field = BooleanField()


_NAMES = Func(F("name"), F("handle"), template="%(expressions)s", arg_joiner=" || ' ' || ")


def buyers_called(text: str) -> list[int]:
    """Ids of those who have that very name."""
    return list(BuyerHandle.objects.filter(handle=same_person(text)).values_list("buyer", flat=True)[:MOST])


def buyers_like(text: str) -> list[int]:
    """Ids of those who have that very name, and of the last to come whose name holds the text."""
    found = buyers_called(text)
    if len(text) < SHORTEST_PART:
        return found
    return list(dict.fromkeys([*found, *_last_named(text, most=MOST, newest=newest_id(Buyer))]))


def few_buyers_like(text: str, *, newest: int) -> list[int] | None:
    """Ids of all whose name holds the text (SHORTEST_PART letters or more); None if they are more than FEW.

    newest: an id that no buyer passes (newest_id).
    """
    found = _last_named(text, most=FEW + 1, newest=newest)
    return found if len(found) <= FEW else None


def buyers_to_choose(text: str, user: User, *, most: int) -> list[Buyer]:
    """Of those the user may see whose name holds the text, the last to come; nobody for less than SHORTEST_PART."""
    if len(text) < SHORTEST_PART:
        return []
    known = _named(text).visible_to(user).filter(erased_at=None)
    ids = [row_id for (row_id,) in latest(known, "id", newest=newest_id(Buyer), most=most)]
    return list(Buyer.objects.filter(pk__in=ids).order_by("-id"))


def _last_named(text: str, *, most: int, newest: int) -> list[int]:
    return [row_id for (row_id,) in latest(_named(text), "id", newest=newest, most=most)]


def _named(text: str) -> BuyerQuerySet:
    return Buyer.objects.filter(NamedWithPart(_NAMES, Value(like_part(text))))


def like_part(text: str) -> str:
    """The pattern that finds the text anywhere."""
    return "%" + re.sub(r"([%_\\])", r"\\\1", text) + "%"
