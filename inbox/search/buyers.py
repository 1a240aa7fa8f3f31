"""Buyers by any name they were ever seen under, or by a part of their name."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import BooleanField, F, Func, Value

from inbox.models import Buyer, BuyerHandle, User
from inbox.models.buyer import BuyerQuerySet
from inbox.names import same_person
from inbox.search.latest import Statement, latest, latest_ids, latest_of_few, newest_ids

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
    return list(dict.fromkeys([*found, *latest_ids(_named(text), newest=_newest(), most=MOST)]))


def called_so(text: str) -> int:
    """How many buyers' names or handles hold the text (SHORTEST_PART letters or more) as it is; FEW + 1 = more."""
    return len(latest_of_few(_named(text), "id", most=FEW + 1).fetch())


def few_buyers_like(texts: Sequence[str], *, newest: int) -> Mapping[str, list[int] | None]:
    """For each text (SHORTEST_PART letters or more), ids of all whose name holds it; None if they are more than FEW.

    newest: an id that no buyer passes (newest_ids). One query.
    """
    found: dict[int, list[int]] = defaultdict(list)
    each = [latest(_named(text), "id", Value(n), newest=newest, most=FEW + 1) for n, text in enumerate(texts)]
    for row_id, number in Statement.all_of(each).fetch() if each else ():
        found[number].append(row_id)
    return {text: found[n] if len(found[n]) <= FEW else None for n, text in enumerate(texts)}


def buyers_to_choose(text: str, user: User, *, most: int) -> list[Buyer]:
    """Of those the user may see whose name holds the text, the last to come; nobody for less than SHORTEST_PART."""
    if len(text) < SHORTEST_PART:
        return []
    known = _named(text).visible_to(user).filter(erased_at=None)
    ids = latest_ids(known, newest=_newest(), most=most)
    return list(Buyer.objects.filter(pk__in=ids).order_by("-id"))


def _newest() -> int:
    return newest_ids(Buyer)[0]


def _named(text: str) -> BuyerQuerySet:
    return Buyer.objects.filter(NamedWithPart(_NAMES, Value(like_part(text))))


def like_part(text: str) -> str:
    """The pattern that finds the text anywhere."""
    return "%" + re.sub(r"([%_\\])", r"\\\1", text) + "%"
