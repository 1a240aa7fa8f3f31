"""Blank what was said with a person: tickets, messages, their files, drafts, steps. Their times and states stay."""

from collections.abc import Iterable
from datetime import datetime

from inbox.bulk import update_rows
from inbox.erasure.person import Person
from inbox.models import (
    Attachment,
    ChecklistStep,
    Conversation,
    Draft,
    DraftFile,
    Message,
    Original,
    ThreadName,
    Ticket,
    Understanding,
)
from inbox.models.buyer import ERASED

_SAID = ["body_text", "author", "external_id", "reason", "idempotency_key"]
_ON_TICKET = ["buyer_name", "subject", "snippet", "thread_id", "tags", "updated_at"]


def forget_messages(person: Person) -> int:
    """Blank every message, ours and notes too: who wrote to whom stands in both. Return how many there are."""
    found = list(person.messages.select_related("account"))
    for message in found:
        message.body_text = message.reason = message.idempotency_key = ""
        message.author = _author(message)
        message.external_id = f"erased-{message.pk}" if message.external_id else ""
    update_rows(Message, _SAID, found)
    ids = [message.pk for message in found]
    Original.objects.filter(message__in=ids).delete()
    Understanding.objects.filter(message__in=ids).delete()
    return len(found)


def forget_files(person: Person) -> list[str]:
    """Take his files and those on drafts to him off their rows; return their names in storage."""
    ticket_ids = list(person.tickets.values_list("pk", flat=True))
    attachments = Attachment.objects.filter(message__ticket__in=ticket_ids)
    drafts = DraftFile.objects.filter(draft__ticket__in=ticket_ids)
    names = [*attachments.values_list("file", flat=True), *drafts.values_list("file", flat=True)]
    attachments.delete()
    drafts.delete()
    Draft.objects.filter(ticket__in=ticket_ids).delete()
    return names


def forget_tickets(person: Person, tickets: Iterable[Ticket], *, now: datetime) -> None:
    """Blank what the list shows. A new name of the conversation lets no later message onto these tickets."""
    found = list(tickets)
    threads: dict[str, str] = {}
    for ticket in found:
        ticket.thread_id = threads.setdefault(ticket.thread_id, f"erased-{ticket.pk}")
        ticket.buyer_name, ticket.subject, ticket.snippet = ERASED, "", ""
        ticket.tags = [tag for tag in ticket.tags if not _tells(tag, person)]
        ticket.updated_at = now
    update_rows(Ticket, _ON_TICKET, found)
    ChecklistStep.objects.filter(ticket__in=found).delete()
    ThreadName.objects.filter(account=person.account, thread_id__in=list(threads)).delete()
    Conversation.objects.filter(account=person.account, thread_id__in=list(threads)).delete()


def _author(message: Message) -> str:
    """The shop's own people and the marketplace keep their names."""
    account = message.account
    own = (account.marketplace_label, account.seller_name, account.name)
    return message.author if message.user_id or message.author in own else ""


def _tells(tag: str, person: Person) -> bool:
    words = tag.casefold()
    return any(name.casefold() in words for name in (*person.names, *person.full_names, *_first_and_last(person)))


def _first_and_last(person: Person) -> list[str]:
    return [part for name in person.full_names for part in name.split() if len(part) > 2]
