"""What a stored claim means: states, reasons, numbers and links as eBay writes them, unknown ones included."""

from typing import Any

import pytest

from connectors.ebay.claims.facts import Facts
from connectors.ebay.claims.links import is_ebays
from connectors.ebay.connector import EbayConnector
from connectors.errors import UnexpectedAnswer
from connectors.incoming import ClaimState, IncomingClaim, RawPayload
from tests.connectors.tools import NOON


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


def test_a_buyers_words_are_his_own_though_ebay_gives_a_translation() -> None:
    note = {"content": "It is broken.", "translatedFromContent": "Elle est cassée.", "translatedFromLanguage": "fr"}
    history = [{"author": "BUYER", "notes": note}, {"author": "SELLER", "notes": {"content": "Eine Frage"}}]
    facts = Facts({"kind": "return", "summary": {"returnId": "5"}, "detail": {"responseHistory": history}})
    assert [step.words for step in facts.steps()] == ["Elle est cassée.", "Eine Frage"]
