"""Answers to feedback: once, in public, and told in words when eBay does not take them."""

import pytest
import requests

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.sign_in import KNOWN_SCOPES, PREFIX
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Sells
from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater
from connectors.incoming import IncomingFeedback
from connectors.simulation import Trouble
from tests.connectors.tools import Store

PATH = "respond_to_feedback"


@pytest.fixture
def blamed(ebay: EbaySimulator, sold: Sells) -> str:
    return ebay.leaves_feedback(sold(), "NEGATIVE", "Jamais reçu.")


def opinion(store: Store) -> IncomingFeedback:
    store.pull("feedback")
    [found] = [item for item in store.items() if isinstance(item, IncomingFeedback)]
    return found


def test_feedback_says_its_item_its_line_its_word_and_whether_it_can_be_answered(
    store: Store, ebay: EbaySimulator, blamed: str
) -> None:
    found = opinion(store)
    line = ebay.sales.opinions[blamed].line
    assert (found.item_id, found.line_id, found.word) == ("405900000001", line, "NEGATIVE")
    assert found.answerable


def test_an_answer_is_published_once(connector: EbayConnector, ebay: EbaySimulator, store: Store, blamed: str) -> None:
    connector.answer_feedback(blamed, buyer_handle="anna", text=" Nous vous avons remboursée. ")
    found = opinion(store)
    assert (found.answer, found.answerable) == ("Nous vous avons remboursée.", False)
    with pytest.raises(ReplyRefused, match="answered already"):
        connector.answer_feedback(blamed, buyer_handle="anna", text="Encore une fois.")


@pytest.mark.parametrize(
    ("text", "buyer", "why"),
    [
        ("", "anna", "empty"),
        ("x" * 501, "anna", "501 characters"),
        ("🎉" * 251, "anna", "502 characters"),
        ("<b>Merci</b>", "anna", "these characters"),
        ("Merci", "", "buyer"),
        ("Merci", "bert", "buyer"),
    ],
)
def test_what_ebay_does_not_take_is_refused_in_words(
    connector: EbayConnector, ebay: EbaySimulator, blamed: str, text: str, buyer: str, why: str
) -> None:
    with pytest.raises(ReplyRefused, match=why):
        connector.answer_feedback(blamed, buyer_handle=buyer, text=text)
    assert ebay.sales.opinions[blamed].answer == ""


def test_feedback_of_ebay_itself_is_not_answered(
    connector: EbayConnector, ebay: EbaySimulator, store: Store, blamed: str
) -> None:
    ebay.change_feedback(blamed, automatic=True)
    assert not opinion(store).answerable
    with pytest.raises(ReplyRefused, match="eBay left this feedback itself"):
        connector.answer_feedback(blamed, buyer_handle="anna", text="Merci")


def test_feedback_that_is_gone_is_not_answered(connector: EbayConnector) -> None:
    with pytest.raises(ReplyRefused, match="no longer knows this feedback"):
        connector.answer_feedback("404", buyer_handle="anna", text="Merci")


@pytest.mark.parametrize("trouble", [Trouble.TIMEOUT_AFTER, Trouble.SERVER_ERROR, Trouble.CONNECTION_CUT])
def test_an_answer_of_which_nothing_is_heard_is_unsure(
    connector: EbayConnector, ebay: EbaySimulator, blamed: str, trouble: Trouble
) -> None:
    ebay.trouble(trouble, path=PATH)
    with pytest.raises(OutcomeUnknown):
        connector.answer_feedback(blamed, buyer_handle="anna", text="Merci")


@pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.UNAVAILABLE])
def test_an_answer_without_effect_may_be_tried_again(
    connector: EbayConnector, ebay: EbaySimulator, blamed: str, trouble: Trouble
) -> None:
    ebay.trouble(trouble, path=PATH)
    with pytest.raises(TryLater):
        connector.answer_feedback(blamed, buyer_handle="anna", text="Merci")
    connector.answer_feedback(blamed, buyer_handle="anna", text="Merci")


def test_an_expired_token_is_renewed_on_the_way(connector: EbayConnector, ebay: EbaySimulator, blamed: str) -> None:
    ebay.trouble(Trouble.TOKEN_EXPIRED, path=PATH)
    connector.answer_feedback(blamed, buyer_handle="anna", text="Merci")
    assert ebay.sales.opinions[blamed].answer == "Merci"


def test_a_consent_that_only_lets_us_read_says_what_to_do(ebay: EbaySimulator, tools: Tools, blamed: str) -> None:
    credentials = ebay.add_seller(SELLER, scopes=KNOWN_SCOPES - {f"{PREFIX}/commerce.feedback"})
    store = Store(EbayConnector(credentials=credentials, identity=IDENTITY, tools=tools))
    assert opinion(store).text == "Jamais reçu."
    [missing] = store.connector.check().missing
    assert missing.startswith("Feedback cannot be answered") and "Sign in again" in missing
    assert isinstance(store.connector, EbayConnector)
    with pytest.raises(SignInAgain, match=r"commerce\.feedback"):
        store.connector.answer_feedback(blamed, buyer_handle="anna", text="Merci")


def test_the_simulator_publishes_for_nobody_else(ebay: EbaySimulator, connector: EbayConnector, blamed: str) -> None:
    ebay.add_seller("other")
    token = connector.sign_in.user_token(ebay.add_seller("other")["refresh_token"]).value
    body = {"feedbackId": blamed, "recipientUserId": "anna", "responseType": "REPLY", "responseText": "Merci"}
    url, headers = f"{ebay.url}/commerce/feedback/v1/{PATH}", {"Authorization": f"Bearer {token}"}
    assert requests.post(url, json=body, headers=headers, timeout=5).status_code == 400
