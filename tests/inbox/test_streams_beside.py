"""A stream beside the messages that cannot be read: said, and nothing else is held up by it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from connectors.models import Account, AccountState
from connectors.simulation import BuyerWrites, Simulator, Trouble
from inbox.accounts.health import account_health
from inbox.models import Ticket
from inbox.pulling import backfill, pull

pytestmark = pytest.mark.django_db

ORDERS = "/sell/fulfillment/v1/order"


@pytest.fixture(autouse=True)
def orders_are_away(shop: Account, simulator: Simulator) -> None:
    simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Où est mon colis ?"))
    simulator.trouble(Trouble.SERVER_ERROR, times=1000, path=ORDERS)


def test_messages_come_in_and_the_account_is_in_sync(shop: Account) -> None:
    report = pull.pull_account(shop, now=timezone.now())
    shop.refresh_from_db()
    assert (shop.state, report.problem) == (AccountState.OK, "")
    assert [missed.split(":")[0] for missed in report.missed] == ["Orders could not be read"]
    assert Ticket.objects.count() == 1


def test_the_account_says_what_could_not_be_read(shop: Account) -> None:
    pull.pull_account(shop, now=timezone.now())
    with override("en"):
        health = account_health(shop, timezone.now())
    assert health.could_look
    assert any(sentence.startswith("Orders could not be read") for sentence in health.missing)


def test_a_back_fill_reads_the_rest_and_ends(shop: Account) -> None:
    now = timezone.now()
    asked = backfill.ask(shop, since=now - timedelta(days=2), until=now, now=now)
    backfill.run(asked, now=now)
    asked.refresh_from_db()
    assert asked.finished_at is not None
    assert asked.problem.startswith("Orders could not be read: ")
    assert Ticket.objects.count() == 1
