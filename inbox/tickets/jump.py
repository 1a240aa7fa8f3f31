"""The few tickets that a number, an order's number or a buyer's name means; words in messages are for the search."""

from collections.abc import Sequence

from django.db.models import Q

from connectors.text import storable
from inbox.models import Ticket, User
from inbox.search.buyers import buyers_like
from inbox.search.hits import numbers_of

MOST = 6


def tickets_meant(text: str, user: User) -> Sequence[Ticket]:
    """At most MOST, the latest first; none for a blank text."""
    text = " ".join(storable(text).split())
    if not text:
        return []
    wanted = numbers_of(text) | Q(buyer__in=buyers_like(text))
    found = Ticket.objects.visible_to(user).filter(wanted).select_related("account", "buyer")
    return list(found.defer("account__credentials", "account__identity").order_by("-last_message_at", "-id")[:MOST])
