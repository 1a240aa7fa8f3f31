"""With Redis away the counter stays open: pages, log-in and the API work, and /readyz says what is missing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors.models import Account
from connectors.simulation import BuyerWrites, Simulator
from inbox.models import Message, Ticket, User
from inbox.models.token import create_token
from inbox.pulling import pull
from tests.make import PASSWORD

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _redis_is_away(settings: Settings) -> None:
    nowhere = {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock"}
    settings.CACHES = {"default": nowhere}


@pytest.mark.parametrize("name", ["queue", "list_changes", "outbox", "accounts", "people", "settings"])
def test_pages_are_shown(client: Client, owner: User, ticket: Ticket, name: str) -> None:
    client.force_login(owner)
    assert client.get(reverse(name)).status_code in (200, 204)


def test_somebody_can_log_in_and_stays_logged_in(client: Client, owner: User) -> None:
    answer = client.post(reverse("account_login"), {"login": owner.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(reverse("queue")).status_code == 200


def test_a_reply_is_queued_over_the_api(client: Client, agent: User, ticket: Ticket) -> None:
    headers = {"Authorization": f"Bearer {create_token(agent)}", "Idempotency-Key": "k"}
    path = f"/api/v1/tickets/{ticket.pk}/replies"
    answer = client.post(path, {"body": "Demain."}, "application/json", headers=headers)
    assert answer.status_code == 202
    assert Message.objects.filter(delivery="queued").count() == 1


def test_pull_now_makes_the_account_due_though_no_worker_can_be_told(
    client: Client, owner: User, account: Account
) -> None:
    client.force_login(owner)
    assert client.post(reverse("account_pull", args=[account.pk])).status_code == 302
    assert account.streams.exclude(next_pull_at=None).exists()


def test_buyers_messages_are_taken_in(shop: Account, simulator: Simulator) -> None:
    simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Bonjour ?"))
    assert pull.pull_account(shop, now=timezone.now()).problem == ""
    assert Ticket.objects.count() == 1


def test_readyz_names_what_is_missing(client: Client, owner: User) -> None:
    client.force_login(owner)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "redis": "away"})
    assert client.get("/healthz").status_code == 200
