"""Take in how conversations stand at their marketplace: open or not, treated or not, how far escalated.

What the lists show of it, the sales channel and the buyer's reason for writing, is copied onto the tickets.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from connectors.abilities import ClosesConversations
from connectors.incoming import IncomingConversation
from connectors.models import Account
from inbox.bulk import update_rows
from inbox.changes import bump_on_commit
from inbox.models import Conversation, Ticket
from inbox.names import fitting
from inbox.tickets.topics import TOPICS

_TOLD = ["channel", "is_open", "state", "grade", "topic", "recipients"]
_CHANGING = [*_TOLD, "changed_at", "wanted_open", "next_try_at", "attempts", "refusal"]


def take_in_conversations(account: Account, entries: Iterable[IncomingConversation], *, now: datetime) -> int:
    """Store conversations that are new or have changed; return how many there were.

    The newest word wins; an older one that comes later is left out. What an agent asked for counts as done once the
    marketplace shows it so.
    """
    newest: dict[str, IncomingConversation] = {}
    for entry in sorted(entries, key=lambda entry: entry.changed_at):
        newest[fitting(entry.thread_id)] = entry
    if not newest:
        return 0
    known = {
        row.thread_id: row
        for row in Conversation.objects.select_for_update().filter(account=account, thread_id__in=newest).order_by("id")
    }
    topics_before = {thread_id: row.topic for thread_id, row in known.items()}
    changed = [
        row
        for thread_id, entry in newest.items()
        if (row := _brought_in_line(known.get(thread_id), account, thread_id, entry)) is not None
    ]
    Conversation.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["account", "thread_id"], update_fields=_CHANGING
    )
    _show_on_tickets(account, changed, topics_before, now=now)
    return len(changed)


def conversations_of(account: Account, thread_ids: Collection[str]) -> dict[str, Conversation]:
    """What is known of these conversations, by thread id."""
    rows = Conversation.objects.filter(account=account, thread_id__in=thread_ids)
    return {row.thread_id: row for row in rows}


def is_told(account: Account) -> bool:
    """Whether the marketplace says more of conversations than their messages; where not, nothing is looked up."""
    connector = account.connector_class
    return issubclass(connector, ClosesConversations) or bool(connector.buyer_recipient)


def conversations_by_ticket(tickets: Sequence[Ticket]) -> dict[int, Conversation]:
    """How the conversation of each ticket stands, by ticket id: one query, none where no marketplace says anything."""
    told = [ticket for ticket in tickets if is_told(ticket.account)]
    if not told:
        return {}
    rows = Conversation.objects.filter(
        account__in={ticket.account_id for ticket in told}, thread_id__in={ticket.thread_id for ticket in told}
    )
    known = {(row.account_id, row.thread_id): row for row in rows}
    return {ticket.pk: row for ticket in told if (row := known.get((ticket.account_id, ticket.thread_id)))}


def conversation_of(ticket: Ticket) -> Conversation | None:
    """How the ticket's conversation stands; None where its marketplace says no more than its messages."""
    return Conversation.objects.filter(account=ticket.account_id, thread_id=ticket.thread_id).first()


def _brought_in_line(
    row: Conversation | None, account: Account, thread_id: str, entry: IncomingConversation
) -> Conversation | None:
    """The row as the entry says; None if nothing of it differs or the entry is older."""
    told = _told(entry)
    if row is None:
        return Conversation(account=account, thread_id=thread_id, changed_at=entry.changed_at, **told)
    if entry.changed_at < row.changed_at:
        return None
    if entry.changed_at == row.changed_at and all(getattr(row, name) == value for name, value in told.items()):
        return None
    if told["is_open"] != row.is_open:
        row.refusal = ""
    for name, value in told.items():
        setattr(row, name, value)
    row.changed_at = entry.changed_at
    if row.wanted_open is not None and row.wanted_open == row.is_open:
        row.wanted_open, row.next_try_at, row.attempts = None, None, 0
    return row


def _told(entry: IncomingConversation) -> dict[str, object]:
    return {
        "channel": entry.channel[:50],
        "is_open": entry.is_open,
        "state": entry.state[:50],
        "grade": entry.grade[:50],
        "topic": entry.topic[:100],
        "recipients": [recipient[:30] for recipient in entry.recipients],
    }


def _show_on_tickets(
    account: Account, changed: Sequence[Conversation], topics_before: Mapping[str, str], *, now: datetime
) -> None:
    """Copy channel and topic onto open tickets, and let their pages look again.

    A topic that people have chosen stays; what the marketplace says counts for more than what was read (understood.py).
    """
    rows = {row.thread_id: row for row in changed}
    if not rows:
        return
    tickets = list(
        Ticket.objects.unsolved().select_for_update().filter(account=account, thread_id__in=rows).order_by("id")
    )
    for ticket in tickets:
        row = rows[ticket.thread_id]
        ticket.channel = row.channel or ticket.channel
        was_read = bool(row.topic) and ticket.topic in TOPICS and "topic" not in ticket.corrected
        if was_read or ticket.topic in ("", topics_before.get(ticket.thread_id, "")):
            ticket.topic = row.topic
        ticket.updated_at = now
    update_rows(Ticket, ["channel", "topic", "updated_at"], tickets)
    bump_on_commit(ticket.id for ticket in tickets)
