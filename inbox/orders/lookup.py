"""Look up the orders that tickets are about, in the background: a page never waits for a marketplace.

A row of `Order` with `next_try_at` is one to fetch; what comes back goes the way of everything that is
fetched (inbox/arriving/ingest.py), though without the account's lock, since an order touches no conversation.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_noop

from connectors.abilities import LooksUpOrders
from connectors.accounts import connector_for
from connectors.base import Connector
from connectors.errors import MarketplaceError, TryLater
from connectors.incoming import RawPayload
from connectors.locks import advisory_lock_or_not
from connectors.models import Account, AccountState
from connectors.registry import connectors
from inbox.arriving.ingest import ingest
from inbox.changes import bump_on_commit
from inbox.models import Order, Ticket
from inbox.tickets.about import order_of

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(minutes=30)
"""An order that somebody looks at is asked for again when the last time was longer ago."""
NEWS_OF = timedelta(days=1)
MOST_ATTEMPTS = 8
FIRST_BACK_OFF = timedelta(seconds=30)
NOT_THERE = gettext_noop("the marketplace does not know this order, or shows it to nobody")
_AWAY = (AccountState.PAUSED, AccountState.SIGN_IN)


def ask_for_order(ticket: Ticket, now: datetime) -> Order | None:
    """Ask for the order of a ticket that somebody looks at, unless it was asked for a short while ago.

    Returns what is known of it, perhaps only that it is asked for; None if there is none, or nobody to ask.
    """
    if not ticket.order_id or not issubclass(ticket.account.connector_class, LooksUpOrders):
        return None
    order = order_of(ticket)
    if order is None:
        order, _ = Order.objects.get_or_create(
            account_id=ticket.account_id,
            channel=ticket.channel,
            external_id=ticket.order_id,
            defaults={"asked_at": now, "next_try_at": now},
        )
    elif not (order.next_try_at or (order.asked_at and now - order.asked_at < STALE_AFTER)):
        Order.objects.filter(pk=order.pk, next_try_at=None).update(asked_at=now, next_try_at=now, attempts=0)
    return order


def fetch_due(now: datetime, *, at_most: int = 20) -> int:
    """Fetch the orders that are due; one worker at a time. Returns how many arrived."""
    with advisory_lock_or_not("orders") as taken:
        if not taken:
            return 0
        _ask_for_new(now)
        due = Order.objects.filter(next_try_at__lte=now).exclude(account__state__in=_AWAY)
        return sum(fetch(order, now=now) for order in due.select_related("account").order_by("next_try_at")[:at_most])


def fetch(order: Order, *, now: datetime) -> bool:
    """Fetch one order; False if it did not come. Why, is kept in words.

    An account without access to orders goes on with its messages: only the order says so.
    """
    connector = connector_for(order.account)
    if not isinstance(connector, LooksUpOrders):
        _give_up(order, "")
        return False
    try:
        payload = connector.fetch_order(order.external_id)
    except TryLater as error:
        _postpone(order, error, now)
    except MarketplaceError as error:
        log.info("order of account %s: not fetched (%s)", order.account_id, type(error).__name__)
        _give_up(order, str(error))
    else:
        if payload is not None:
            _store(order, payload, connector, now)
            return True
        _give_up(order, NOT_THERE)
    return False


def _ask_for_new(now: datetime) -> None:
    """Rows for the orders of tickets that changed lately and whose order nobody has asked for."""
    slugs = [slug for slug, connector in connectors().items() if issubclass(connector, LooksUpOrders)]
    if not slugs:
        return
    known = Order.objects.filter(account=OuterRef("account"), external_id=OuterRef("order_id"))
    known_there = known.filter(Q(channel="") | Q(channel=OuterRef("channel")))
    accounts = Account.objects.filter(marketplace__in=slugs).exclude(state__in=_AWAY)
    tickets = Ticket.objects.unsolved().filter(account__in=accounts, updated_at__gte=now - NEWS_OF)
    unasked = tickets.exclude(order_id="").exclude(Exists(known_there)).exclude(Q(channel="") & Exists(known))
    names = unasked.values_list("account_id", "channel", "order_id")[:100]
    Order.objects.bulk_create(
        [
            Order(account_id=account_id, channel=channel, external_id=order_id, asked_at=now, next_try_at=now)
            for account_id, channel, order_id in set(names)
        ],
        ignore_conflicts=True,
    )


def _store(order: Order, payload: RawPayload, connector: Connector, now: datetime) -> None:
    with transaction.atomic():
        ingest(order.account, [payload], read=connector.read, now=now, quiet=True)
        _settle(order, next_try_at=None, attempts=0, problem="")


def _postpone(order: Order, error: TryLater, now: datetime) -> None:
    if order.attempts + 1 >= MOST_ATTEMPTS:
        _give_up(order, str(error))
        return
    back_off = max(error.wait or timedelta(0), FIRST_BACK_OFF * 2**order.attempts)
    _settle(order, next_try_at=now + back_off, attempts=order.attempts + 1)


def _give_up(order: Order, problem: str) -> None:
    """Until somebody looks at the ticket again."""
    _settle(order, next_try_at=None, attempts=0, problem=problem)


def _settle(order: Order, **columns: object) -> None:
    Order.objects.filter(pk=order.pk).update(**columns)
    tickets = Ticket.objects.filter(account_id=order.account_id, order_id=order.external_id)
    bump_on_commit(tickets.values_list("id", flat=True))
