"""Where what comes in lands: the newest ticket of its conversation, or the one into which that was merged.

A ticket that was split off takes part in its conversation, but what is new lands on the ticket it was taken out of.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from connectors.models import Account
from inbox.models import Ticket


@dataclass(frozen=True)
class Landing:
    """ticket: locked. through: the merged ticket whose conversation it is; None = the ticket's own.

    episode: the highest number that a ticket of the conversation has.
    """

    ticket: Ticket
    through: Ticket | None
    episode: int


@dataclass(frozen=True)
class Landings:
    """of_threads: by thread id, of those conversations that are known. tickets: every ticket of them, locked, by id."""

    of_threads: dict[str, Landing]
    tickets: dict[int, Ticket]


def landings_of(account: Account, thread_ids: Iterable[str]) -> Landings:
    """Lock the tickets of these conversations, and those into which they were merged."""
    threads = list(thread_ids)
    tickets = with_survivors(account, Q(account=account, thread_id__in=threads))
    by_thread: dict[str, list[Ticket]] = {thread_id: [] for thread_id in threads}
    for ticket in sorted(tickets.values(), key=lambda ticket: (ticket.split_from_id is None, ticket.episode)):
        by_thread.get(ticket.thread_id, []).append(ticket)
    found = {}
    for thread_id, its in by_thread.items():
        if its:
            newest = its[-1]
            through = newest if newest.merged_into_id else None
            found[thread_id] = Landing(survivor_of(newest, tickets), through, max(one.episode for one in its))
    return Landings(found, tickets)


def with_survivors(account: Account, which: Q) -> dict[int, Ticket]:
    """These tickets and those into which they were merged, locked in the order of their ids, by id."""
    merged = Ticket.objects.filter(which, merged_into__isnull=False)
    tickets = _locked(account, which | Q(pk__in=merged.values("merged_into")))
    # Somebody may have merged one while we waited for its lock.
    missing = {ticket.merged_into_id for ticket in tickets.values() if ticket.merged_into_id} - tickets.keys()
    return tickets | _locked(account, Q(pk__in=missing)) if missing else tickets


def survivor_of(ticket: Ticket, tickets: dict[int, Ticket]) -> Ticket:
    """The ticket that has its messages: itself, unless it was merged."""
    return tickets[ticket.merged_into_id] if ticket.merged_into_id else ticket


def _locked(account: Account, which: Q) -> dict[int, Ticket]:
    rows = Ticket.objects.select_for_update(of=("self",)).filter(which).select_related("buyer").order_by("pk")
    tickets = {ticket.pk: ticket for ticket in rows}
    for ticket in tickets.values():
        ticket.account = account
    return tickets
