"""The order beside a conversation: what was bought, for how much, and where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from connectors.abilities import LooksUpOrders
from inbox.models import Order, Ticket
from inbox.money_words import money
from inbox.time_words import exact, moment
from inbox.views.order_words import fulfilled_words, state_words
from inbox.views.sentences import in_own_language


@dataclass(frozen=True)
class ItemLine:
    title: str
    about: str
    price: str


@dataclass(frozen=True)
class Fact:
    """exact: the instant in full, where the value is a moment."""

    label: str
    value: str
    exact: str = ""
    late: bool = False


@dataclass(frozen=True)
class OrderPanel:
    """news: why nothing, or nothing newer, is shown; empty when all is well."""

    id: str
    state: str
    items: Sequence[ItemLine]
    total: str
    facts: Sequence[Fact]
    cancel_requested: bool
    news: str


def order_panel(ticket: Ticket, order: Order | None, *, now: datetime) -> OrderPanel | None:
    """order: the row of the ticket's order, known or only asked for. None if the ticket has no order."""
    if not ticket.order_id:
        return None
    if order is None or order.placed_at is None:
        return OrderPanel(ticket.order_id, "", (), "", (), cancel_requested=False, news=_news(ticket, order))
    return OrderPanel(
        id=order.external_id,
        state=state_words(order.state),
        items=[_item_line(item) for item in order.items],
        total=money(order.total, order.currency),
        facts=_facts(order, marketplace=ticket.account.marketplace_label, now=now),
        cancel_requested=order.cancel_requested,
        news=_news(ticket, order),
    )


def _news(ticket: Ticket, order: Order | None) -> str:
    if order is not None and order.problem:
        return _("Could not be looked up: %(reason)s") % {"reason": in_own_language(order.problem)}
    if order is not None and order.next_try_at and order.placed_at is None:
        return _("Asking %(marketplace)s…") % {"marketplace": ticket.account.marketplace_label}
    if order is None and issubclass(ticket.account.connector_class, LooksUpOrders):
        return _("Not looked up yet.")
    return ""


def _item_line(item: dict[str, Any]) -> ItemLine:
    quantity = item.get("quantity") or 1
    about = [f"{quantity} ×" if quantity != 1 else "", item.get("sku") or item.get("item_id") or ""]
    return ItemLine(
        title=item.get("title") or item.get("item_id") or "",
        about=" ".join(part for part in about if part),
        price=money(item.get("price"), item.get("currency") or ""),
    )


def _facts(order: Order, *, marketplace: str, now: datetime) -> list[Fact]:
    unshipped = order.shipped_at is None
    moments = [
        Fact(_("Placed"), _at(order.placed_at, now), _exact(order.placed_at)),
        Fact(
            _("Ship by"),
            _at(order.ship_by, now) if unshipped else "",
            _exact(order.ship_by),
            late=order.ship_by is not None and unshipped and order.ship_by < now,
        ),
        Fact(_("Shipped"), _at(order.shipped_at, now), _exact(order.shipped_at)),
        Fact(_("Promised by"), _at(order.deliver_by, now), _exact(order.deliver_by)),
    ]
    rest = [
        Fact(_("Carrier"), order.carrier),
        Fact(_("Tracking"), order.tracking),
        Fact(_("Sent by"), fulfilled_words(order.fulfilled_by, marketplace=marketplace)),
        Fact(pgettext("of an order", "To"), ", ".join(part for part in (order.city, order.country) if part)),
        Fact(_("Channel"), order.channel),
    ]
    return [fact for fact in (*moments, *rest) if fact.value]


def _at(at: datetime | None, now: datetime) -> str:
    return moment(at, now=now) if at else ""


def _exact(at: datetime | None) -> str:
    return exact(at) if at else ""
