"""Messages that arrive are understood: each of a buyer's for itself, and what it says of its ticket.

Reading takes milliseconds a message; a first import of many thousands only marks its tickets, and a tick reads them
when it is done (inbox/understanding/backlog.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from connectors.incoming import Direction
from connectors.models import Account
from inbox.arriving.message_rows import Placed
from inbox.bulk import insert_new, update_rows
from inbox.languages import language_of
from inbox.models import Buyer, TicketEvent
from inbox.understanding.classification import Classification
from inbox.understanding.classify import classify
from inbox.understanding.knowledge import knowledge
from inbox.understanding.on_tickets import Changed, show_on
from inbox.understanding.priors import priors_of
from inbox.understanding.rows import keep

Changes = Sequence[tuple[Placed, int, Changed]]
"""With the place of the message among those of Placed."""


def understand(account: Account, placed: Sequence[Placed], *, buyers: Mapping[str, Buyer], quiet: bool) -> Changes:
    """Read what buyers wrote, and show it on their tickets (unsaved). buyers: by conversation. quiet: see ingest."""
    if quiet:
        for place in placed:
            _only_language(place)
        return []
    changes = [change for place in placed for change in _read(account, place, buyers[place.messages[0].thread_id])]
    remember_languages(
        (buyers[place.messages[0].thread_id], found) for place in placed for found in place.understood.values()
    )
    return changes


def keep_understood(placed: Iterable[Placed], changes: Changes, *, now: datetime) -> None:
    """Write down what was read, once the messages are stored."""
    keep((place.ids[at], found) for place in placed for at, found in place.understood.items())
    events = [
        (place.ticket.id, now, change.kind.value, place.ids[at], _said(change.before), _said(change.after))
        for place, at, change in changes
    ]
    insert_new(TicketEvent, ["ticket", "at", "kind", "message_id", "before", "after"], events)


def remember_languages(read: Iterable[tuple[Buyer, Classification]]) -> None:
    """Of each buyer the one he last wrote in for sure, unless a person has said it. read: oldest first."""
    told = {buyer: found.language for buyer, found in read if found.is_sure_of_language and not buyer.language_set}
    learnt = [buyer for buyer, language in told.items() if buyer.language != language]
    for buyer in learnt:
        buyer.language = told[buyer]
    update_rows(Buyer, ["language"], learnt)


def _said(value: str | int | None) -> dict[str, str | int | bool | None]:
    return {"value": value, "understood": True}


def _only_language(place: Placed) -> None:
    place.language = language_of(place.messages)
    ticket, newest = place.ticket, place.messages[-1]
    ticket.to_understand = ticket.to_understand or any(message.direction == Direction.IN for message in place.messages)
    if place.language and (not ticket.language or newest.written_at >= ticket.last_message_at):
        ticket.language = place.language


def _read(account: Account, place: Placed, buyer: Buyer) -> Iterable[tuple[Placed, int, Changed]]:
    known = knowledge()
    for at, message in enumerate(place.messages):
        if message.direction != Direction.IN or message.automatic:
            continue
        priors = priors_of(account, place.ticket, buyer=buyer, author=message.author)
        found = classify(message.text, priors, own=known.own, learnt=known.learnt)
        place.understood[at] = found
        yield from ((place, at, change) for change in show_on(place.ticket, found))
