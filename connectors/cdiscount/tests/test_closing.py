"""Closing and reopening: a request that Octopia may refuse, in either spelling."""

import pytest

from connectors.cdiscount.closing import REASONS
from connectors.cdiscount.connector import CdiscountConnector
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.cdiscount.tests.conftest import SELLER, Connects, Writes
from connectors.errors import ReplyRefused, SignInAgain, TryLater
from connectors.simulation import Happening, Happens, Trouble, Written


@pytest.fixture
def answered(octopia: CdiscountSimulator, buyer_writes: Writes) -> Written:
    question = buyer_writes(order_id="2611121335KPDRE")
    octopia.seller_writes(seller=SELLER, thread_id=question.thread_id, text="Il arrive.")
    return question


def is_open(octopia: CdiscountSimulator, question: Written) -> bool:
    return octopia.memory.discussion(question.thread_id).is_open


@pytest.mark.parametrize("key", ["op", "opt"])
def test_an_answered_discussion_is_closed_and_reopened(
    connects: Connects, octopia: CdiscountSimulator, answered: Written, key: str
) -> None:
    octopia.contract.patch_key = key
    connector = connects(OCTOPIA_PATCH_KEY=key)
    connector.set_open(answered.thread_id, False)
    assert not is_open(octopia, answered)
    connector.set_open(answered.thread_id, True)
    assert is_open(octopia, answered)


def test_the_wrong_spelling_is_refused_in_octopias_words(
    connects: Connects, octopia: CdiscountSimulator, answered: Written
) -> None:
    octopia.contract.patch_key = "opt"
    with pytest.raises(ReplyRefused, match="Each change needs opt"):
        connects(OCTOPIA_PATCH_KEY="op").set_open(answered.thread_id, False)


def test_changes_are_written_in_the_media_type_of_the_setting(
    connects: Connects, octopia: CdiscountSimulator, answered: Written
) -> None:
    octopia.contract.patch_type = "application/json-patch+json"
    with pytest.raises(ReplyRefused, match="Unsupported Media Type"):
        connects().set_open(answered.thread_id, False)
    connects(OCTOPIA_PATCH_TYPE="application/json-patch+json").set_open(answered.thread_id, False)
    assert not is_open(octopia, answered)


def test_it_is_not_closed_before_the_shop_has_answered_last(
    connector: CdiscountConnector, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    question = buyer_writes()
    with pytest.raises(ReplyRefused) as caught:
        connector.set_open(question.thread_id, False)
    assert str(caught.value) == REASONS["UnauthorizedLastAnswer"]
    assert is_open(octopia, question)


def test_a_machine_that_speaks_after_the_shop_does_not_keep_it_open(
    connector: CdiscountConnector, octopia: CdiscountSimulator, answered: Written
) -> None:
    octopia.writes_as("Automatic", answered.thread_id, text="Remboursement enregistré.")
    connector.set_open(answered.thread_id, False)
    assert not is_open(octopia, answered)


def test_it_is_not_closed_while_a_cancellation_is_pending(
    connector: CdiscountConnector, octopia: CdiscountSimulator, answered: Written
) -> None:
    octopia.happens(Happens(Happening.CANCELLATION_ASKED, SELLER, thread_id=answered.thread_id))
    with pytest.raises(ReplyRefused) as caught:
        connector.set_open(answered.thread_id, False)
    assert str(caught.value) == REASONS["UnauthorizedCancelPending"]
    octopia.happens(Happens(Happening.REFUNDED, SELLER, thread_id=answered.thread_id))
    connector.set_open(answered.thread_id, False)


def test_asking_twice_is_harmless(
    connector: CdiscountConnector, octopia: CdiscountSimulator, answered: Written
) -> None:
    connector.set_open(answered.thread_id, False)
    connector.set_open(answered.thread_id, False)
    assert not is_open(octopia, answered)


def test_a_discussion_that_octopia_does_not_know_is_told(connector: CdiscountConnector) -> None:
    with pytest.raises(ReplyRefused, match="does not know this discussion"):
        connector.set_open("CDISFR:ffffffffffffffffffffffff", False)


def test_on_a_bad_day_nothing_is_said_to_be_refused(
    connector: CdiscountConnector, octopia: CdiscountSimulator, answered: Written
) -> None:
    octopia.trouble(Trouble.UNAVAILABLE, path="/discussions/")
    with pytest.raises(TryLater):
        connector.set_open(answered.thread_id, False)
    connector.set_open(answered.thread_id, False)


def test_a_buyer_who_writes_again_reopens_it(
    connector: CdiscountConnector, octopia: CdiscountSimulator, buyer_writes: Writes, answered: Written
) -> None:
    connector.set_open(answered.thread_id, False)
    buyer_writes("Toujours rien", thread_id=answered.thread_id)
    assert is_open(octopia, answered)


def test_refused_credentials_are_no_refusal_of_the_request(
    connector: CdiscountConnector, octopia: CdiscountSimulator, answered: Written
) -> None:
    octopia.trouble(Trouble.TOKEN_EXPIRED, times=2, path="/discussions/")
    with pytest.raises(SignInAgain):
        connector.set_open(answered.thread_id, False)
