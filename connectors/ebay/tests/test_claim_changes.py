"""Claims that change back, are told in part only, or come by the thousand: none is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import pytest

from connectors.ebay.apis import Api
from connectors.ebay.claims.kinds import SEARCHES
from connectors.ebay.claims.post_order import PostOrder
from connectors.ebay.reader import Reader
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.claim_stories import Lets, an_order, claims
from connectors.ebay.tests.conftest import Sells
from connectors.errors import TryLater
from connectors.incoming import ClaimState
from connectors.simulation import Happening, Trouble
from connectors.simulation_server import Reply, Request, json_reply
from tests.connectors.tools import NOON, Clock, Store


@pytest.fixture
def inquiry(ebay: EbaySimulator, sold: Sells, happens: Lets) -> str:
    happens(Happening.CLAIM_OPENED, an_order(sold))
    [claim_id] = ebay.sales.claims
    return claim_id


def change(ebay: EbaySimulator, clock: Clock, claim_id: str, state: str) -> None:
    clock.forward(minutes=20)
    ebay.change_claim(claim_id, state=state)


def states(store: Store) -> list[ClaimState | None]:
    return [claim.state for claim in claims(store) if claim.state]


def test_a_claim_that_is_back_where_it_was_is_told_again_and_once(
    store: Store, ebay: EbaySimulator, clock: Clock, inquiry: str
) -> None:
    store.pull("claims")
    for state in ("WAITING_BUYER_RESPONSE", "WAITING_SELLER_RESPONSE", "WAITING_BUYER_RESPONSE"):
        change(ebay, clock, inquiry, state)
        store.pull("claims")
        store.pull("claims")
    assert states(store) == [ClaimState.SELLER, ClaimState.WAITING, ClaimState.SELLER, ClaimState.WAITING]


def test_a_claim_that_is_back_is_told_though_another_source_fails_all_day(
    store: Store, ebay: EbaySimulator, clock: Clock, inquiry: str
) -> None:
    store.pull("claims")
    for state in ("WAITING_BUYER_RESPONSE", "WAITING_SELLER_RESPONSE"):
        change(ebay, clock, inquiry, state)
        ebay.trouble(Trouble.UNAVAILABLE, path="/payment_dispute")
        with pytest.raises(TryLater):
            store.pull("claims")
    assert states(store)[-1] is ClaimState.SELLER


def test_a_dispute_whose_history_is_not_shown_keeps_everything_else(
    store: Store, ebay: EbaySimulator, sold: Sells, happens: Lets, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens(Happening.CLAIM_OPENED, an_order(sold, disputed=True))
    answered(ebay, monkeypatch, "/activity", json_reply(404, {"errors": [{"errorId": 33001, "message": "no"}]}))
    store.pull("claims")
    [asked] = [claim for claim in claims(store) if claim.state]
    assert "CONTEST, ACCEPT" in asked.text


def test_the_files_of_one_return_are_stored_before_those_of_the_next_are_fetched(
    store: Store, ebay: EbaySimulator, sold: Sells, happens: Lets
) -> None:
    for number in range(3):
        happens(Happening.RETURN_ASKED, sold(at=NOON - timedelta(hours=5 + number)))
    for claim_id in ebay.sales.claims:
        ebay.say_in_claim(claim_id, "", picture="photo")
    files = [
        sum(bool(item.blob) for item in page.items)
        for page in store.connector.fetch(store.request("claims", since=NOON - timedelta(days=30)))
    ]
    assert (sum(files), max(files)) == (3, 1)


@dataclass
class Endless:
    """Answers a search with pages of 25, as many as there are entries; `pages` counts them."""

    entries: int
    pages: int = 0
    asked: list[Mapping[str, str]] = field(default_factory=list)

    def get(self, api: Api, path: str, **options: Any) -> Mapping[str, Any]:  # noqa: ARG002
        self.pages += 1
        first = int(options["params"].get("offset", "0"))
        rows = [{"cancelId": str(number)} for number in range(first, min(first + 25, self.entries))]
        return {"cancellations": rows, "paginationOutput": {"offset": first, "totalEntries": self.entries}}


def test_a_search_of_any_length_is_read_to_its_end() -> None:
    reader = Endless(entries=12_010)
    post = PostOrder(cast("Reader", reader), "EBAY_FR")
    pages = post.found(SEARCHES[0], since=NOON - timedelta(days=45), until=NOON)
    assert sum(len(page) for page in pages) == 12_010
    assert reader.pages == 481


def answered(ebay: EbaySimulator, monkeypatch: pytest.MonkeyPatch, part: str, reply: Reply) -> None:
    """Let every call whose path contains `part` get this answer."""
    usual = ebay.handle

    def handle(request: Request) -> Reply:
        return reply if part in request.path else usual(request)

    monkeypatch.setattr(ebay, "handle", handle)
