"""A simulated Amazon with one seller, for tests of pages and background work. Import the fixtures by name."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors import accounts
from connectors.amazon.simulator import AmazonSimulator
from connectors.models import Account
from connectors.simulation import BuyerOrders, BuyerWrites
from inbox.models import Ticket
from inbox.pulling import pull

SELLER = "lampes"
BUYER = "Jeanne Petit"
ORDER = "402-1234567-1234567"
DAY = timedelta(days=1)


@pytest.fixture
def amazon(settings: Settings) -> Iterator[AmazonSimulator]:
    """Seller Central by mail and the Selling Partner API by HTTP, with the settings pointing there."""
    simulated = AmazonSimulator()
    simulated.start()
    settings.MARKETPLACES = {
        **settings.MARKETPLACES,
        "amazon": {**settings.MARKETPLACES["amazon"], **simulated.environment()},
    }
    yield simulated
    simulated.stop()


@pytest.fixture
def lamps(amazon: AmazonSimulator, db: None) -> Account:
    """An account at the simulated Amazon; nothing pulled yet."""
    return accounts.connect("amazon", name="Lampes", credentials=amazon.add_seller(SELLER), now=timezone.now())


def buys(amazon: AmazonSimulator, *, at: datetime | None = None, price: str = "39.80") -> None:
    at = at or datetime.now(UTC) - 2 * DAY
    order = BuyerOrders(SELLER, BUYER, ORDER, "L-2", "Lampe de bureau", Decimal(price), language="fr", at=at)
    amazon.places_order(order)


def asks(amazon: AmazonSimulator, account: Account, text: str = "Bonjour, où est ma lampe ?") -> Ticket:
    """The buyer writes about the order, and we look."""
    at = timezone.now()
    amazon.buyer_writes(
        BuyerWrites(
            SELLER, BUYER, text, order_id=ORDER, item_title="Lampe de bureau", language="fr", at=at - timedelta(hours=1)
        )
    )
    pull.pull_account(account, now=at)
    return Ticket.objects.get(account=account, kind="message")
