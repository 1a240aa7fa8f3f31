"""What buyers say publicly."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.sign_in import IDENTITY_SCOPE, MESSAGE_SCOPE
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Sells
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingFeedback, RawPayload
from connectors.simulation import Happening, Happens
from tests.connectors.tools import NOON, Clock, Store


def opinions(store: Store) -> list[IncomingFeedback]:
    return [item for item in store.items() if isinstance(item, IncomingFeedback)]


def test_feedback_arrives_with_its_words(store: Store, sold: Sells, ebay: EbaySimulator) -> None:
    ebay.leaves_feedback(sold(), "NEGATIVE", "Jamais reçu.", at=NOON - timedelta(days=2))
    store.pull("feedback")
    [opinion] = opinions(store)
    assert (opinion.rating, opinion.text, opinion.buyer_handle) == (1, "Jamais reçu.", "anna")
    assert opinion.written_at == NOON - timedelta(days=2)


def test_no_feedback_is_an_empty_list(store: Store) -> None:
    store.pull("feedback")
    assert store.items() == []
    assert sum(store.pages) == 0


def test_a_revision_and_an_answer_are_seen_and_nothing_else_twice(
    store: Store, sold: Sells, ebay: EbaySimulator, clock: Clock
) -> None:
    first = ebay.leaves_feedback(sold(), "NEGATIVE", "Cassé.", at=NOON - timedelta(days=20))
    ebay.leaves_feedback(sold(), "POSITIVE", "Parfait.")
    store.pull("feedback")
    clock.forward(hours=1)
    store.pages.clear()
    store.pull("feedback")
    assert sum(store.pages) == 0
    ebay.change_feedback(first, kind="POSITIVE", text="Remplacé, merci.", answer="Avec plaisir.")
    store.pull("feedback")
    assert sum(store.pages) == 1
    assert {(one.rating, one.text, one.answer) for one in opinions(store)} == {
        (5, "Remplacé, merci.", "Avec plaisir."),
        (5, "Parfait.", ""),
    }


def test_history_goes_as_far_back_as_asked(store: Store, sold: Sells, ebay: EbaySimulator) -> None:
    for days in (3, 100, 300, 500):
        ebay.leaves_feedback(sold(), "POSITIVE", f"{days} days ago", at=NOON - timedelta(days=days))
    store.pull("feedback", since=NOON - timedelta(days=200))
    assert {one.text for one in opinions(store)} == {"3 days ago", "100 days ago"}
    store.pull("feedback", since=NOON - timedelta(days=600), until=NOON - timedelta(days=200))
    assert len(opinions(store)) == 4


def test_many_pages_are_read_to_the_end(store: Store, sold: Sells, ebay: EbaySimulator) -> None:
    for number in range(450):
        ebay.leaves_feedback(sold(), "POSITIVE", f"number {number}", at=NOON - timedelta(minutes=number))
    store.pull("feedback")
    assert len(opinions(store)) == 450


def test_a_buyer_says_what_he_thinks_when_ebay_has_decided(store: Store, sold: Sells, ebay: EbaySimulator) -> None:
    order_id = sold(language="de")
    ebay.happens(Happens(Happening.RETURN_ASKED, SELLER, order_id=order_id))
    ebay.happens(Happens(Happening.CLAIM_WON, SELLER, order_id=order_id))
    store.pull("feedback")
    assert [one.rating for one in opinions(store)] == [1]


def test_an_old_consent_has_no_feedback_and_says_so(ebay: EbaySimulator, tools: Tools, sold: Sells) -> None:
    ebay.leaves_feedback(sold(), "POSITIVE", "Parfait.")
    credentials = ebay.add_seller(SELLER, scopes=frozenset({MESSAGE_SCOPE, IDENTITY_SCOPE}))
    store = Store(EbayConnector(credentials=credentials, identity=IDENTITY, tools=tools))
    store.pull("feedback")
    assert store.items() == []
    assert len(store.connector.check().missing) == 6


@pytest.mark.parametrize("body", [None, {}, {"feedbackId": "1"}, {"feedbackId": "1", "feedbackEnteredDate": "soon"}])
def test_feedback_without_id_or_date_is_unreadable(connector: EbayConnector, body: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        connector.read(RawPayload("feedback", "1", body))


def test_a_kind_of_comment_we_do_not_know_has_no_rating(connector: EbayConnector) -> None:
    body = {"feedbackId": "1", "feedbackEnteredDate": "2026-11-01T10:00:00.000Z", "commentType": "WITHDRAWN"}
    read = connector.read(RawPayload("feedback", "1", body))
    assert isinstance(read, IncomingFeedback)
    assert read.rating is None
