"""Which tickets entries about claims belong on: those of a whole page found, locked and made at once.

A claim that opens a ticket has one of its own, beside the conversation about the same order. Other entries go to the
conversation that has become the claim, else to the one about their order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from connectors.incoming import IncomingClaim, Person
from connectors.models import Account
from inbox.arriving.buyers import buyers_named
from inbox.arriving.landing import survivor_of, with_survivors
from inbox.bulk import insert_new
from inbox.models import Claim, ClaimKind, EventKind, Order, Ticket, TicketEvent
from inbox.models.ticket import CLAIM, Priority
from inbox.names import fitting
from inbox.tickets.assignment import is_on

_URGENT = (ClaimKind.A_TO_Z, ClaimKind.CANCELLATION)


@dataclass
class _Known:
    """Locked tickets: by the name of a claim, by thread (its last episode), by order (its newest conversation)."""

    of_claims: dict[str, Ticket]
    of_threads: dict[str, Ticket]
    about_orders: dict[str, Ticket]


def on_tickets(
    account: Account, entries: Sequence[IncomingClaim], *, now: datetime
) -> list[tuple[IncomingClaim, Ticket]]:
    """Each entry with its ticket, locked; without those that have none. A handful of queries, however many there are.

    New tickets are stored.
    """
    known = _known(account, entries)
    placed: list[tuple[IncomingClaim, Ticket]] = []
    opening: dict[str, IncomingClaim] = {}
    for entry in entries:
        ticket = _ticket_of(entry, known)
        if ticket is None and entry.opens_ticket:
            ticket = _new_ticket(account, entry, now)
            opening[ticket.thread_id] = entry
            known.of_threads[ticket.thread_id] = ticket
        if ticket is not None:
            known.of_claims[fitting(entry.claim_id)] = ticket
            placed.append((entry, ticket))
    if opening:
        _store_new(account, opening, known, now)
    return placed


def priority_of(entry: IncomingClaim) -> Priority:
    return Priority.URGENT if entry.urgent or entry.kind.value in _URGENT else Priority.HIGH


def _known(account: Account, entries: Sequence[IncomingClaim]) -> _Known:
    names = {fitting(entry.claim_id) for entry in entries}
    claims = dict(Claim.objects.filter(account=account, external_id__in=names).values_list("external_id", "ticket"))
    threads = {entry.thread_id for entry in entries if entry.thread_id}
    threads |= {_own_thread(entry) for entry in entries if entry.opens_ticket}
    orders = {entry.order_id for entry in entries if not (entry.opens_ticket and _names_buyer(entry))}
    about = Q(order_id__in=orders) & ~Q(order_id="") & ~Q(kind=CLAIM)
    which = Q(pk__in=claims.values()) | Q(thread_id__in=threads) | about
    tickets = with_survivors(account, which & Q(account=account))
    by_age = sorted(tickets.values(), key=lambda ticket: (ticket.last_message_at, ticket.pk))
    by_episode = sorted(by_age, key=lambda ticket: (ticket.split_from_id is None, ticket.episode))
    about_orders = (ticket for ticket in by_age if ticket.order_id and ticket.kind != CLAIM)
    return _Known(
        of_claims={name: survivor_of(tickets[pk], tickets) for name, pk in claims.items()},
        of_threads={ticket.thread_id: survivor_of(ticket, tickets) for ticket in by_episode},
        about_orders={ticket.order_id: survivor_of(ticket, tickets) for ticket in about_orders},
    )


def _ticket_of(entry: IncomingClaim, known: _Known) -> Ticket | None:
    ticket = known.of_claims.get(fitting(entry.claim_id)) or known.of_threads.get(entry.thread_id)
    if ticket is not None:
        return ticket
    if entry.opens_ticket:
        return known.of_threads.get(_own_thread(entry))
    return known.about_orders.get(entry.order_id)


def _own_thread(entry: IncomingClaim) -> str:
    return fitting(f"{CLAIM}:{entry.claim_id}")


def _new_ticket(account: Account, entry: IncomingClaim, now: datetime) -> Ticket:
    """Without its buyer as yet."""
    opened_at = min(entry.written_at, now)
    return Ticket(
        account=account,
        thread_id=_own_thread(entry),
        kind=CLAIM,
        subject=entry.subject[:500],
        item_id=entry.item_id[:100],
        order_id=entry.order_id[:100],
        priority=priority_of(entry),
        last_message_at=opened_at,
        queue_at=now,
        created_at=opened_at,
        updated_at=now,
    )


def _store_new(account: Account, opening: Mapping[str, IncomingClaim], known: _Known, now: datetime) -> None:
    """opening: the first entry of each new ticket, by its thread."""
    buyers = buyers_named(account, _people(account, opening, known), now)
    tickets = [known.of_threads[thread_id] for thread_id in opening]
    gives_out = is_on()
    for ticket in tickets:
        ticket.buyer = buyers[ticket.thread_id]
        ticket.buyer_name = str(ticket.buyer)[:255]
        ticket.to_assign = gives_out
    Ticket.objects.bulk_create(tickets)
    insert_new(TicketEvent, ["ticket", "at", "kind"], [(ticket.pk, now, EventKind.OPENED.value) for ticket in tickets])


def _people(account: Account, opening: Mapping[str, IncomingClaim], known: _Known) -> dict[str, Person]:
    """Who claims: as told, else whoever wrote about the order; else the order stands for him."""
    people = {}
    orders = {entry.order_id for entry in opening.values() if entry.order_id and not _names_buyer(entry)}
    unknown = orders - known.about_orders.keys()
    rows = Order.objects.filter(account=account, external_id__in=unknown) if unknown else Order.objects.none()
    names = dict(rows.values_list("external_id", "buyer_name"))
    for thread_id, entry in opening.items():
        about = known.about_orders.get(entry.order_id)
        name = entry.buyer.name if entry.buyer else ""
        if entry.buyer and entry.buyer.handle:
            people[thread_id] = entry.buyer
        elif about is not None:
            people[thread_id] = Person(about.buyer.handle, name or about.buyer.name)
        else:
            people[thread_id] = Person(entry.order_id or entry.claim_id, name or names.get(entry.order_id, ""))
    return people


def _names_buyer(entry: IncomingClaim) -> bool:
    return bool(entry.buyer and entry.buyer.handle)
