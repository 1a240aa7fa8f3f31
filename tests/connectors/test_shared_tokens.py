"""Octopia's tokens: one for a client id and its secret, whichever seller calls, in the database and under a lock."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors import accounts
from connectors.accounts import connector_for
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.errors import SignInAgain
from connectors.models import Account, StoredToken

SELLERS = ("ma_boutique", "ma_brocante")


@pytest.fixture
def octopia() -> Iterator[CdiscountSimulator]:
    simulator = CdiscountSimulator()
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def delegated(octopia: CdiscountSimulator, settings: Settings) -> list[Account]:
    """Two sellers who have delegated their accounts to one client id."""
    settings.MARKETPLACES = {**settings.MARKETPLACES, "cdiscount": dict(octopia.environment())}
    return [
        accounts.connect("cdiscount", name=name, credentials=octopia.add_seller(name), now=timezone.now())
        for name in SELLERS
    ]


@pytest.mark.django_db
def test_sellers_of_one_client_id_share_a_token(delegated: list[Account], octopia: CdiscountSimulator) -> None:
    assert [connector_for(account).check().name for account in delegated] == list(SELLERS)
    assert len(octopia.desk.made) == 1


@pytest.mark.django_db(transaction=True)
def test_workers_of_several_sellers_at_once_make_one_token(
    delegated: list[Account], octopia: CdiscountSimulator
) -> None:
    started = threading.Barrier(4)

    def work(account: Account) -> None:
        started.wait()
        connector_for(account).check()
        connections.close_all()

    workers = [threading.Thread(target=work, args=(account,)) for account in [*delegated, *delegated]]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(octopia.desk.made) == 1


@pytest.mark.django_db
def test_a_wrong_secret_in_one_account_is_said_and_spoils_no_other(
    delegated: list[Account], octopia: CdiscountSimulator
) -> None:
    right, wrong = delegated
    wrong.credentials = {**wrong.credentials, "client_secret": "mistyped"}
    assert connector_for(right).check().name == SELLERS[0]
    with pytest.raises(SignInAgain, match="client id and secret"):
        connector_for(wrong).check()
    assert connector_for(right).check().name == SELLERS[0]
    assert len(octopia.desk.made) == 1


@pytest.mark.django_db
def test_a_shared_token_is_renewed_before_its_end(delegated: list[Account], octopia: CdiscountSimulator) -> None:
    connector_for(delegated[0]).check()
    StoredToken.objects.update(renew_at=timezone.now())
    connector_for(delegated[1]).check()
    assert len(octopia.desk.made) == 2


@pytest.mark.django_db
def test_a_token_that_octopia_refuses_is_renewed_once_for_all(
    delegated: list[Account], octopia: CdiscountSimulator
) -> None:
    connector_for(delegated[0]).check()
    octopia.desk.tokens.clear()
    for account in delegated:
        connector_for(account).check()
    assert len(octopia.desk.made) == 2


@pytest.mark.django_db
def test_neither_client_id_nor_secret_stands_in_the_tokens_name(delegated: list[Account]) -> None:
    connector_for(delegated[0]).check()
    [stored] = StoredToken.objects.all()
    assert stored.name.startswith("cdiscount/shared/")
    assert not any(value in stored.name for value in delegated[0].credentials.values())
