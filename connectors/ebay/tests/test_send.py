"""Sending a reply: once, and never said to be sent when it was not."""

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.sign_in import IDENTITY_SCOPE
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Writes
from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater
from connectors.incoming import IncomingMessage
from connectors.outgoing import OutgoingReply
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, MemoryQuota, Store

SEND = "/send_message"


@pytest.fixture
def thread_id(buyer_writes: Writes) -> str:
    return buyer_writes().thread_id


def test_an_accepted_reply_has_ebays_id_and_time(connector: EbayConnector, ebay: EbaySimulator, thread_id: str) -> None:
    sent = connector.send(OutgoingReply(thread_id, "Il arrive demain."))
    [received] = ebay.replies()
    assert (received.message_id, received.text, received.through_api) == (sent.message_id, "Il arrive demain.", True)
    assert sent.accepted_at == NOON


def test_a_sent_reply_comes_back_as_the_same_message(connector: EbayConnector, store: Store, thread_id: str) -> None:
    sent = connector.send(OutgoingReply(thread_id, "Il arrive demain."))
    store.pull()
    assert sent.message_id in [message.external_id for message in store.messages()]


@pytest.mark.parametrize("body", ["", "  \n ", "é" * 2001, "🙂" * 1001])
def test_an_empty_or_long_reply_never_leaves(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str, body: str
) -> None:
    with pytest.raises(ReplyRefused):
        connector.send(OutgoingReply(thread_id, body))
    assert not any(SEND in call for call in ebay.calls)


@pytest.mark.parametrize("body", ["é" * 2000, "🙂" * 1000])
def test_two_thousand_characters_are_taken(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str, body: str
) -> None:
    connector.send(OutgoingReply(thread_id, body))
    assert ebay.replies()[0].text == body


def test_the_limit_counts_as_ebay_does() -> None:
    assert EbayConnector.limits.count("é\r\n🙂") == 4


@pytest.mark.parametrize("trouble", [Trouble.TIMEOUT_AFTER, Trouble.CONNECTION_CUT, Trouble.MALFORMED])
def test_no_answer_after_acceptance_leaves_the_outcome_open_and_the_reply_sent_once(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str, trouble: Trouble
) -> None:
    ebay.trouble(trouble, path=SEND)
    with pytest.raises(OutcomeUnknown):
        connector.send(OutgoingReply(thread_id, "une fois"))
    assert ebay.accepted_sends() == 1


@pytest.mark.parametrize("trouble", [Trouble.TIMEOUT_BEFORE, Trouble.SERVER_ERROR])
def test_no_answer_before_acceptance_leaves_the_outcome_open_too(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str, trouble: Trouble
) -> None:
    ebay.trouble(trouble, path=SEND)
    with pytest.raises(OutcomeUnknown):
        connector.send(OutgoingReply(thread_id, "peut-être"))
    assert ebay.accepted_sends() == 0


@pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.UNAVAILABLE])
def test_what_surely_had_no_effect_may_be_tried_later(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str, trouble: Trouble
) -> None:
    ebay.trouble(trouble, path=SEND)
    with pytest.raises(TryLater):
        connector.send(OutgoingReply(thread_id, "plus tard"))
    assert ebay.accepted_sends() == 0


def test_a_refusal_carries_ebays_words_and_number(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str
) -> None:
    ebay.trouble(Trouble.REFUSED)
    with pytest.raises(ReplyRefused, match=r"contact details.*\(error 355900\)"):
        connector.send(OutgoingReply(thread_id, "écrivez-moi ailleurs"))
    assert ebay.accepted_sends() == 0


def test_a_conversation_ebay_does_not_know_is_a_refusal(connector: EbayConnector) -> None:
    with pytest.raises(ReplyRefused, match="355007"):
        connector.send(OutgoingReply("999", "bonjour"))


def test_an_expired_token_is_renewed_and_the_reply_sent_once(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str
) -> None:
    ebay.trouble(Trouble.TOKEN_EXPIRED, path=SEND)
    connector.send(OutgoingReply(thread_id, "une fois"))
    assert ebay.accepted_sends() == 1


def test_a_token_refused_twice_asks_to_sign_in_again(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str
) -> None:
    ebay.trouble(Trouble.TOKEN_EXPIRED, times=2, path=SEND)
    with pytest.raises(SignInAgain):
        connector.send(OutgoingReply(thread_id, "bonjour"))
    assert ebay.accepted_sends() == 0


def test_a_missing_permission_is_named(ebay: EbaySimulator, tools: Tools, thread_id: str) -> None:
    credentials = ebay.add_seller(SELLER, scopes=frozenset({IDENTITY_SCOPE}))
    connector = EbayConnector(credentials=credentials, identity=IDENTITY, tools=tools)
    with pytest.raises(SignInAgain, match=r"commerce\.message"):
        connector.send(OutgoingReply(thread_id, "bonjour"))


def test_a_used_up_limit_still_leaves_room_for_a_reply(
    connector: EbayConnector, ebay: EbaySimulator, quota: MemoryQuota, thread_id: str
) -> None:
    quota.at_most = 0
    connector.send(OutgoingReply(thread_id, "Bonjour"))
    assert ebay.accepted_sends() == 1


def test_no_connection_at_all_may_be_tried_later(connector: EbayConnector, ebay: EbaySimulator, thread_id: str) -> None:
    connector.tools.tokens.token("user", lambda: connector.sign_in.user_token(connector.credentials["refresh_token"]))
    ebay.stop()
    with pytest.raises(TryLater):
        connector.send(OutgoingReply(thread_id, "bonjour"))


def test_a_conversation_can_be_reread_to_settle_an_open_outcome(
    connector: EbayConnector, ebay: EbaySimulator, thread_id: str
) -> None:
    ebay.trouble(Trouble.TIMEOUT_AFTER, path=SEND)
    with pytest.raises(OutcomeUnknown):
        connector.send(OutgoingReply(thread_id, "arrivé ?"))
    found = [connector.read(raw) for page in connector.reread(thread_id) for raw in page.items]
    assert [entry.text for entry in found if isinstance(entry, IncomingMessage)] == ["Où est mon colis ?", "arrivé ?"]


def test_a_conversation_is_marked_read_on_ebay(connector: EbayConnector, ebay: EbaySimulator, thread_id: str) -> None:
    assert ebay.unread(thread_id) == 1
    connector.mark_read(thread_id)
    assert ebay.unread(thread_id) == 0


def test_marking_a_lost_conversation_is_no_error(connector: EbayConnector) -> None:
    connector.mark_read("999")
