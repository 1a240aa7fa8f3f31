"""The order beside a conversation: what was bought, for how much, and where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from connectors.abilities import LooksUpOrders
from inbox.accounts.sales_channels import channel_name
from inbox.models import Order, OrderMatch, Ticket
from inbox.orders.tracking import tracking_page
from inbox.views.buyers.order_words import fulfilled_words, has_nothing_to_ship, state_words
from inbox.views.sentences import in_own_language
from inbox.words.money import money
from inbox.words.times import exact, moment


@dataclass(frozen=True)
class ItemLine:
    title: str
    about: str
    price: str


@dataclass(frozen=True)
class Fact:
    """exact: the instant in full, where the value is a moment. href: a page of somebody else's that says more."""

    label: str
    value: str
    exact: str = ""
    late: bool = False
    href: str = ""


@dataclass(frozen=True)
class OrderPanel:
    """id: empty where the ticket is about no order. match, match_words: how sure it is; empty where it is a fact.

    note: what the buyer wrote when ordering. news: why nothing, or nothing newer, is shown; empty when all is well.
    """

    id: str
    match: str
    match_words: str
    state: str
    items: Sequence[ItemLine]
    total: str
    facts: Sequence[Fact]
    cancel_requested: bool
    note: str
    news: str


def order_panel(ticket: Ticket, order: Order | None, *, now: datetime) -> OrderPanel:
    """order: the row of the ticket's order, known or only asked for."""
    known = order if order is not None and order.placed_at is not None else Order()
    return OrderPanel(
        id=ticket.order_id,
        match=ticket.order_match,
        match_words=match_words(ticket),
        state=state_words(known.state),
        items=[_item_line(item) for item in known.items],
        total=money(known.total, known.currency),
        facts=_facts(
            known,
            marketplace=ticket.account.marketplace_label,
            channel=channel_name(ticket.account, known.channel),
            now=now,
        )
        if known.placed_at
        else (),
        cancel_requested=known.cancel_requested,
        note=known.buyer_note,
        news=_news(ticket, order),
    )


def match_words(ticket: Ticket) -> str:
    """How sure the order is, for an agent; empty where the marketplace itself names it."""
    if not ticket.order_id:
        return _("About no order, as a person said.") if ticket.order_match else ""
    words = {
        OrderMatch.SURE: _("certain: named in the text, or this buyer's only order for this item"),
        OrderMatch.LIKELY: _("likely: nearest order of this buyer for this item"),
        OrderMatch.POSSIBLE: _("possible: this buyer's only order in 90 days"),
        OrderMatch.CHOSEN: _("chosen by a person"),
    }
    return words[OrderMatch(ticket.order_match)] if ticket.order_match else ""


def _news(ticket: Ticket, order: Order | None) -> str:
    if not ticket.order_id:
        return "" if ticket.order_match else _no_order(ticket)
    if order is not None and order.problem:
        return _("Could not be looked up: %(reason)s") % {"reason": in_own_language(order.problem)}
    if order is not None and order.next_try_at and order.placed_at is None:
        return _("Asking %(marketplace)s…") % {"marketplace": ticket.account.marketplace_label}
    if order is None and issubclass(ticket.account.connector_class, LooksUpOrders):
        return _("Not looked up yet.")
    return ""


def _no_order(ticket: Ticket) -> str:
    if any(stream.name == "orders" for stream in ticket.account.connector_class.streams):
        return _("None of this buyer's orders fits: a question before the sale.")
    return _("No order is named.")


def _item_line(item: dict[str, Any]) -> ItemLine:
    quantity = item.get("quantity") or 1
    about = [f"{quantity} ×" if quantity != 1 else "", item.get("sku") or item.get("item_id") or ""]
    return ItemLine(
        title=item.get("title") or item.get("item_id") or "",
        about=" ".join(part for part in about if part),
        price=money(item.get("price"), item.get("currency") or ""),
    )


def _facts(order: Order, *, marketplace: str, channel: str, now: datetime) -> list[Fact]:
    unshipped = order.shipped_at is None and not has_nothing_to_ship(order.state)
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
        Fact(_("Tracking"), order.tracking, href=tracking_page(order.carrier, order.tracking)),
        Fact(_("Sent by"), fulfilled_words(order.fulfilled_by, marketplace=marketplace)),
        Fact(pgettext("of an order", "To"), ", ".join(part for part in (order.city, order.country) if part)),
        Fact(_("Channel"), channel),
    ]
    return [fact for fact in (*moments, *rest) if fact.value]


def _at(at: datetime | None, now: datetime) -> str:
    return moment(at, now=now) if at else ""


def _exact(at: datetime | None) -> str:
    return exact(at) if at else ""
