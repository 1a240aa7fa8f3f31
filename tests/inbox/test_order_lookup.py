"""Orders are looked up in the background: once when asked for, again when stale, with the reason when it fails."""

from datetime import timedelta

import pytest
from django.utils import timezone

from connectors.amazon.simulator import AmazonSimulator
from connectors.models import Account, AccountState
from connectors.simulation import Trouble
from inbox.models import Order, Ticket
from inbox.orders import lookup
from tests.amazon import ORDER, amazon, buys, lamps  # noqa: F401
from tests.make import make_account, make_order, make_ticket

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def about_order(lamps: Account) -> Ticket:  # noqa: F811
    return make_ticket(account=lamps, order_id=ORDER, updated_at=timezone.now())


def test_an_order_that_is_asked_for_arrives(about_order: Ticket, amazon: AmazonSimulator) -> None:  # noqa: F811
    buys(amazon)
    lookup.ask_for_order(about_order, NOW)

    assert lookup.fetch_due(NOW) == 1

    order = Order.objects.get()
    assert (order.external_id, order.items[0]["title"], order.problem) == (ORDER, "Lampe de bureau", "")
    assert order.next_try_at is None


def test_the_order_of_a_new_ticket_is_asked_for_without_anybody_looking(
    about_order: Ticket,
    amazon: AmazonSimulator,  # noqa: F811
) -> None:
    buys(amazon)

    assert lookup.fetch_due(timezone.now()) == 1
    assert Order.objects.get().placed_at


def test_asking_again_within_half_an_hour_changes_nothing(about_order: Ticket) -> None:
    make_order(account=about_order.account, external_id=ORDER, asked_at=NOW - timedelta(minutes=20))

    lookup.ask_for_order(about_order, NOW)

    assert Order.objects.get().next_try_at is None


def test_a_stale_order_is_asked_for_again(about_order: Ticket) -> None:
    make_order(account=about_order.account, external_id=ORDER, asked_at=NOW - timedelta(minutes=40))

    lookup.ask_for_order(about_order, NOW)

    assert Order.objects.get().next_try_at == NOW


def test_an_order_amazon_does_not_know_says_so(about_order: Ticket) -> None:
    lookup.ask_for_order(about_order, NOW)

    assert lookup.fetch_due(NOW) == 0

    order = Order.objects.get()
    assert (order.problem, order.next_try_at) == (lookup.NOT_THERE, None)


def test_a_marketplace_that_is_busy_is_asked_again_later(
    about_order: Ticket,
    amazon: AmazonSimulator,  # noqa: F811
) -> None:
    buys(amazon)
    lookup.ask_for_order(about_order, NOW)
    amazon.trouble(Trouble.UNAVAILABLE, path="/orders/")

    assert lookup.fetch_due(NOW) == 0

    order = Order.objects.get()
    assert order.attempts == 1
    assert order.next_try_at
    assert order.next_try_at > NOW
    assert lookup.fetch_due(order.next_try_at) == 1


def test_an_account_without_an_application_keeps_its_messages(about_order: Ticket) -> None:
    account = about_order.account
    account.credentials.pop("spapi")
    account.save()
    lookup.ask_for_order(about_order, NOW)

    lookup.fetch_due(NOW)

    account.refresh_from_db()
    assert account.state == AccountState.OK
    assert "no Selling Partner API application" in Order.objects.get().problem


def test_a_ticket_without_an_order_asks_for_nothing(lamps: Account) -> None:  # noqa: F811
    lookup.ask_for_order(make_ticket(account=lamps), NOW)

    assert not Order.objects.exists()


def test_a_marketplace_without_order_look_up_is_not_asked(db: None) -> None:
    mailbox = make_account(marketplace="email")
    lookup.ask_for_order(make_ticket(account=mailbox, order_id="12-345"), NOW)

    assert not Order.objects.exists()
