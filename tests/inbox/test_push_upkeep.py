"""Destination and subscriptions follow what is wanted on the page, whatever the marketplace does meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from connectors import accounts
from connectors.models import Account, AccountState, PushDestination, PushEntry, PushSubscription, Stream
from connectors.push import PushState
from connectors.simulation import BuyerWrites, Trouble
from inbox.arriving.ingest import Counts
from inbox.models import Ticket
from inbox.pulling import pull, pull_times
from inbox.push import pushes, subscriptions, trust, upkeep
from tests.launcher.stack import wait_for
from tests.make import HOUR, NINE, make_user

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture
def counter(live_server: LiveServer, settings: Any) -> str:
    """Guichet serving on loopback, where the simulated eBay can reach it."""
    settings.PUBLIC_URL = live_server.url
    make_user(role="owner", email="owner@shop.test")
    return str(live_server.url)


@pytest.fixture
def shop_on(counter: str, shop: Account) -> Account:
    """The account velo_shop with pushes switched on and set up."""
    Account.objects.filter(id=shop.id).update(identity={"username": "velo_shop"}, state_since=NINE)
    upkeep.switch_on(shop, now=NINE)
    look_after(NINE)
    shop.refresh_from_db()
    return shop


def look_after(now: Any) -> None:
    """What the tick does."""
    for destination_id in upkeep.claim_due(now):
        upkeep.look_after(destination_id, now=now)


def new_message_subscription() -> PushSubscription:
    return PushSubscription.objects.get(topic="NEW_MESSAGE")


def interval(account: Account) -> timedelta:
    """How long the messages wait for the next look after one at nine that found nothing."""
    stream = account.streams.get(name="messages")
    facts = next(facts for facts in account.connector_class.streams if facts.name == "messages")
    pull_times.succeeded(account, stream, facts, Counts(), NINE)
    stream.refresh_from_db()
    assert stream.next_pull_at is not None
    return stream.next_pull_at - NINE


# --- the whole way


def test_a_message_comes_in_by_push_alone(shop_on: Account, simulator: Any) -> None:
    Stream.objects.filter(account=shop_on).update(next_pull_at=timezone.now() + DAY, last_tried_at=NINE - HOUR)
    simulator.buyer_writes(BuyerWrites("velo_shop", "anna", "Où est mon colis ?"))
    wait_for(lambda: PushEntry.objects.filter(topic="NEW_MESSAGE").exists())
    now = PushEntry.objects.get().received_at
    assert pull_times.claim_due(now) == []
    [(account_id, _slug)] = pushes.process(PushEntry.objects.get().id, now=now)
    pull.pull_claimed(Account.objects.get(id=account_id), now=now)
    assert "Où est mon colis ?" in Ticket.objects.get().snippet


def test_a_test_from_the_page_comes_through(shop_on: Account, simulator: Any) -> None:
    assert upkeep.ask_for_test(shop_on, now=NINE)
    wait_for(lambda: PushEntry.objects.exists())
    assert pushes.process(PushEntry.objects.get().id, now=PushEntry.objects.get().received_at) == []


# --- setting up


def test_switching_on_sets_up_destination_and_subscriptions(shop_on: Account, counter: str) -> None:
    row = PushDestination.objects.get()
    assert (row.state, row.problem, row.endpoint) == (PushState.ON, "", f"{counter}/push/ebay/")
    assert set(shop_on.push_subscriptions.values_list("state", flat=True)) == {PushState.ON}
    assert PushSubscription.objects.filter(account=None, state=PushState.ON).count() == 2


def test_looking_again_changes_nothing_and_asks_little(shop_on: Account, simulator: Any) -> None:
    simulator.calls.clear()
    look_after(NINE + HOUR)
    asked = [call for call in simulator.calls if "/notification/" in call]
    assert [call.split("/")[-2] for call in asked] == ["v1", "destination"]
    assert len(simulator.pushes.subscriptions) == PushSubscription.objects.count() == 6


def test_an_address_that_is_not_public_is_said_before_anything_is_asked(
    shop: Account, simulator: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MARKETPLACES = {
        **settings.MARKETPLACES,
        "ebay": {**settings.MARKETPLACES["ebay"], "EBAY_PUSH_TO_LOOPBACK": ""},
    }
    upkeep.switch_on(shop, now=NINE)
    look_after(NINE)
    row = PushDestination.objects.get()
    assert "GUICHET_PUBLIC_URL" in row.problem
    assert not any("/notification/" in call for call in simulator.calls)
    assert row.next_check_at == NINE + upkeep.AFTER_A_PROBLEM


def test_a_destination_that_was_given_up_is_set_right(shop_on: Account, simulator: Any) -> None:
    simulator.mark_down(PushDestination.objects.get().external_id)
    look_after(NINE + HOUR)
    row = PushDestination.objects.get()
    assert row.repaired_at == NINE + HOUR
    assert simulator.pushes.destinations[row.external_id].status == "ENABLED"


def test_a_subscription_that_ebay_has_lost_is_made_anew_within_a_day(shop_on: Account, simulator: Any) -> None:
    simulator.pushes.subscriptions.clear()
    look_after(NINE + HOUR)
    assert simulator.pushes.subscriptions == {}
    PushDestination.objects.update(next_check_at=NINE + DAY)
    look_after(NINE + DAY)
    assert len(simulator.pushes.subscriptions) == 6


def test_an_address_that_has_changed_is_told_to_the_marketplace(
    shop_on: Account, simulator: Any, settings: Any
) -> None:
    settings.PUBLIC_URL = settings.PUBLIC_URL.replace("localhost", "127.0.0.1")
    PushDestination.objects.update(next_check_at=NINE + HOUR)
    look_after(NINE + HOUR)
    row = PushDestination.objects.get()
    assert row.problem == ""
    assert simulator.pushes.destinations[row.external_id].endpoint == row.endpoint == upkeep.endpoint_url("ebay")


def test_switching_off_ends_the_sellers_subscriptions_and_keeps_the_installations(
    shop_on: Account, simulator: Any
) -> None:
    upkeep.switch_off(shop_on, now=NINE + HOUR)
    look_after(NINE + HOUR)
    assert not shop_on.push_subscriptions.exists()
    assert {each.owner for each in simulator.pushes.subscriptions.values()} == {""}


def test_one_sellers_trouble_stops_no_other(shop_on: Account, simulator: Any) -> None:
    other = accounts.connect("ebay", name="Lampes", credentials=simulator.add_seller("lamp_shop"), now=NINE)
    upkeep.switch_on(shop_on, now=NINE + HOUR)
    upkeep.switch_on(other, now=NINE + HOUR)
    simulator.revoke("velo_shop")
    look_after(NINE + HOUR)
    assert all(subscription.problem for subscription in shop_on.push_subscriptions.all())
    assert {subscription.problem for subscription in other.push_subscriptions.all()} == {""}


def test_an_account_with_other_keys_is_told_so(shop_on: Account, simulator: Any) -> None:
    credentials = {**simulator.add_seller("lamp_shop"), "client_id": "another-keyset"}
    other = accounts.connect("ebay", name="Lampes", credentials=credentials, now=NINE)
    upkeep.switch_on(other, now=NINE + HOUR)
    look_after(NINE + HOUR)
    assert set(other.push_subscriptions.values_list("problem", flat=True)) == {subscriptions.OTHER_KEYS}


def test_ebay_in_trouble_is_asked_again_soon_and_keeps_what_is_known(shop_on: Account, simulator: Any) -> None:
    simulator.trouble(Trouble.UNAVAILABLE, path="/notification/")
    look_after(NINE + HOUR)
    row = PushDestination.objects.get()
    assert row.problem
    assert (row.state, row.next_check_at) == (PushState.ON, NINE + HOUR + upkeep.AFTER_A_PROBLEM)
    look_after(NINE + 2 * HOUR)
    assert PushDestination.objects.get().problem == ""


# --- polling


def test_while_pushes_come_messages_are_polled_less_often(shop_on: Account) -> None:
    facts = next(facts for facts in shop_on.connector_class.streams if facts.name == "messages")
    assert facts.busy * 3 < interval(shop_on) <= timedelta(minutes=16.5)
    assert trust.relied_upon(shop_on, now=NINE)


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ("subscription", {"state": PushState.OFF}),
        ("subscription", {"problem": "no"}),
        ("destination", {"state": PushState.OFF}),
        ("destination", {"problem": "eBay did not answer"}),
        ("destination", {"checked_at": NINE - 4 * HOUR}),
        ("destination", {"checked_at": None}),
        ("subscription", {"missed_at": NINE}),
        ("subscription", {"missed_at": NINE, "last_received_at": NINE - HOUR}),
    ],
)
def test_any_doubt_brings_polling_back(shop_on: Account, row: str, values: dict[str, Any]) -> None:
    model = {"subscription": PushSubscription, "destination": PushDestination}[row]
    model._default_manager.all().update(**values)
    assert interval(shop_on) < timedelta(minutes=4)
    assert not trust.relied_upon(shop_on, now=NINE)


def test_what_no_push_announced_brings_polling_back_until_the_next_push(shop_on: Account) -> None:
    stream = shop_on.streams.get(name="messages")
    Stream.objects.filter(id=stream.id).update(last_success_at=NINE - HOUR)
    stream.refresh_from_db()
    facts = next(facts for facts in shop_on.connector_class.streams if facts.name == "messages")
    pull_times.succeeded(shop_on, stream, facts, Counts(new=1), NINE)
    assert new_message_subscription().missed_at == NINE
    assert interval(shop_on) < timedelta(minutes=4)
    PushSubscription.objects.filter(topic="NEW_MESSAGE").update(last_received_at=NINE + timedelta(seconds=1))
    assert interval(shop_on) > timedelta(minutes=9)


def test_what_a_push_announced_is_no_reason_for_doubt(shop_on: Account) -> None:
    stream = shop_on.streams.get(name="messages")
    Stream.objects.filter(id=stream.id).update(last_success_at=NINE - HOUR)
    stream.refresh_from_db()
    PushSubscription.objects.filter(topic="NEW_MESSAGE").update(last_received_at=NINE - timedelta(seconds=2))
    facts = next(facts for facts in shop_on.connector_class.streams if facts.name == "messages")
    pull_times.succeeded(shop_on, stream, facts, Counts(new=1), NINE)
    assert new_message_subscription().missed_at is None


def test_streams_that_no_topic_tells_all_of_are_polled_as_always(shop_on: Account) -> None:
    stream = shop_on.streams.get(name="claims")
    assert not trust.after_pull(shop_on, stream, now=NINE, found_new=False)


def test_an_account_that_must_sign_in_keeps_its_subscriptions(shop_on: Account, simulator: Any) -> None:
    Account.objects.filter(id=shop_on.id).update(state=AccountState.SIGN_IN)
    look_after(NINE + HOUR)
    assert shop_on.push_subscriptions.count() == 4
