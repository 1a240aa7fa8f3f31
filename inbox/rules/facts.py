"""Facts about occasions, for conditions: many at once, each source asked once, and only where a field needs it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from connectors.models import Account
from inbox.models import Ticket
from inbox.rules import facts_of_buyers, facts_of_hours, facts_of_messages, facts_of_orders, facts_of_tickets
from inbox.rules.conditions import Facts
from inbox.rules.fields import FIELDS, About
from inbox.rules.occasion import Occasion

Pair = tuple[Occasion, Ticket]


@dataclass(frozen=True)
class Known:
    """An occasion with its ticket as it is now, and what is known of both."""

    occasion: Occasion
    ticket: Ticket
    facts: Facts


def known_of(occasions: Sequence[Occasion], fields: Collection[str]) -> list[Known]:
    """In their order; those left out whose ticket is gone. fields: the facts that are wanted.

    Tickets come with their accounts. What only a ticket of today tells is as it is now, also of occasions of the past.
    """
    tickets = _tickets({one.ticket_id for one in occasions})
    pairs = [(one, tickets[one.ticket_id]) for one in occasions if one.ticket_id in tickets]
    found = facts_for(pairs, fields)
    return [Known(occasion, ticket, facts) for (occasion, ticket), facts in zip(pairs, found, strict=True)]


def _tickets(ids: Collection[int]) -> Mapping[int, Ticket]:
    """With their accounts, each of which is read once: its credentials are decrypted with it."""
    tickets = Ticket.objects.in_bulk(ids)
    accounts = Account.objects.in_bulk({ticket.account_id for ticket in tickets.values()})
    for ticket in tickets.values():
        ticket.account = accounts[ticket.account_id]
    return tickets


def facts_for(pairs: Sequence[Pair], fields: Collection[str]) -> Sequence[Facts]:
    """In the order of the pairs, which may hold tickets that are not stored yet."""
    wanted = {FIELDS[name].about for name in fields}
    found: list[dict[str, Any]] = [{} for _ in pairs]
    for about, read in _SOURCES.items():
        if about in wanted:
            for facts, more in zip(found, read(pairs), strict=True):
                facts.update(more)
    return found


def _of_events(pairs: Sequence[Pair]) -> Iterable[Facts]:
    for occasion, _ticket in pairs:
        what, rating = occasion.what, occasion.what.get("rating")
        yield {
            "change": what.get("change"),
            "changed_to": _as_text(what.get("to")),
            "rating": None if rating is None else Decimal(rating),
        }


def _as_text(value: Any) -> Any:
    """One word, or several; None stays."""
    if isinstance(value, list):
        return tuple(map(str, value))
    return None if value is None else str(value)


_SOURCES: Mapping[About, Callable[[Sequence[Pair]], Iterable[Facts]]] = {
    About.TICKET: facts_of_tickets.facts,
    About.HOURS: facts_of_hours.facts,
    About.MESSAGE: facts_of_messages.facts,
    About.ORDER: facts_of_orders.facts,
    About.BUYER: facts_of_buyers.facts,
    About.CLAIM: facts_of_buyers.claims,
    About.EVENT: _of_events,
}
