"""What is known of the buyer: how often he wrote, bought and claimed before; and of the ticket's claims."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Count, QuerySet

from inbox.models import BuyerHandle, Claim, Order, Ticket
from inbox.rules.conditions import Facts
from inbox.rules.occasion import Occasion


def facts(pairs: Sequence[tuple[Occasion, Ticket]]) -> Iterable[Facts]:
    buyers = {ticket.buyer_id for _, ticket in pairs}
    tickets = Ticket.objects.listed().filter(buyer__in=buyers)
    counted = _counted(tickets, "buyer")
    claims = _counted(Claim.objects.filter(ticket__buyer__in=buyers), "ticket__buyer")
    orders = _orders(buyers)
    for _, ticket in pairs:
        yield {
            "tickets_before": Decimal(max(counted[ticket.buyer_id] - 1, 0)),
            "orders_of_buyer": Decimal(orders[ticket.buyer_id]),
            "claims_of_buyer": Decimal(claims[ticket.buyer_id]),
        }


def claims(pairs: Sequence[tuple[Occasion, Ticket]]) -> Iterable[Facts]:
    """The kinds of the ticket's open claims, and of the one that the occasion is about."""
    kinds: dict[int, set[str]] = defaultdict(set)
    found = Claim.objects.filter(ticket__in={ticket.pk for _, ticket in pairs}, ended_at=None)
    for ticket_id, kind in found.values_list("ticket_id", "kind"):
        kinds[ticket_id].add(kind)
    for occasion, ticket in pairs:
        named = occasion.what.get("claim")
        yield {"claim_kind": tuple(sorted(kinds[ticket.pk] | ({named} if named else set())))}


def _counted(rows: "QuerySet[Ticket] | QuerySet[Claim]", by: str) -> Counter[int]:
    return Counter(dict(rows.order_by().values(by).annotate(n=Count("pk")).values_list(by, "n")))


def _orders(buyers: set[int]) -> Counter[int]:
    """Of each buyer, under any of his names."""
    handles = BuyerHandle.objects.filter(buyer__in=buyers).exclude(handle="")
    whose = {(account, handle): buyer for account, handle, buyer in handles.values_list("account", "handle", "buyer")}
    if not whose:
        return Counter()
    orders = Order.objects.filter(
        account__in={account for account, _ in whose}, buyer_handle__in={handle for _, handle in whose}
    ).exclude(placed_at=None)
    found: Counter[int] = Counter()
    rows = orders.order_by().values("account", "buyer_handle").annotate(n=Count("pk"))
    for account, handle, n in rows.values_list("account", "buyer_handle", "n"):
        if (buyer := whose.get((account, handle))) is not None:
            found[buyer] += n
    return found
