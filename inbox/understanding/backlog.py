"""Messages of a first import or a back-fill are read once they are stored, the newest tickets first, in small parts.

Nobody is warned and no rule is asked: it is history. The deadlines of tickets that are still under way follow.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from inbox.bulk import update_rows
from inbox.deadlines.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.models import Message, MessageDirection, Ticket
from inbox.models.ticket import UNDER_WAY
from inbox.rules.asking import ask_no_rules
from inbox.understanding.classification import Classification
from inbox.understanding.classify import classify
from inbox.understanding.knowledge import Knowledge, knowledge
from inbox.understanding.on_tickets import show_on
from inbox.understanding.priors import priors_of
from inbox.understanding.rows import keep

AT_ONCE = 150
MOST_OF_ONE = 4
"""Of a ticket's messages the last ones."""


def read_imported(now: datetime) -> int:
    """Read the messages of the next tickets; return how many tickets. Two workers share the work."""
    with transaction.atomic():
        ask_no_rules()
        marked = Ticket.objects.filter(to_understand=True).order_by("-id").select_related("account", "buyer")
        tickets = list(marked.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
        if not tickets:
            return 0
        known, messages = knowledge(), _messages(tickets)
        for ticket in tickets:
            keep(_read(ticket, messages[ticket.pk], known))
            ticket.to_understand, ticket.updated_at = False, now
        refresh_deadlines([ticket for ticket in tickets if ticket.status in UNDER_WAY], now)
        update_rows(Ticket, ["topic", "level", "language", "to_understand", "updated_at", *DEADLINE_FIELDS], tickets)
        return len(tickets)


def _messages(tickets: Iterable[Ticket]) -> dict[int, list[Message]]:
    """The last messages of each ticket that nobody has read yet, oldest first."""
    found: dict[int, list[Message]] = defaultdict(list)
    for message in unread([ticket.pk for ticket in tickets]).order_by("written_at", "id"):
        found[message.ticket_id].append(message)
    return defaultdict(list, {ticket_id: written[-MOST_OF_ONE:] for ticket_id, written in found.items()})


def unread(ticket_ids: Sequence[int]) -> QuerySet[Message]:
    """Messages of buyers that were not read yet."""
    said = Message.objects.filter(ticket__in=ticket_ids, direction=MessageDirection.IN, automatic=False)
    return said.filter(understanding=None).only("id", "ticket_id", "author", "body_text", "written_at")


def _read(ticket: Ticket, messages: Iterable[Message], known: Knowledge) -> list[tuple[int, Classification]]:
    read = []
    for message in messages:
        priors = priors_of(ticket.account, ticket, buyer=ticket.buyer, author=message.author)
        found = classify(message.body_text, priors, own=known.own, learnt=known.learnt)
        read.append((message.pk, found))
        list(show_on(ticket, found))
    return read
