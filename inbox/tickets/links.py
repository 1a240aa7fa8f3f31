"""Tickets that belong together although they are of different orders, buyers or shops."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef

from inbox.changes import bump_on_commit
from inbox.models import EventKind, Ticket, TicketEvent, TicketLink, User
from inbox.tickets.errors import NoSuchTicket


def link(ticket: Ticket, other: Ticket, *, by: User, now: datetime) -> None:
    """Link two tickets to one another; nothing if they are. Raises NoSuchTicket for a link to itself."""
    if ticket.pk == other.pk:
        raise NoSuchTicket
    with transaction.atomic():
        rows = [TicketLink(ticket=ticket, other=other), TicketLink(ticket=other, other=ticket)]
        _lock(ticket, other)
        if not TicketLink.objects.filter(ticket=ticket, other=other).exists():
            TicketLink.objects.bulk_create(rows)
            _log(ticket, other, EventKind.LINKED, by=by, now=now)


def unlink(ticket: Ticket, other: Ticket, *, by: User, now: datetime) -> None:
    """Take the link away; nothing if there is none."""
    with transaction.atomic():
        _lock(ticket, other)
        pair = (ticket.pk, other.pk)
        gone, _ = TicketLink.objects.filter(ticket__in=pair, other__in=pair).delete()
        if gone:
            _log(ticket, other, EventKind.UNLINKED, by=by, now=now)


def linked_ids(user: User) -> ArraySubquery:
    """For a query over tickets: the ids of those that each is linked to, and that the user may see."""
    seen = TicketLink.objects.filter(ticket=OuterRef("pk"), other__in=Ticket.objects.visible_to(user))
    return ArraySubquery(seen.order_by("other").values("other"))


def ticket_numbered(text: str, *, user: User) -> Ticket:
    """The ticket that somebody means by "#12" or "12". Raises NoSuchTicket if there is none that he may see."""
    number = text.strip().removeprefix("#")
    found = None
    if number.isascii() and number.isdecimal() and len(number) < 19:
        found = Ticket.objects.visible_to(user).select_related("account").filter(pk=int(number)).first()
    if found is None:
        raise NoSuchTicket
    return found


def _lock(*tickets: Ticket) -> None:
    """In one order, so that two people who link the same pair never wait for each other."""
    ids = [ticket.pk for ticket in tickets]
    list(Ticket.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _log(ticket: Ticket, other: Ticket, kind: EventKind, *, by: User, now: datetime) -> None:
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket=one, at=now, kind=kind, user=by, after={"value": its.pk})
        for one, its in ((ticket, other), (other, ticket))
    )
    ids = [ticket.pk, other.pk]
    Ticket.objects.filter(pk__in=ids).update(updated_at=now)
    bump_on_commit(ids)
