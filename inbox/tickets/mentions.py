"""Colleagues named in an internal note: “@” and the name as Guichet shows it. Only those who may see the ticket."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.alerts.occasions import notify_mentioned
from inbox.models import EventKind, Message, Ticket, TicketEvent, User

Span = tuple[int, int]


@dataclass(frozen=True)
class Mention:
    """Where in a note somebody is named: from the “@” up to, but without, `end`."""

    person: User
    start: int
    end: int


def colleagues_of(ticket: Ticket) -> list[User]:
    """Everybody who may see the ticket, by name."""
    people = User.objects.filter(is_active=True).order_by("first_name", "last_name", "email")
    return [person for person in people if person.limits is None or person.limits.let_through(ticket)]


def mentions_in(text: str, people: Sequence[User]) -> list[Mention]:
    """Who is named, in the order of the text. Two of one name are both meant; of two names the longer one.

    A first name, or what stands before the "@" of a mail address, is enough where it fits one person only.
    """
    meant = _names_of(people)
    names = sorted(map(re.escape, meant), key=len, reverse=True)
    if not names:
        return []
    named = re.compile(rf"(?<![\w@])@({'|'.join(names)})(?!\w)")
    return [
        Mention(person, found.start(), found.end())
        for found in named.finditer(_plain(text))
        for person in meant[found[1]]
    ]


def _names_of(people: Sequence[User]) -> Mapping[str, Sequence[User]]:
    whole, short = defaultdict(list), defaultdict(list)
    for person in people:
        whole[_plain(str(person))].append(person)
        for name in {_plain(person.first_name), _plain(person.email.partition("@")[0])} - {""}:
            short[name].append(person)
    return {name: found for name, found in short.items() if len(found) == 1} | whole


def _plain(text: str) -> str:
    """In lower case and without accents, each letter where it was."""
    return "".join(unicodedata.normalize("NFD", letter.lower())[0] for letter in text)


def tell_mentioned(note: Message, *, by: User | None, now: datetime) -> None:
    """Keep in the log whom a new note names, and tell them."""
    if "@" not in note.body_text:
        return
    mentions = mentions_in(note.body_text, colleagues_of(note.ticket))
    if not mentions:
        return
    people = list({mention.person.pk: mention.person for mention in mentions}.values())
    spans = sorted({(mention.start, mention.end) for mention in mentions})
    TicketEvent.objects.create(
        ticket=note.ticket,
        at=now,
        kind=EventKind.MENTIONED,
        user=by,
        message_id=note.pk,
        after={"people": [person.pk for person in people], "spans": spans},
    )
    notify_mentioned(note.ticket, people, by=by, now=now)


def spans_of(ticket: Ticket, notes: Sequence[int]) -> Mapping[int, list[Span]]:
    """Where these notes of a ticket name somebody, by note. notes: ids of messages."""
    if not notes:
        return {}
    events = TicketEvent.objects.filter(ticket=ticket, kind=EventKind.MENTIONED, message_id__in=notes)
    return {
        event.message_id: [(start, end) for start, end in event.after["spans"]]
        for event in events
        if event.message_id and event.after
    }
