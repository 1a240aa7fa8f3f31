"""The chains of tickets as they stand in the database, checked."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.db.models import Max

from inbox.models import EventSeal, Ticket, TicketEvent
from inbox.proof.log import entries
from inbox.proof.verifying import Verdict, verify

TICKETS_AT_ONCE = 500


def verdict_of(ticket_id: int, now: datetime) -> Verdict:
    """Check one ticket's log: two queries."""
    log = list(entries(TicketEvent.objects.filter(ticket_id=ticket_id)))
    return verify(log, list(EventSeal.objects.filter(ticket_id=ticket_id).order_by("number")), now=now)


def all_verdicts(now: datetime) -> Iterator[tuple[int, Verdict]]:
    """Check the log of every ticket, by its id; in ranges of ids, so that memory stays flat."""
    last = Ticket.objects.aggregate(last=Max("id"))["last"] or 0
    for first in range(1, last + 1, TICKETS_AT_ONCE):
        span = {"ticket_id__gte": first, "ticket_id__lt": first + TICKETS_AT_ONCE}
        logs = entries(TicketEvent.objects.filter(**span).order_by("ticket_id", "id"))
        log_of = {ticket_id: list(log) for ticket_id, log in groupby(logs, lambda entry: entry.ticket_id)}
        seals = EventSeal.objects.filter(**span).order_by("ticket_id", "number")
        seals_of = {ticket_id: list(chain) for ticket_id, chain in groupby(seals, lambda seal: seal.ticket_id)}
        for ticket_id in sorted(log_of.keys() | seals_of.keys()):
            yield ticket_id, verify(log_of.get(ticket_id, []), seals_of.get(ticket_id, []), now=now)
