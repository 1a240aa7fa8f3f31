"""Pushes on the page of an account: said in words, switched on and off by who may, tested."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account, PushDestination, PushSubscription
from connectors.push import PushState
from inbox.models import User
from tests.make import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, lead: User) -> Client:
    """A team lead who reads English."""
    User.objects.filter(pk=lead.pk).update(language="en")
    client.force_login(lead)
    return client


@pytest.fixture
def wanting(shop: Account) -> Account:
    """An account whose pushes work."""
    now = timezone.now()
    Account.objects.filter(id=shop.id).update(wants_push=True, identity={"username": "velo_shop"})
    row = PushDestination.objects.create(
        slug="ebay",
        endpoint="http://127.0.0.1:8000/push/ebay/",
        verification_token="secret-token",
        external_id="7001",
        state=PushState.ON,
        checked_at=now,
        last_received_at=now,
    )
    PushSubscription.objects.create(
        destination=row, account=shop, topic="NEW_MESSAGE", external_id="9001", state=PushState.ON, checked_at=now
    )
    shop.refresh_from_db()
    return shop


def page(client: Client, account: Account) -> str:
    return client.get(reverse("account", args=[account.id])).content.decode()


def test_where_nothing_is_pushed_nothing_is_said(reader: Client) -> None:
    assert 'id="push"' not in page(reader, make_account(marketplace="amazon"))


def test_an_installation_without_a_public_address_is_told_what_it_needs(
    reader: Client, shop: Account, settings: Any
) -> None:
    settings.MARKETPLACES["ebay"]["EBAY_PUSH_TO_LOOPBACK"] = ""
    text = page(reader, shop)
    assert "GUICHET_PUBLIC_URL" in text
    assert reverse("account_push_on", args=[shop.id]) not in text


def test_it_is_switched_on_and_off(reader: Client, shop: Account) -> None:
    assert "Switch on" in page(reader, shop)
    reader.post(reverse("account_push_on", args=[shop.id]))
    shop.refresh_from_db()
    assert shop.wants_push
    assert PushDestination.objects.get().next_check_at is not None
    assert "Being set up at eBay" in page(reader, shop)
    reader.post(reverse("account_push_off", args=[shop.id]))
    shop.refresh_from_db()
    assert not shop.wants_push
    assert "Switch on" in page(reader, shop)


def test_pushes_that_come_are_said_to_come(reader: Client, wanting: Account) -> None:
    text = page(reader, wanting)
    assert "eBay tells what is new; Guichet looks by itself less often." in text
    assert "New messages" in text
    assert "last push" in text


def test_what_stands_against_it_is_said(reader: Client, wanting: Account) -> None:
    PushSubscription.objects.update(state=PushState.OFF, problem="The consent does not cover it.")
    text = page(reader, wanting)
    assert "The consent does not cover it." in text
    assert "eBay tells nothing" in text
    PushDestination.objects.update(problem="eBay refused it: Challenge verification failed")
    assert "Challenge verification failed" in page(reader, wanting)


def test_what_came_without_a_push_is_said(reader: Client, wanting: Account) -> None:
    PushSubscription.objects.update(missed_at=timezone.now())
    text = page(reader, wanting)
    assert "On, but not relied upon" in text
    assert "something new came that no push had announced" in text


def test_a_destination_that_had_been_given_up_is_mentioned(reader: Client, wanting: Account) -> None:
    PushDestination.objects.update(repaired_at=timezone.now() - timedelta(hours=1))
    assert "had been given up, set right" in page(reader, wanting)


def test_a_test_that_the_marketplace_refuses_says_so(reader: Client, wanting: Account) -> None:
    answer = reader.post(reverse("account_push_test", args=[wanting.id]), follow=True)
    assert "The subscription id does not exist" in answer.content.decode()
    assert "the test has not come through yet" in page(reader, wanting)


def test_there_is_nothing_to_test_before_it_is_on(reader: Client, shop: Account) -> None:
    answer = reader.post(reverse("account_push_test", args=[shop.id]), follow=True)
    assert "There is nothing to test yet." in answer.content.decode()


@pytest.mark.parametrize("act", ["on", "off", "test"])
def test_only_who_manages_accounts_may_change_it(as_agent: Client, shop: Account, act: str) -> None:
    address = reverse(f"account_push_{act}", args=[shop.id])
    assert as_agent.post(address).status_code == 403
    assert as_agent.get(address).status_code in (403, 405)


def test_another_marketplaces_account_has_no_such_switch(reader: Client) -> None:
    account = make_account(marketplace="amazon")
    assert reader.post(reverse("account_push_on", args=[account.id])).status_code == 404
