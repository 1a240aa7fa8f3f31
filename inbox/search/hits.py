"""The tickets in which words are found. Each way has its own index.

Of very common words, and of parts of names that many have, the latest hits count; else a word like "bonjour" would
read everything.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField, BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from inbox.models import Buyer, Forward, ForwardMail, Message, Ticket
from inbox.search.buyers import FEW, SHORTEST_PART, buyers_called, called_so, few_buyers_like, like_part
from inbox.search.latest import Statement, latest, latest_of_few, newest_ids

LATEST = 1000
LATEST_TO_NAME = 5000
"""So many messages are looked at for a name that many buyers have."""
_LARGEST_ID = 2**63 - 1
_MOST_WORDS = 12
_MOST_SPLIT = 4
"""Of so many words one may be the buyer's name and the others in a message."""


class _HasWords(Func):
    """Whether a message's text holds all the words of a query in any of their forms, accents and case aside."""

    template = "guichet_words(%(expressions)s)"
    arg_joiner = ") @@ guichet_query("
    output_field = BooleanField()


class _HasPhrase(Func):
    """Whether a message's text holds words one after the other as they are, accents and case aside."""

    template = r"guichet_plain(%(expressions)s) || '\M')"
    arg_joiner = r") ~ ('\m' || guichet_plain("
    output_field = BooleanField()


class _NamedWithPart(Func):
    """Whether the buyer's name or the subject holds a part, accents and case aside (index ticket_names)."""

    template = "guichet_plain(%(expressions)s)"
    arg_joiner = ") LIKE guichet_plain("
    output_field = BooleanField()


class _Among(Func):
    """Whether an id is one of an array. Joined, and not compared: else PostgreSQL goes through all ids there are in the
    order that is asked for, and looks for each of them in the array.
    """

    template = "%(expressions)s))"
    arg_joiner = " IN (SELECT unnest("
    output_field = BooleanField()


_NAMES = Func(F("buyer_name"), F("subject"), template="%(expressions)s", arg_joiner=" || ' ' || ")
_TEXT = Func(F("body_text"), F("language"), template="%(expressions)s", arg_joiner=", ")
_NO_LANGUAGE = "%(expressions)s, ''"
_SENT = Func(F("to"), F("subject"), F("body_text"), template=_NO_LANGUAGE, arg_joiner=" || ' ' || ")
_CAME = Func(F("sender"), F("subject"), F("body_text"), template=_NO_LANGUAGE, arg_joiner=" || ' ' || ")
_LITERAL = re.compile(r"[^\w\s]")


@dataclass(frozen=True)
class Hits:
    """Ids of tickets. are_cut: there are more, older ones."""

    tickets: frozenset[int]
    are_cut: bool


def hits(words: Sequence[str], phrases: Sequence[str]) -> Hits:
    """What `all_ways` find, asked for once."""
    found = all_ways(words, phrases).fetch()
    of_each_way = Counter(way for _ticket, way in found)
    return Hits(frozenset(ticket for ticket, _way in found), LATEST in of_each_way.values())


def all_ways(words: Sequence[str], phrases: Sequence[str]) -> Statement:
    """Ids of tickets, each with the number of the way on which it was found; of each way the latest.

    By number (`#12` or `12`), order or item; by any name of the buyer; where buyer and subject hold all the words;
    where one message does, or one mail to a carrier or supplier or its answer; where the buyer is called by one of
    them and a message holds the others, unless some buyer's name holds them all as they are.
    """
    words = list(words[:_MOST_WORDS])
    texts = [*words, *phrases]
    newest_ticket, newest_message, newest_buyer = newest_ids(Ticket, Message, Buyer)
    may_be_split = 1 < len(words) <= _MOST_SPLIT
    buyers = called_so(" ".join(words)) if may_be_split else 0
    ways = [
        *_by_number(" ".join(texts)),
        *_by_names(texts, newest=newest_ticket, are_few=0 < buyers <= FEW),
        _Way(Message.objects.filter(_in_one_message(words, phrases)), "ticket_id", newest_message),
        *_by_forward(words, phrases),
    ]
    if may_be_split and not buyers:
        ways += _by_name_and_message(words, phrases, newest=newest_message, newest_buyer=newest_buyer)
    found = []
    for number, way in enumerate(ways):
        with suppress(EmptyResultSet):
            found.append(way.tickets(Value(number)))
    return Statement.all_of(found)


def among(tickets: Collection[int]) -> Q:
    """Whether a ticket is one of these, by id."""
    return Q(_Among(F("id"), Value(sorted(tickets), ArrayField(BigIntegerField()))))


def holds(text: str) -> Q:
    """Whether a ticket has this in a name or in any of its messages."""
    words, phrases = ([], [text]) if " " in text else ([text], [])
    messages = Message.objects.filter(_in_one_message(words, phrases), ticket=OuterRef("pk"))
    message = Q(Coalesce(Subquery(messages.values(holds=Value(True))[:1]), Value(False)))  # noqa: FBT003
    return message | _named([text]) if len(text) >= SHORTEST_PART else message


def numbers_of(text: str) -> Q:
    """Tickets of which this is the very number or the order."""
    number = _ticket_number(text)
    wanted = Q() if text.startswith("#") else Q(order_id=text)
    return wanted | Q(id=number) if number is not None else wanted


@dataclass(frozen=True)
class _Way:
    """rows: of tickets or messages. ticket: their field with the ticket's id. newest: as of latest(); None = any of
    them will do, they have an index of their own. are_few: all of them may be looked at.
    """

    rows: QuerySet[Any, Any]
    ticket: str = "id"
    newest: int | None = None
    are_few: bool = False

    def tickets(self, number: Value) -> Statement:
        """Raises EmptyResultSet."""
        fields = (self.ticket, number)
        if self.newest is None:
            return Statement.of(self.rows.values_list(*fields)[:LATEST])
        if self.are_few:
            return latest_of_few(self.rows, *fields, most=LATEST)
        return latest(self.rows, *fields, newest=self.newest, most=LATEST)


def _by_number(whole: str) -> Iterator[_Way]:
    """The whole text may be a number, an order, an item or a name."""
    yield _Way(Ticket.objects.filter(order_id=whole))
    yield _Way(Ticket.objects.filter(item_id=whole))
    yield _Way(Ticket.objects.filter(buyer__in=buyers_called(whole)))
    if (number := _ticket_number(whole)) is not None:
        yield _Way(Ticket.objects.filter(id=number))


def _by_names(texts: Sequence[str], *, newest: int, are_few: bool) -> Iterator[_Way]:
    if not all(len(text) >= SHORTEST_PART for text in texts):
        texts = [" ".join(texts)]
    if len(texts[0]) >= SHORTEST_PART:
        yield _Way(Ticket.objects.filter(_named(texts)), newest=newest, are_few=are_few)


def _by_name_and_message(
    words: Sequence[str], phrases: Sequence[str], *, newest: int, newest_buyer: int
) -> Iterator[_Way]:
    names = [name for name in words if len(name) >= SHORTEST_PART and set(words) != {name}]
    for name, buyers in few_buyers_like(names, newest=newest_buyer).items():
        others = [word for word in words if word != name]
        yield _of_buyer(name, buyers, Message.objects.filter(_in_one_message(others, phrases)), newest)


def _of_buyer(name: str, buyers: Sequence[int] | None, messages: QuerySet[Message], newest: int) -> _Way:
    """Those messages that a buyer of that name has; if many have it, and `buyers` is None, of the latest messages."""
    if buyers is not None:
        return _Way(messages.filter(ticket__buyer__in=buyers), "ticket_id")
    holding = latest(messages, "ticket_id", newest=newest, most=LATEST_TO_NAME)
    return _Way(Ticket.objects.filter(_named([name]), id__in=RawSQL(holding.sql, holding.params)))  # noqa: S611


def _by_forward(words: Sequence[str], phrases: Sequence[str]) -> Iterator[_Way]:
    yield _Way(Forward.objects.filter(_in_one_text(_SENT, words, phrases)), "ticket_id")
    yield _Way(ForwardMail.objects.filter(_in_one_text(_CAME, words, phrases)), "forward__ticket_id")


def _in_one_message(words: Sequence[str], phrases: Sequence[str]) -> Q:
    return _in_one_text(_TEXT, words, phrases)


def _in_one_text(text: Func, words: Sequence[str], phrases: Sequence[str]) -> Q:
    """text: with its language, as its index has it."""
    wanted = Q(_HasWords(text, Value(" ".join([*words, *phrases]))))
    return reduce(and_, (Q(_HasPhrase(F("body_text"), Value(_pattern(phrase)))) for phrase in phrases), wanted)


def _pattern(phrase: str) -> str:
    """A regular expression of PostgreSQL's for the words of a phrase, with any white space between them."""
    words = (_LITERAL.sub(r"\\\g<0>", word) for word in re.sub(r"^\W+|\W+$", "", phrase).split())
    return r"\s+".join(words)


def _named(texts: Sequence[str]) -> Q:
    return reduce(and_, (Q(_NamedWithPart(_NAMES, Value(like_part(text)))) for text in texts))


def _ticket_number(text: str) -> int | None:
    found = re.fullmatch(r"#?([0-9]{1,19})", text)
    number = int(found[1]) if found else None
    return number if number is not None and number <= _LARGEST_ID else None
