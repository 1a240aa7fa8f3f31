"""From the simulated eBay to the endpoint and through the check: signatures, made-up keys, a key server in trouble."""

import base64
import json
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from connectors.ebay.connector import EbayConnector
from connectors.ebay.push.keys import OF_STRANGERS
from connectors.ebay.push.tests.conftest import Receiver
from connectors.ebay.push.tests.signing import header, new_key
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.push.signing import Signer
from connectors.ebay.tests.conftest import SELLER, Writes
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.push import Destination, ForgedPush
from connectors.simulation import Trouble
from tests.connectors.tools import Clock, MemoryQuota

BODY = b'{"metadata":{"topic":"NEW_MESSAGE"}}'


def forged(key_id: str, body: bytes = BODY) -> dict[str, str]:
    return header(new_key(), body, kid=key_id)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def lookups(ebay: EbaySimulator) -> int:
    return sum("/public_key/" in call for call in ebay.calls)


@pytest.mark.parametrize("digest", ["SHA1", "SHA256"])
def test_a_buyers_message_arrives_signed(
    digest: str,
    ebay: EbaySimulator,
    application: EbayConnector,
    receiver: Receiver,
    subscribed: Callable[..., str],
    buyer_writes: Writes,
) -> None:
    ebay.sender.signer = Signer(digest)
    subscribed()
    buyer_writes("Où est mon colis ? 📦")
    [(body, headers)] = receiver.wait_for(1)
    application.verify_push(body, headers)
    note = application.read_push(body)
    assert (note.topic, note.wakes) == ("NEW_MESSAGE", ("messages",))
    assert SELLER in note.sellers
    with pytest.raises(ForgedPush):
        application.verify_push(body.replace(b"colis", b"avoir"), headers)


def test_keys_are_asked_for_once_an_hour(ebay: EbaySimulator, application: EbayConnector, clock: Clock) -> None:
    headers = {"x-ebay-signature": ebay.sender.signer.header(BODY)}
    for _ in range(5):
        application.verify_push(BODY, headers)
    assert lookups(ebay) == 1
    clock.forward(hours=1, minutes=1)
    application.verify_push(BODY, headers)
    assert lookups(ebay) == 2


def test_a_made_up_key_is_asked_for_once(ebay: EbaySimulator, application: EbayConnector) -> None:
    for _ in range(5):
        with pytest.raises(ForgedPush):
            application.verify_push(BODY, forged("made-up"))
    assert lookups(ebay) == 1


def test_a_flood_of_made_up_keys_ends_at_the_limit_and_leaves_good_ones_alone(
    ebay: EbaySimulator, application: EbayConnector, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"x-ebay-signature": ebay.sender.signer.header(BODY)}
    application.verify_push(BODY, good)
    taken: dict[str, int] = {}

    def take(api: str, *, rate: object) -> None:
        taken[api] = taken.get(api, 0) + 1
        if api == "push-key-unseen" and taken[api] > OF_STRANGERS.burst:
            raise TryLater("the call limit is used up", timedelta(minutes=6))

    monkeypatch.setattr(application.client.tools.quota, "take", take)
    outcomes = []
    for number in range(50):
        try:
            application.verify_push(BODY, forged(f"made-up-{number}"))
        except (ForgedPush, TryLater) as error:
            outcomes.append(type(error))
    assert outcomes.count(ForgedPush) == OF_STRANGERS.burst
    assert outcomes.count(TryLater) == 50 - OF_STRANGERS.burst
    clock.forward(hours=2)
    application.verify_push(BODY, good)


def test_a_signature_of_nobody_asks_for_no_key(ebay: EbaySimulator, application: EbayConnector) -> None:
    for headers in ({}, {"x-ebay-signature": "rubbish"}, {"x-ebay-signature": base64.b64encode(b"{}").decode()}):
        with pytest.raises(ForgedPush):
            application.verify_push(BODY, headers)
    assert lookups(ebay) == 0


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.UNAVAILABLE, Trouble.TOO_MANY])
def test_a_key_server_in_trouble_is_no_forgery(
    ebay: EbaySimulator, application: EbayConnector, trouble: Trouble
) -> None:
    headers = {"x-ebay-signature": ebay.sender.signer.header(BODY)}
    ebay.trouble(trouble, path="/public_key/")
    with pytest.raises(TryLater):
        application.verify_push(BODY, headers)
    application.verify_push(BODY, headers)


def test_a_broken_answer_of_the_key_server_is_no_forgery(ebay: EbaySimulator, application: EbayConnector) -> None:
    headers = {"x-ebay-signature": ebay.sender.signer.header(BODY)}
    ebay.trouble(Trouble.MALFORMED, path="/public_key/")
    with pytest.raises(UnexpectedAnswer):
        application.verify_push(BODY, headers)
    application.verify_push(BODY, headers)


def test_an_application_token_that_has_ended_is_renewed(ebay: EbaySimulator, application: EbayConnector) -> None:
    headers = {"x-ebay-signature": ebay.sender.signer.header(BODY)}
    ebay.trouble(Trouble.TOKEN_EXPIRED, path="/public_key/")
    application.verify_push(BODY, headers)


def test_what_is_not_taken_comes_again_under_the_same_id(
    ebay: EbaySimulator, receiver: Receiver, subscribed: Callable[..., str], buyer_writes: Writes
) -> None:
    subscribed()
    ebay.sender.seconds_between = 0.05
    receiver.status = 500
    buyer_writes()
    pushes = [json.loads(body)["notification"] for body, _ in receiver.wait_for(3)]
    assert len({push["notificationId"] for push in pushes}) == 1
    assert [push["publishAttemptCount"] for push in pushes] == [1, 2, 3]


def test_after_many_failures_the_destination_is_given_up(
    ebay: EbaySimulator,
    receiver: Receiver,
    destination: Destination,
    subscribed: Callable[..., str],
    buyer_writes: Writes,
    application: EbayConnector,
) -> None:
    subscribed()
    ebay.sender.seconds_between, ebay.sender.failures_until_down = 0.05, 3
    receiver.status = 500
    buyer_writes()
    receiver.wait_for(3)
    wait_for(lambda: ebay.pushes.destinations[destination.external_id].status == "MARKED_DOWN")
    receiver.status = 204
    assert application.keep_destination(destination.external_id, receiver.endpoint).repaired
    buyer_writes("Bonjour ?")
    receiver.wait_for(4)


def test_a_test_is_signed_and_names_nobody(
    ebay: EbaySimulator,
    seller: EbayConnector,
    application: EbayConnector,
    receiver: Receiver,
    subscribed: Callable[..., str],
) -> None:
    seller.ask_for_test(subscribed())
    [(body, headers)] = receiver.wait_for(1)
    application.verify_push(body, headers)
    assert SELLER not in application.read_push(body).sellers


def test_closed_accounts_and_withdrawn_consents_are_told_to_the_application(
    ebay: EbaySimulator, application: EbayConnector, destination: Destination, receiver: Receiver
) -> None:
    topics = ["MARKETPLACE_ACCOUNT_DELETION", "AUTHORIZATION_REVOCATION"]
    application.keep_subscriptions(destination, topics, known={})
    ebay.closes_account("somebody")
    ebay.revoke(SELLER)
    notes = [application.read_push(body) for body, _ in receiver.wait_for(2)]
    assert notes[0].forgotten[0] == "somebody"
    assert notes[1].revoked and SELLER in notes[1].sellers


def test_orders_and_feedback_are_told(
    ebay: EbaySimulator,
    application: EbayConnector,
    receiver: Receiver,
    subscribed: Callable[..., str],
    sold: Callable[..., str],
) -> None:
    subscribed("ORDER_CONFIRMATION")
    subscribed("FEEDBACK_RECEIVED")
    ebay.leaves_feedback(sold(), "POSITIVE", "Parfait")
    notes = [application.read_push(body) for body, _ in receiver.wait_for(2)]
    assert [note.wakes for note in notes] == [("orders",), ("feedback",)]
    assert all(SELLER in note.sellers for note in notes)


def test_the_quota_of_the_api_is_used(application: EbayConnector, destination: Destination, quota: MemoryQuota) -> None:
    assert quota.taken["commerce.notification"] > 0
