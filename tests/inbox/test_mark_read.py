"""Marking as read at the marketplace: only when an agent opened the ticket, and only if the account says so."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.utils import timezone

from config import celery_app
from connectors.ebay.simulator import EbaySimulator
from connectors.models import Account
from connectors.simulation import BuyerWrites
from inbox.models import Ticket, User
from inbox.pulling import pull

Commits = Callable[..., AbstractContextManager[object]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread_id(shop: Account, simulator: EbaySimulator, client: Client, agent: User) -> Iterator[str]:
    celery_app.conf.task_always_eager = True
    client.force_login(agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    written = simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Bonjour, où est mon colis ?"))
    yield written.thread_id
    celery_app.conf.task_always_eager = False


def open_ticket(client: Client, shop: Account) -> None:
    pull.pull_account(shop, now=timezone.now())
    Ticket.objects.update(unread=True)
    client.get(f"/tickets/{Ticket.objects.get().id}/")


def test_by_default_the_marketplace_is_told_nothing(
    thread_id: str, shop: Account, simulator: EbaySimulator, client: Client, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        open_ticket(client, shop)
    assert simulator.unread(thread_id) == 1


def test_an_account_that_wants_it_is_marked_read_when_an_agent_opens_the_ticket(
    thread_id: str, shop: Account, simulator: EbaySimulator, client: Client, django_capture_on_commit_callbacks: Commits
) -> None:
    Account.objects.update(marks_read=True)
    with django_capture_on_commit_callbacks(execute=True):
        open_ticket(client, shop)
    assert simulator.unread(thread_id) == 0


def test_pulling_alone_marks_nothing_read(shop: Account, simulator: EbaySimulator, thread_id: str) -> None:
    Account.objects.update(marks_read=True)
    pull.pull_account(shop, now=timezone.now())
    assert simulator.unread(thread_id) == 1
