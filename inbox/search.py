"""Find tickets by number, order, item, buyer, subject, or words of a message. Each way has its own index."""

import re

from django.db.models import BooleanField, F, Func, TextField, Value

from connectors.text import storable
from inbox.models import BuyerHandle, Message, Ticket
from inbox.models.ticket import TicketQuerySet

LATEST = 2000
"""How many hits of words, and of a part of a name, count: the latest. Else a word like "bonjour" reads everything."""
_LARGEST_ID = 2**63 - 1
_SHORTEST_PART = 3
"""Letters that a part of a name or subject must have: pg_trgm indexes triples."""


class _HasWords(Func):
    """Whether a text holds all the words of a query, accents and case aside."""

    template = "guichet_words(%(expressions)s)"
    arg_joiner = ") @@ guichet_query("
    output_field = BooleanField()


class _NamedWithPart(Func):
    """Whether the buyer's name or the subject holds a part, accents and case aside."""

    template = "guichet_plain(%(expressions)s)"
    arg_joiner = ") LIKE guichet_plain("
    output_field = BooleanField()


class _Names(Func):
    """Written as the index ticket_names has it, or PostgreSQL would not use it."""

    template = "%(expressions)s"
    arg_joiner = " || ' ' || "
    output_field = TextField()


def search_tickets(tickets: TicketQuerySet, text: str) -> TicketQuerySet:
    """Those of `tickets` that `text` finds; all of them if it is blank.

    One ticket is found by its number (`#12` or `12`), its order's or item's id, any name its buyer was ever
    seen under, a part of the buyer's name or the subject, or when all words are in one message. Of very common
    words and parts, the LATEST hits are looked at.
    """
    text = " ".join(storable(text).split())
    if not text:
        return tickets
    ways = [
        Ticket.objects.filter(order_id=text).values("id"),
        Ticket.objects.filter(item_id=text).values("id"),
        Ticket.objects.filter(buyer__in=_buyers_called(text)).values("id"),
        Message.objects.filter(_HasWords(F("body_text"), Value(text))).order_by("-id").values("ticket_id")[:LATEST],
    ]
    if (number := _ticket_number(text)) is not None:
        ways.append(Ticket.objects.filter(id=number).values("id"))
    if len(text) >= _SHORTEST_PART:
        names, part = _Names(F("buyer_name"), F("subject")), Value(f"%{_escaped(text)}%")
        ways.append(Ticket.objects.filter(_NamedWithPart(names, part)).order_by("-id").values("id")[:LATEST])
    return tickets.filter(id__in=ways[0].union(*ways[1:]))


def _buyers_called(text: str) -> list[int]:
    return list(BuyerHandle.objects.filter(handle=text.lower()).values_list("buyer", flat=True)[:1000])


def _ticket_number(text: str) -> int | None:
    found = re.fullmatch(r"#?([0-9]{1,19})", text)
    number = int(found[1]) if found else None
    return number if number is not None and number <= _LARGEST_ID else None


def _escaped(text: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", text)
