"""Which order a ticket is about: what the ladder finds, and what a person chooses.

The ladder's answer is worked out anew whenever messages of the ticket or orders of its buyer arrive, from all that is
known then: the same facts give the same answer, whichever came first. What the marketplace itself said of a
conversation, and what a person chose, stays.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from connectors.locks import advisory_lock_to_commit
from connectors.models import Account
from connectors.text import storable
from inbox.bulk import update_rows
from inbox.changes import bump_on_commit
from inbox.claims.loose import place_loose_claims
from inbox.models import (
    BuyerHandle,
    Delivery,
    EventKind,
    Message,
    MessageDirection,
    Order,
    OrderMatch,
    Ticket,
    TicketEvent,
    User,
)
from inbox.orders.errors import NoSuchOrder
from inbox.orders.ladder import Candidate, Match, Talk, match_of

GUESSED = (OrderMatch.SURE, OrderMatch.LIKELY, OrderMatch.POSSIBLE)
"""What the ladder says of a match, and may say otherwise tomorrow."""
_LONGEST = 100


def one_at_a_time(account: Account) -> None:
    """Hold others up who take in messages or orders of this account, until this transaction ends.

    A message and its order that came at the same moment would otherwise not see each other. To be called before any
    ticket is locked.
    """
    advisory_lock_to_commit(f"order matching of account {account.pk}")


def match_orders(account: Account, tickets: Iterable[Ticket], *, now: datetime) -> int:
    """Ask the ladder about tickets that are locked and saved; return how many of them changed their order.

    One query where none of the buyers has an order, none where every conversation names its own.
    """
    open_ones = [ticket for ticket in tickets if not _is_settled(ticket)]
    orders = _orders_of(account, {ticket.buyer_id for ticket in open_ones}) if open_ones else {}
    asked = [ticket for ticket in open_ones if orders.get(ticket.buyer_id) or ticket.order_match]
    if not asked:
        return 0
    talks = _talks(asked)
    found = {ticket.pk: match_of(talks[ticket.pk], orders.get(ticket.buyer_id, ())) for ticket in asked}
    changed = [ticket for ticket in asked if found[ticket.pk] != Match(ticket.order_id, ticket.order_match)]
    _write(account, changed, found, now)
    return len(changed)


def match_tickets_of(account: Account, handles: Collection[str], *, now: datetime) -> int:
    """Ask the ladder about all tickets of the buyers with these names (Order.buyer_handle), whose orders came."""
    buyers = BuyerHandle.objects.filter(account=account, handle__in=handles).values("buyer")
    unsettled = Ticket.objects.filter(Q(order_id="", order_match="") | Q(order_match__in=GUESSED))
    tickets = unsettled.filter(account=account, buyer__in=buyers).select_for_update(of=("self",)).order_by("id")
    return match_orders(account, list(tickets), now=now)


def choose_order(ticket: Ticket, order_id: str, *, by: User, now: datetime) -> None:
    """A person says which order the ticket is about; "" = none. Raises NoSuchOrder if that can be no order number.

    An order nobody knows yet is taken as well: where the marketplace can be asked, it will be.
    """
    with transaction.atomic():
        locked = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=ticket.pk)
        chosen = Match(_as_known(locked, order_id), OrderMatch.CHOSEN)
        if chosen != Match(locked.order_id, locked.order_match):
            _write(locked.account, [locked], {locked.pk: chosen}, now, by=by)
    ticket.refresh_from_db()


def name_order(ticket: Ticket, order_id: str) -> None:
    """The marketplace itself says which order a conversation is about: more than any guess, less than a person's word.

    The ticket is not saved. What it said first stays.
    """
    if order_id and not _is_settled(ticket):
        ticket.order_id, ticket.order_match = order_id[:_LONGEST], ""


def _is_settled(ticket: Ticket) -> bool:
    return ticket.order_match == OrderMatch.CHOSEN or (bool(ticket.order_id) and not ticket.order_match)


def _as_known(ticket: Ticket, order_id: str) -> str:
    """The order number as typed, or as the marketplace writes it if it is a known one."""
    typed = storable(order_id).strip()
    if not typed:
        return ""
    if len(typed) > _LONGEST or len(typed.split()) > 1 or not typed.isprintable():
        raise NoSuchOrder(order_id=typed)
    known = Order.objects.filter(account_id=ticket.account_id, external_id__in={typed, typed.upper(), typed.lower()})
    return known.values_list("external_id", flat=True).first() or typed


def _orders_of(account: Account, buyer_ids: Collection[int]) -> dict[int, list[Candidate]]:
    """The orders of each buyer, under whichever of his names."""
    names = BuyerHandle.objects.filter(buyer__in=buyer_ids).exclude(handle="")
    rows = Order.objects.filter(account=account, placed_at__isnull=False, buyer_handle__in=names.values("handle"))
    orders = list(rows.exclude(buyer_handle="").only("external_id", "buyer_handle", "placed_at", "items"))
    if not orders:
        return {}
    whose = dict(names.filter(handle__in={order.buyer_handle for order in orders}).values_list("handle", "buyer"))
    found = defaultdict(list)
    for order in orders:
        if order.placed_at:
            items = frozenset(str(item.get("item_id") or "") for item in order.items)
            found[whose[order.buyer_handle]].append(Candidate(order.external_id, order.placed_at, items))
    return found


def _talks(tickets: Sequence[Ticket]) -> dict[int, Talk]:
    texts: dict[int, list[str]] = defaultdict(list)
    wrote_at: dict[int, datetime] = {}
    said = Q(direction=MessageDirection.IN) | Q(direction=MessageDirection.OUT, delivery=Delivery.ACCEPTED)
    messages = Message.objects.filter(said, ticket__in=tickets).order_by("-written_at", "-id")
    for ticket_id, direction, written_at, text in messages.values_list(
        "ticket", "direction", "written_at", "body_text"
    ):
        texts[ticket_id].append(text)
        if direction == MessageDirection.IN:
            wrote_at.setdefault(ticket_id, written_at)
    return {
        ticket.pk: Talk(
            texts=[*texts[ticket.pk], ticket.subject],
            item_id=ticket.item_id,
            wrote_at=wrote_at.get(ticket.pk, ticket.created_at),
        )
        for ticket in tickets
    }


def _write(
    account: Account, tickets: Sequence[Ticket], found: Mapping[int, Match], now: datetime, *, by: User | None = None
) -> None:
    events = []
    for ticket in tickets:
        before = {"order": ticket.order_id, "match": ticket.order_match}
        ticket.order_id, ticket.order_match = found[ticket.pk].order_id, found[ticket.pk].how
        ticket.updated_at = now
        after = {"order": ticket.order_id, "match": ticket.order_match}
        events.append(TicketEvent(ticket=ticket, at=now, kind=EventKind.ORDER, user=by, before=before, after=after))
    update_rows(Ticket, ["order_id", "order_match", "updated_at"], tickets)
    TicketEvent.objects.bulk_create(events)
    bump_on_commit(ticket.pk for ticket in tickets)
    place_loose_claims(account, tickets, now=now)
