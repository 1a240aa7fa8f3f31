"""Cancellations, inquiries, returns, cases and payment disputes."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.collaborators import Tools
from connectors.ebay.claims.lines import ANSWER_AT_EBAY
from connectors.ebay.claims.links import is_ebays
from connectors.ebay.connector import EbayConnector
from connectors.ebay.hosts import hosts_from
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.after_sales.state import number_from
from connectors.ebay.simulator.sign_in import IDENTITY_SCOPE, KNOWN_SCOPES, MESSAGE_SCOPE, PREFIX
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Sells, Writes
from connectors.errors import ReplyRefused, TryLater, UnexpectedAnswer
from connectors.incoming import ClaimKind, ClaimState, Direction, IncomingClaim, Money, RawPayload
from connectors.outgoing import OutgoingReply
from connectors.simulation import Happening, Happens, Trouble
from tests.connectors.tools import NOON, Clock, Store

FIRST_NIGHT = NOON.replace(hour=21, minute=59, second=59)

Lets = Callable[..., None]


@pytest.fixture
def happens(ebay: EbaySimulator) -> Lets:
    def let(what: Happening, order_id: str, **facts: Any) -> None:
        ebay.happens(Happens(what, seller=SELLER, order_id=order_id, **facts))

    return let


def claims(store: Store) -> list[IncomingClaim]:
    found = [item for item in store.items() if isinstance(item, IncomingClaim)]
    return sorted(found, key=lambda claim: (claim.written_at, claim.state is not None))


def an_order(sold: Sells, *, disputed: bool = False) -> str:
    """An order whose unhappy buyer opens an inquiry, or a payment dispute."""
    for number in range(50):
        order_id = f"14-{number:05}-00000"
        if (int(number_from("transaction", order_id, digits=11)) % 4 == 0) is disputed:
            return sold(order_id=order_id)
    raise AssertionError("no such order")


def test_a_return_is_told_with_its_deadline_its_amount_and_the_buyers_words(
    store: Store, sold: Sells, happens: Lets
) -> None:
    order_id = sold(language="fr")
    happens(Happening.RETURN_ASKED, order_id)
    store.pull("claims")
    said, asked = sorted(claims(store), key=lambda claim: claim.state is not None)
    assert (asked.kind, asked.state) == (ClaimKind.RETURN, ClaimState.SELLER)
    assert asked.claim_id == said.claim_id
    assert asked.order_id == said.order_id == order_id
    assert asked.respond_by == FIRST_NIGHT + timedelta(days=3)
    assert asked.amount == Money(Decimal("39.9"), "EUR")
    assert asked.buyer is not None and asked.buyer.handle == "anna"
    assert asked.opens_ticket and not asked.starts_clock
    assert asked.text.startswith("Return: RETURN_REQUESTED\nReason: DEFECTIVE_ITEM (SNAD)\n")
    assert asked.text.splitlines()[-2:] == ["", ANSWER_AT_EBAY]
    assert (said.text, said.direction, said.author) == ("L'article ne fonctionne pas.", Direction.IN, "anna")
    assert (asked.item_id, asked.state_there, asked.reason) == ("405900000001", "RETURN_REQUESTED", "DEFECTIVE_ITEM")
    assert (said.state, said.respond_by) == (None, None)
    assert asked.links["order"] == f"https://www.ebay.fr/mesh/ord/details?orderid={order_id}"


def test_a_buyer_who_cancels_is_told_and_the_answer_ends_it(
    store: Store, sold: Sells, happens: Lets, clock: Clock
) -> None:
    order_id = sold()
    happens(Happening.CANCELLATION_ASKED, order_id)
    store.pull("claims")
    clock.forward(hours=2)
    happens(Happening.REFUNDED, order_id)
    store.pull("claims")
    asked, over = claims(store)
    assert (asked.kind, asked.state, over.state) == (ClaimKind.CANCELLATION, ClaimState.SELLER, ClaimState.CLOSED)
    assert asked.respond_by == FIRST_NIGHT + timedelta(days=3)
    assert over.claim_id == asked.claim_id
    assert (over.respond_by, over.opens_ticket) == (None, False)
    assert asked.subject == f"Cancellation {asked.claim_id.partition(':')[2]}"


def test_an_inquiry_that_becomes_a_case_is_one_story(store: Store, sold: Sells, happens: Lets, clock: Clock) -> None:
    order_id = an_order(sold)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    clock.forward(days=4)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    clock.forward(days=1)
    happens(Happening.CLAIM_LOST, order_id)
    store.pull("claims")
    told = [claim for claim in claims(store) if claim.state is not None or claim.direction is Direction.SYSTEM]
    assert len({claim.claim_id for claim in told}) == 1
    assert told[0].kind is ClaimKind.NOT_RECEIVED
    assert told[0].state is ClaimState.SELLER
    assert {claim.kind for claim in told} == {ClaimKind.NOT_RECEIVED, ClaimKind.CASE}
    assert told[-1].state is ClaimState.LOST
    assert [claim.state_there for claim in told if claim.state is None] == [""], "the case says how it stands"


def test_a_return_that_becomes_a_case_is_one_story(store: Store, sold: Sells, happens: Lets, clock: Clock) -> None:
    order_id = sold()
    happens(Happening.RETURN_ASKED, order_id)
    store.pull("claims")
    clock.forward(days=4)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    assert len({claim.claim_id for claim in claims(store)}) == 1
    assert {claim.kind for claim in claims(store)} == {ClaimKind.RETURN, ClaimKind.CASE}


@pytest.mark.parametrize(("what", "state"), [("WON", ClaimState.WON), ("LOST", ClaimState.LOST)])
def test_a_payment_dispute_is_told_from_its_opening_to_its_end(
    store: Store, sold: Sells, happens: Lets, clock: Clock, what: str, state: ClaimState
) -> None:
    order_id = an_order(sold, disputed=True)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    clock.forward(days=2)
    happens(Happening[f"CLAIM_{what}"], order_id)
    store.pull("claims")
    told = [claim for claim in claims(store) if claim.state]
    assert [(claim.kind, claim.state) for claim in told] == [
        (ClaimKind.PAYMENT_DISPUTE, ClaimState.SELLER),
        (ClaimKind.PAYMENT_DISPUTE, state),
    ]
    assert told[0].respond_by == FIRST_NIGHT + timedelta(days=5)
    assert told[0].amount == Money(Decimal("39.90"), "EUR")
    assert "CONTEST, ACCEPT" in told[0].text
    assert {claim.order_id for claim in told} == {order_id}


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


def _raw(kind: str, summary: dict[str, Any], **more: Any) -> RawPayload:
    body = {"kind": kind, "summary": summary, "seen_at": NOON.isoformat(), "site": "EBAY_GB", **more}
    return RawPayload("claim", "key", body)


def read(connector: EbayConnector, kind: str, summary: dict[str, Any], **more: Any) -> IncomingClaim:
    found = connector.read(_raw(kind, summary, **more))
    assert isinstance(found, IncomingClaim)
    return found


def test_unknown_states_and_reasons_are_kept_in_words(connector: EbayConnector) -> None:
    summary = {"returnId": "5", "state": "WITHDRAWN_EU", "creationInfo": {"reason": "RIGHT_OF_WITHDRAWAL"}}
    claim = read(connector, "return", summary)
    assert claim.state is ClaimState.WAITING
    assert "WITHDRAWN_EU" in claim.text and "RIGHT_OF_WITHDRAWAL" in claim.text
    due = {"sellerResponseDue": {"respondByDate": {"value": "2026-12-01T22:59:59.000Z"}}}
    assert read(connector, "return", summary | due).state is ClaimState.SELLER
    assert read(connector, "case", {"caseId": 7, "caseStatusEnum": "CLOSED_SOMEHOW"}).state is ClaimState.CLOSED


def test_the_right_of_withdrawal_is_kept_as_ebay_writes_it(store: Store, sold: Sells, happens: Lets) -> None:
    happens(Happening.RETURN_ASKED, sold(), topic="withdrawal")
    store.pull("claims")
    [asked] = [claim for claim in claims(store) if claim.state]
    assert (asked.reason, asked.state) == ("EU_RIGHT_OF_WITHDRAWAL", ClaimState.SELLER)
    assert "EU_RIGHT_OF_WITHDRAWAL" in asked.text


@pytest.mark.parametrize("kind", ["cancellation", "inquiry", "return", "case", "dispute"])
def test_an_invented_state_and_reason_are_kept_word_for_word(connector: EbayConnector, kind: str) -> None:
    names = {
        "cancellation": ("cancelId", "cancelStatus", "cancelReason"),
        "inquiry": ("inquiryId", "inquiryStatusEnum", "creationReason"),
        "return": ("returnId", "state", "reason"),
        "case": ("caseId", "caseStatusEnum", "caseType"),
        "dispute": ("paymentDisputeId", "paymentDisputeStatus", "reason"),
    }
    id_name, state, reason = names[kind]
    claim = read(connector, kind, {id_name: "1", state: "ASLEEP_UNTIL_SPRING", reason: "MOON_PHASE"})
    assert (claim.state, claim.state_there, claim.reason) == (ClaimState.WAITING, "ASLEEP_UNTIL_SPRING", "MOON_PHASE")
    assert "ASLEEP_UNTIL_SPRING" in claim.text and "MOON_PHASE" in claim.text


@pytest.mark.parametrize(
    ("why", "state"),
    [
        ("AUTO_DISPOSE_SELLER_WIN_BUYER_FAULT", ClaimState.WON),
        ("AUTO_DISPOSE_BUYER_WIN_NO_SELLER_FAULT", ClaimState.LOST),
        ("AGENT_CLOSE_FOR_BUYER", ClaimState.CLOSED),
        ("AGENT_CLOSE_FOR_SELLER", ClaimState.CLOSED),
        ("SOMETHING_NEW", ClaimState.CLOSED),
    ],
)
def test_who_won_is_told_only_where_ebay_says_it(connector: EbayConnector, why: str, state: ClaimState) -> None:
    closed = {"caseId": 7, "caseStatusEnum": "CS_CLOSED"}
    assert read(connector, "case", closed, detail={"sellerClosureReason": why}).state is state


def test_the_line_of_an_order_is_told_where_the_order_is_not(
    store: Store, sold: Sells, happens: Lets, ebay: EbaySimulator
) -> None:
    order_id = an_order(sold)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    [asked] = [claim for claim in claims(store) if claim.state]
    assert (asked.order_id, asked.item_id) == ("", "405900000001")
    assert asked.line_id == ebay.sales.orders[order_id].transaction


def test_a_claim_without_a_deadline_starts_the_usual_clock(connector: EbayConnector) -> None:
    claim = read(connector, "cancellation", {"cancelId": "1", "cancelStatus": "CANCEL_REQUESTED"})
    assert (claim.state, claim.respond_by, claim.starts_clock) == (ClaimState.SELLER, None, True)
    mine = {"cancelId": "1", "cancelStatus": "CANCEL_REQUESTED", "requestorType": "SELLER"}
    assert read(connector, "cancellation", mine).state is ClaimState.WAITING


def test_ids_may_be_numbers_or_texts(connector: EbayConnector) -> None:
    one = read(connector, "inquiry", {"inquiryId": 5300000999, "itemId": 396, "transactionId": 100})
    same = read(connector, "case", {"caseId": "54", "itemId": "396", "transactionId": "100"})
    assert one.claim_id == same.claim_id == "inquiry:396-100"
    assert read(connector, "inquiry", {"inquiryId": 5300000999}).claim_id == "inquiry:5300000999"


@pytest.mark.parametrize(
    "body",
    [None, {}, {"kind": "return"}, {"kind": "return", "summary": {}}, {"kind": "x", "summary": {"returnId": "1"}}],
)
def test_what_is_no_claim_is_unreadable(connector: EbayConnector, body: Any) -> None:
    for kind in ("claim", "claim_note"):
        with pytest.raises(UnexpectedAnswer):
            connector.read(RawPayload(kind, "1", body))


def test_the_page_that_ebay_offers_comes_first(connector: EbayConnector) -> None:
    offered = [{"actionURL": "https://evil.example/"}, {"actionURL": "https://www.ebay.co.uk/rtn/Return?id=5"}]
    claim = read(connector, "return", {"returnId": "5", "state": "X", "sellerAvailableOptions": offered})
    assert claim.links == {"claim": "https://www.ebay.co.uk/rtn/Return?id=5"}


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("EBAY_FR", "www.ebay.fr"),
        ("EBAY_DE", "www.ebay.de"),
        ("EBAY_GB", "www.ebay.co.uk"),
        ("EBAY_IT", "www.ebay.it"),
        ("EBAY_ES", "www.ebay.es"),
        ("EBAY_MARS", "www.ebay.com"),
    ],
)
@pytest.mark.parametrize("kind", ["cancellation", "inquiry", "return", "case", "dispute"])
def test_what_moves_money_is_done_on_the_page_of_its_own_site(
    connector: EbayConnector, kind: str, site: str, host: str
) -> None:
    ids = ("cancelId", "inquiryId", "returnId", "caseId", "paymentDisputeId")
    summary: dict[str, Any] = dict.fromkeys(ids, "1") | {"orderId": "12-1", "respondByDate": "2026-12-01T22:59:59.000Z"}
    summary |= {"sellerResponseDueDate": summary["respondByDate"]}
    summary |= {"sellerResponseDue": {"respondByDate": summary["respondByDate"]}}
    claim = read(connector, kind, summary, site=site)
    assert claim.links["claim"] == f"https://{host}/mesh/ord/details?orderid=12-1"
    assert "Answer it on eBay: what moves money has to be confirmed there" in claim.text


@pytest.mark.parametrize(
    "url",
    [
        "http://www.ebay.fr/x",
        "https://www.ebay.fr.example/x",
        "https://user@www.ebay.fr/x",
        "https://www.ebay.fr:8443/x",
        "https://ebay.fr\\@evil.example/",
        "javascript:alert(1)",
        "https://[",
        "",
    ],
)
def test_no_other_address_becomes_a_link(url: str) -> None:
    assert not is_ebays(url)


def test_a_claim_is_not_answered_with_a_message(connector: EbayConnector, ebay: EbaySimulator) -> None:
    with pytest.raises(ReplyRefused, match="eBay's own page"):
        connector.send(OutgoingReply("claim:return:5300000042", "Bonjour"))
    assert ebay.accepted_sends() == 0


def test_what_the_seller_bought_himself_is_no_claim(store: Store, sold: Sells, happens: Lets) -> None:
    happens(Happening.RETURN_ASKED, sold(buyer=SELLER.upper()))
    store.pull("claims")
    assert claims(store) == []


def test_an_ended_claim_from_before_is_told_quietly_and_messages_go_on(
    store: Store, sold: Sells, happens: Lets, buyer_writes: Writes
) -> None:
    order_id = sold(at=NOON - timedelta(days=30))
    happens(Happening.RETURN_ASKED, order_id, at=NOON - timedelta(days=20))
    happens(Happening.REFUNDED, order_id, at=NOON - timedelta(days=18))
    store.pull("claims")
    [over] = [claim for claim in claims(store) if claim.state]
    assert (over.state, over.opens_ticket) == (ClaimState.CLOSED, False)
