"""Every marketplace: what its real connector stored of a buyer is found again and emptied, and does not come back."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors import accounts
from connectors.models import Account, RawItem
from connectors.registry import simulators
from connectors.simulation import BuyerOrders, BuyerWrites, Happening, Happens, Simulator
from inbox.erasure import erase_buyer
from inbox.models import Buyer, Message, Ticket
from inbox.pulling import backfill, pull
from tests.inbox.markers import WORD, where_it_is
from tests.make import DAY, HOUR

pytestmark = pytest.mark.django_db

SELLER = "velo_shop"
HER = "jeanne_d"


@pytest.fixture(params=sorted(simulators()))
def marketplace(request: pytest.FixtureRequest, settings: Settings) -> Iterator[tuple[str, Simulator]]:
    slug = request.param
    simulated = simulators()[slug]()
    simulated.start()
    its_settings = {**settings.MARKETPLACES.get(slug, {}), **simulated.environment()}
    settings.MARKETPLACES = {**settings.MARKETPLACES, slug: its_settings}
    yield slug, simulated
    simulated.stop()


@pytest.fixture
def account(marketplace: tuple[str, Simulator], db: None) -> Account:
    slug, simulated = marketplace
    return accounts.connect(slug, name="Vélo Shop", credentials=simulated.add_seller(SELLER), now=timezone.now())


def test_what_a_connector_stored_of_an_erased_buyer_is_emptied_and_stays_away(
    marketplace: tuple[str, Simulator], account: Account
) -> None:
    _, simulated = marketplace
    _live(simulated, WORD, order_id="123-1234567-1234567")
    _live(simulated, HER, order_id="456-1234567-1234567")
    pull.pull_account(account, now=timezone.now())
    assert any("rawitem" in place or "/raw/" in place for place in where_it_is())
    hers = list(Message.objects.filter(ticket__in=_tickets_of(HER)).order_by("id").values())
    for buyer in Buyer.objects.filter(tickets__in=_tickets_of(WORD)).distinct():
        erase_buyer(buyer, by=None, reason="asked", now=timezone.now())
    assert where_it_is() == []

    account.streams.update(cursor=None)
    pull.pull_account(account, now=timezone.now())
    asked = backfill.ask(account, since=timezone.now() - 30 * DAY, until=timezone.now(), now=timezone.now())
    backfill.run(asked, now=timezone.now())

    assert where_it_is() == []
    assert list(Message.objects.filter(ticket__in=_tickets_of(HER)).order_by("id").values()) == hers
    assert RawItem.objects.exclude(body="null").exists()


def _live(simulated: Simulator, buyer: str, *, order_id: str) -> None:
    """What a buyer does at a marketplace, as far as it can be done there."""
    now = timezone.now()
    name = f"Camille {buyer.title()}"
    simulated.places_order(
        BuyerOrders(
            SELLER, buyer, order_id, "item-1", "Lampe", Decimal(20), town=buyer, buyer_name=name, at=now - 5 * HOUR
        )
    )
    text = f"Bonjour, {buyer} ici. Où est mon colis ?"
    written = simulated.buyer_writes(
        BuyerWrites(SELLER, buyer, text, order_id=order_id, at=now - 3 * HOUR, buyer_name=name)
    )
    simulated.seller_writes(seller=SELLER, thread_id=written.thread_id, text=f"Bonjour {buyer}", at=now - 2 * HOUR)
    for what in sorted({Happening.RETURN_ASKED, Happening.CLAIM_OPENED} & simulated.happenings):
        simulated.happens(
            Happens(what, SELLER, buyer, name, written.thread_id, order_id, "item-1", "Lampe", at=now - HOUR)
        )


def _tickets_of(word: str) -> list[int]:
    found = Ticket.objects.filter(messages__body_text__icontains=word).distinct()
    return list(found.values_list("pk", flat=True))
