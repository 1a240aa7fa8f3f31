"""Where claims come from: five searches, each with pages, permissions and bad moments of its own."""

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.hosts import hosts_from
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.sign_in import IDENTITY_SCOPE, KNOWN_SCOPES, MESSAGE_SCOPE, PREFIX
from connectors.ebay.tests.claim_stories import Lets, an_order, claims
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Sells
from connectors.errors import TryLater
from connectors.incoming import ClaimKind
from connectors.simulation import Happening, Trouble
from tests.connectors.tools import Clock, Store


def test_what_is_said_inside_a_claim_is_seen_within_the_hour_though_nothing_else_changes(
    store: Store, sold: Sells, happens: Lets, ebay: EbaySimulator, clock: Clock
) -> None:
    happens(Happening.RETURN_ASKED, sold())
    store.pull("claims")
    [claim_id] = ebay.sales.claims
    clock.forward(minutes=61)
    ebay.say_in_claim(claim_id, "Quand puis-je le renvoyer ?")
    store.pages.clear()
    store.pull("claims")
    assert sum(store.pages) == 1
    assert claims(store)[-1].text == "Quand puis-je le renvoyer ?"


def test_claims_that_stand_still_cost_one_call_for_each_search(
    store: Store, sold: Sells, happens: Lets, ebay: EbaySimulator, clock: Clock
) -> None:
    happens(Happening.RETURN_ASKED, sold())
    happens(Happening.CANCELLATION_ASKED, sold())
    store.pull("claims")
    clock.forward(minutes=15)
    before = len(ebay.calls)
    store.pages.clear()
    store.pull("claims")
    assert (len(ebay.calls) - before, sum(store.pages)) == (5, 0)


@pytest.mark.parametrize("what", [Happening.RETURN_ASKED, Happening.CANCELLATION_ASKED])
def test_searches_of_several_pages_are_read_to_the_end(
    store: Store, sold: Sells, happens: Lets, what: Happening
) -> None:
    for _ in range(60):
        happens(what, sold())
    store.pull("claims")
    assert len({claim.claim_id for claim in claims(store)}) == 60


@pytest.mark.parametrize("path", ["/cancellation", "/inquiry", "/return", "/casemanagement", "/payment_dispute"])
def test_one_source_in_trouble_does_not_hide_the_others(
    store: Store, sold: Sells, happens: Lets, ebay: EbaySimulator, path: str
) -> None:
    happens(Happening.RETURN_ASKED, sold())
    happens(Happening.CANCELLATION_ASKED, sold())
    happens(Happening.CLAIM_OPENED, an_order(sold, disputed=True))
    happens(Happening.CLAIM_OPENED, an_order(sold))
    ebay.trouble(Trouble.UNAVAILABLE, path=path)
    with pytest.raises(TryLater):
        store.pull("claims")
    assert len({claim.claim_id for claim in claims(store)}) >= 3
    store.pull("claims")
    assert len({claim.claim_id for claim in claims(store)}) == 4


@pytest.mark.parametrize(
    ("scopes", "said", "kinds"),
    [
        (KNOWN_SCOPES - {PREFIX}, "Post-Order", {ClaimKind.PAYMENT_DISPUTE}),
        (KNOWN_SCOPES - {f"{PREFIX}/sell.payment.dispute"}, "Payment disputes", {ClaimKind.RETURN}),
        (frozenset({MESSAGE_SCOPE, IDENTITY_SCOPE}), "Post-Order", set()),
    ],
)
def test_an_old_consent_shows_what_it_covers(
    ebay: EbaySimulator,
    tools: Tools,
    sold: Sells,
    happens: Lets,
    scopes: frozenset[str],
    said: str,
    kinds: set[ClaimKind],
) -> None:
    happens(Happening.RETURN_ASKED, sold())
    happens(Happening.CLAIM_OPENED, an_order(sold, disputed=True))
    credentials = ebay.add_seller(SELLER, scopes=scopes)
    store = Store(EbayConnector(credentials=credentials, identity=IDENTITY, tools=tools))
    store.pull("claims")
    assert {claim.kind for claim in claims(store)} == kinds
    assert said in " ".join(store.connector.check().missing)


def test_an_api_that_is_closed_is_asked_once_in_a_pull(ebay: EbaySimulator, tools: Tools) -> None:
    credentials = ebay.add_seller(SELLER, scopes=frozenset({MESSAGE_SCOPE, IDENTITY_SCOPE}))
    store = Store(EbayConnector(credentials=credentials, identity=IDENTITY, tools=tools))
    store.pull("claims")
    assert [call for call in ebay.calls if "post-order" in call] == ["GET /post-order/v2/cancellation/search"]


def test_in_the_sandbox_only_disputes_are_asked_for(connector: EbayConnector) -> None:
    connector.client.hosts = hosts_from({"EBAY_ENVIRONMENT": "sandbox"})
    assert connector.reader.in_sandbox


def test_what_the_seller_bought_himself_is_no_claim(store: Store, sold: Sells, happens: Lets) -> None:
    happens(Happening.RETURN_ASKED, sold(buyer=SELLER.upper()))
    store.pull("claims")
    assert claims(store) == []
