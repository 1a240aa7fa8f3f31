"""Messages of a first import or a back-fill are read once they are stored, the newest tickets first, in small parts.

So is what was stored by a version that did not read it yet (migration 0045). Nobody is warned and no rule is asked: it
is history. The deadlines of tickets that are still under way follow.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from inbox.bulk import update_rows
from inbox.deadlines.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.models import Attachment, Message, MessageDirection, Ticket, Understanding
from inbox.models.ticket import UNDER_WAY
from inbox.rules.asking import ask_no_rules
from inbox.understanding.classification import Classification
from inbox.understanding.classify import classify
from inbox.understanding.knowledge import Knowledge, knowledge
from inbox.understanding.on_tickets import show_on
from inbox.understanding.priors import priors_of
from inbox.understanding.rows import keep

Read = Sequence[tuple[Message, Classification]]

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
        known, messages, read_up_to = knowledge(), _messages(tickets), _read_up_to(tickets)
        for ticket in tickets:
            read = list(_read(ticket, messages[ticket.pk], known, shown_after=read_up_to.get(ticket.pk)))
            keep((message.pk, found) for message, found in read)
            _keep_languages(read)
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
    """Messages of buyers that were not read yet, but for those in which a claim says only what a picture is called."""
    said = Message.objects.filter(ticket__in=ticket_ids, direction=MessageDirection.IN, automatic=False)
    pictures = Attachment.objects.filter(message=OuterRef("pk"), name=OuterRef("body_text"))
    unread = said.filter(~Exists(pictures), understanding=None)
    return unread.only("id", "ticket_id", "author", "body_text", "language", "written_at")


def _read_up_to(tickets: Iterable[Ticket]) -> dict[int, datetime]:
    """Of each ticket when the newest message that was read was written; what is older says nothing new of it."""
    read = Understanding.objects.filter(message__ticket__in=list(tickets)).values_list("message__ticket")
    return dict(read.annotate(Max("message__written_at")))


def _read(
    ticket: Ticket, messages: Iterable[Message], known: Knowledge, *, shown_after: datetime | None
) -> Iterator[tuple[Message, Classification]]:
    """Also set the ticket's columns, unsaved."""
    for message in messages:
        priors = priors_of(ticket.account, ticket, buyer=ticket.buyer, author=message.author)
        found = classify(message.body_text, priors, own=known.own, learnt=known.learnt)
        if shown_after is None or message.written_at > shown_after:
            list(show_on(ticket, found))
        yield message, found


def _keep_languages(read: Read) -> None:
    """Where none was kept with the message."""
    told = [(message, found.language) for message, found in read if found.language and not message.language]
    for message, language in told:
        message.language = language
    update_rows(Message, ["language"], [message for message, _language in told])
