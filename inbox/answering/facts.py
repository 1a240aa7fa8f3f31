"""What a template may say about a ticket: the facts that the database holds, by the names of placeholders.py."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from inbox.models import Message, MessageDirection, Order, Ticket, User
from inbox.orders.states import SHIPPED, is_in
from inbox.tickets.about import order_of, orders_by_ticket
from templates_app.filling.plain import Money
from templates_app.models import ShopFacts

WITHDRAWAL_DAYS: Final = 14
"""Code de la consommation, L221-18: from the day after receipt."""
REFUND_DAYS: Final = 14
"""L221-24: after the seller was told."""
GUARANTEE_YEARS: Final = 2
"""L217-3: from delivery."""
REPAIR_DAYS: Final = 30
"""L217-10: from the request."""


def facts_of(ticket: Ticket, *, by: User | None, now: datetime) -> dict[str, Any]:
    """What is known of this ticket, by root and name; what is not known is None.

    ticket: with its account. by: who answers; None = the shop by itself.
    """
    return facts_of_many([ticket], by=by, now=now)[ticket.pk]


def facts_of_many(tickets: Sequence[Ticket], *, by: User | None, now: datetime) -> dict[int, dict[str, Any]]:
    """The same of several, by ticket id; four queries at most. tickets: with their account."""
    prefetch_related_objects(tickets, "buyer")
    orders, written, shop = orders_by_ticket(tickets), _last_written(tickets), ShopFacts.current()
    return {
        ticket.pk: _facts(ticket, orders.get(ticket.pk) or Order(), written.get(ticket.pk), shop, by=by, now=now)
        for ticket in tickets
    }


def currency_of(ticket: Ticket) -> str:
    """The currency of what is asked and answered on this ticket."""
    order = order_of(ticket)
    return (order.currency if order else "") or "EUR"


def _facts(
    ticket: Ticket, known: Order, written_on: date | None, shop: ShopFacts, *, by: User | None, now: datetime
) -> dict[str, Any]:
    """known: the ticket's order, empty if nothing is known of it. written_on: when the buyer wrote last."""
    items = [_item(item) for item in known.items]
    return {
        "ticket": {
            "number": ticket.pk,
            "subject": ticket.subject,
            "marketplace": ticket.account.marketplace_label,
            "written_on": written_on,
        },
        "buyer": {"name": _called(ticket, known)},
        "order": _order(ticket, known, now=now),
        "item": items[0] if items else {},
        "items": items,
        "tracking": {"number": known.tracking, "carrier": known.carrier},
        "shop": {"name": shop.name or ticket.account.name, "return_address": shop.return_address},
        "agent": {"name": str(by), "first_name": by.first_name or str(by)} if by else {},
        "law": _law(shop, written_on, now=now),
    }


def _order(ticket: Ticket, order: Order, *, now: datetime) -> dict[str, Any]:
    is_shipped = order.shipped_at is not None or is_in(order.state, SHIPPED)
    return {
        "number": ticket.order_id,
        "placed_on": _day(order.placed_at),
        "total": Money(order.total, order.currency) if order.total is not None else None,
        "city": order.city,
        "ship_by": _day(order.ship_by),
        "shipped_on": _day(order.shipped_at),
        "promised_on": _day(order.deliver_by),
        "is_shipped": is_shipped,
        "is_late": order.deliver_by is not None and order.deliver_by < now,
    }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": item.get("title") or "",
        "quantity": item.get("quantity") or 1,
        "price": _price(item.get("price"), item.get("currency") or ""),
    }


def _price(amount: str | None, currency: str) -> Money | None:
    """amount: a text, as orders keep it."""
    try:
        value = Decimal(amount) if amount else None
    except InvalidOperation:
        return None
    return Money(value, currency) if value is not None and value.is_finite() else None


def _law(shop: ShopFacts, written_on: date | None, *, now: datetime) -> dict[str, Any]:
    return {
        "today": _day(now),
        "withdrawal_days": WITHDRAWAL_DAYS,
        "refund_days": REFUND_DAYS,
        "refund_by": written_on + timedelta(days=REFUND_DAYS) if written_on else None,
        "guarantee_years": GUARANTEE_YEARS,
        "repair_days": REPAIR_DAYS,
        "repair_by": written_on + timedelta(days=REPAIR_DAYS) if written_on else None,
        "mediator": shop.mediator,
        "mediator_address": shop.mediator_address,
    }


def _called(ticket: Ticket, order: Order) -> str:
    """A name to greet somebody by: never a user name, nor what an erased buyer is called."""
    if ticket.is_erased:
        return ""
    name = " ".join((ticket.buyer.name or order.buyer_name).split())
    if not name or name == ticket.buyer.handle or any(sign in name for sign in "_@0123456789"):
        return ""
    return name.title() if name.isupper() else name


def _last_written(tickets: Sequence[Ticket]) -> dict[int, date | None]:
    """On which day each buyer wrote last, by ticket id."""
    incoming = Message.objects.filter(ticket__in=[ticket.pk for ticket in tickets], direction=MessageDirection.IN)
    newest = incoming.order_by().values_list("ticket_id").annotate(Max("written_at"))
    return {ticket_id: _day(written_at) for ticket_id, written_at in newest}


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None
