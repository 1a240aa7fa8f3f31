"""The language a ticket's buyer writes in, as people say it."""

from datetime import datetime

from django.db import transaction

from connectors.language import LANGUAGES
from inbox.models import Buyer, EventKind, Ticket, User
from inbox.tickets.changing import change, locked, refresh
from inbox.tickets.errors import NoSuchLanguage
from inbox.tickets.topics import said_by_people
from inbox.understanding.noting import note_of_tickets


def set_language(ticket: Ticket, *, language: str, by: User | None, now: datetime) -> None:
    """Of the ticket and of its buyer: what he writes later changes it no more. "" = nobody knows.

    Raises NoSuchLanguage for one that is not recognised either.
    """
    if language not in ("", *LANGUAGES):
        raise NoSuchLanguage(language=language)
    with transaction.atomic():
        current = locked(ticket)
        before = current.language
        kind = EventKind.LANGUAGE
        if change(current, by=by, now=now, kind=kind, before=before, after=language, language=language):
            refresh(current, now)
            if by is not None:
                note_of_tickets({current.pk: before}, "language", after=language)
        said_by_people(current, "language")
        Buyer.objects.filter(pk=current.buyer_id).update(language=language, language_set=bool(language))
    ticket.refresh_from_db()
