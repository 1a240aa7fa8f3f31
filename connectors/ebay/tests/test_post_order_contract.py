"""Post-Order, both ways: no parameter is asked with, no field is sent or read, that nothing says it has."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.claim_stories import Lets, an_order
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Sells
from connectors.ebay.tests.ebay_contracts import POST_ORDER, SPECS, Exchange, operation_of
from connectors.ebay.tests.post_order_names import (
    ELSEWHERE,
    OURS,
    PARAMETERS,
    Watched,
    dispute_names,
    known_names,
    names_in,
    told_names,
)
from connectors.ebay.tests.recording import RecordingHttp
from connectors.http import Answer
from connectors.simulation import Happening
from tests.connectors.tools import NOON, Clock, Store

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="eBay's contracts are not beside the repository")


class WatchedAnswer(Answer):
    """Tells which fields of it are asked for."""

    asked: Callable[[str], None]

    def json(self) -> Any:
        content = super().json()
        return Watched(content, self.asked) if isinstance(content, dict) else content


class WatchingHttp(RecordingHttp):
    """Remembers every call and, of answers of Post-Order, which fields the client looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.read_fields: set[str] = set()

    def _call(self, method: str, url: str, **options: Any) -> Answer:
        answer = super()._call(method, url, **options)
        if POST_ORDER not in url:
            return answer
        watched = WatchedAnswer(answer.status, answer.headers, answer.content)
        vars(watched)["asked"] = self.read_fields.add
        return watched


@pytest.fixture
def recorded() -> WatchingHttp:
    return WatchingHttp()


@pytest.fixture
def store(ebay: EbaySimulator, tools: Tools, recorded: WatchingHttp) -> Store:
    """Where a seller's claims of every kind are stored, open and closed, with words and files inside them."""
    return Store(
        EbayConnector(credentials=ebay.add_seller(SELLER), identity=IDENTITY, tools=replace(tools, http=recorded))
    )


@pytest.fixture
def months(store: Store, ebay: EbaySimulator, sold: Sells, happens: Lets, clock: Clock) -> None:
    """Claims from their opening to their end, each kind at least once."""
    stories = {
        sold(): (Happening.RETURN_ASKED, Happening.REFUNDED),
        sold(): (Happening.RETURN_ASKED, Happening.CLAIM_OPENED, Happening.CLAIM_LOST),
        sold(): (Happening.CANCELLATION_ASKED, Happening.REFUNDED),
        an_order(sold): (Happening.CLAIM_OPENED, Happening.CLAIM_OPENED, Happening.CLAIM_WON),
        an_order(sold, disputed=True): (Happening.CLAIM_OPENED, Happening.CLAIM_LOST),
    }
    for turn in range(3):
        for order_id, story in stories.items():
            if turn < len(story):
                happens(story[turn], order_id)
        for claim_id in list(ebay.sales.claims):
            ebay.say_in_claim(claim_id, f"Réponse {turn}", picture="photo" if turn else "")
        store.pull("claims", since=NOON - timedelta(days=30))
        clock.forward(days=2)


def about_post_order(recorded: WatchingHttp) -> Sequence[Exchange]:
    return [exchange for exchange in recorded.exchanges if urlsplit(exchange.url).path.startswith(f"{POST_ORDER}/")]


@pytest.mark.usefixtures("months")
def test_every_call_is_an_operation_with_the_headers_and_parameters_it_has(recorded: WatchingHttp) -> None:
    calls = about_post_order(recorded)
    assert {operation_of(call) for call in calls} >= {("post_order_return_oas3.json", "getReturnFiles")}
    assert all(operation_of(call)[1] for call in calls)
    assert {call.headers["authorization"].partition(" ")[0] for call in calls} == {"IAF"}
    assert {call.headers["x-ebay-c-marketplace-id"] for call in calls} == {"EBAY_US"}
    for call in calls:
        path, query = urlsplit(call.url).path.removeprefix(f"{POST_ORDER}/"), parse_qs(urlsplit(call.url).query)
        kind, _, rest = path.partition("/")
        assert query.keys() <= ({*PARAMETERS[kind]} if rest == "search" else {"fieldgroups"})


def test_the_parameters_are_those_of_the_fact_sheet() -> None:
    """Which writes the two ends of a period as one: `creation_date_range_from/to`."""
    assert {name.replace("_to", "_from") for names in PARAMETERS.values() for name in names} <= told_names()


@pytest.mark.usefixtures("months")
def test_the_simulator_sends_no_field_that_nothing_says_there_is(recorded: WatchingHttp) -> None:
    sent = {name for call in about_post_order(recorded) for name in names_in(call.content)}
    assert len(sent) > 60
    assert sent - known_names() == set()


@pytest.mark.usefixtures("months")
def test_the_client_reads_no_field_that_nothing_says_there_is(store: Store, recorded: WatchingHttp) -> None:
    read = read_fields(store, recorded)
    assert {raw.body["kind"] for raw in store.raws.values()} == {"cancellation", "inquiry", "return", "case", "dispute"}
    assert len(read) > 60
    assert read - known_names() - dispute_names() - OURS == set()


@pytest.mark.usefixtures("months")
def test_every_name_with_a_source_elsewhere_is_needed(store: Store, recorded: WatchingHttp) -> None:
    used = read_fields(store, recorded).union(*(names_in(call.content) for call in about_post_order(recorded)))
    assert ELSEWHERE.keys() - used == {"actionURL", "resizedFileData"}, "of offers and small pictures, not simulated"


def read_fields(store: Store, recorded: WatchingHttp) -> set[str]:
    """What the client looks for, while it fetches and when it reads what is stored."""
    read = set(recorded.read_fields)
    for raw in store.raws.values():
        store.connector.read(replace(raw, body=Watched(raw.body, read.add)))
    return read


def test_the_check_notices_an_invented_name() -> None:
    asked: set[str] = set()
    watched = Watched({"summary": {"moonPhase": [{"tide": 1}]}}, asked.add)
    assert watched.get("summary")["moonPhase"][0].get("tide") == 1
    assert asked == {"summary", "moonPhase", "tide"}
    assert set(names_in({"moonPhase": [{"tide": 1}]})) - known_names() == {"moonPhase", "tide"}
