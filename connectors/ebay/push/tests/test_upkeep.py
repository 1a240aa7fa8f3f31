"""Destination and subscriptions are made, found again and set right."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.push.calls import NotificationApi
from connectors.ebay.push.destination import endpoint_problem
from connectors.ebay.push.tests.conftest import Receiver
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.sign_in import KNOWN_SCOPES
from connectors.ebay.tests.conftest import IDENTITY, SELLER
from connectors.errors import SignInAgain
from connectors.push import Destination, PushRefused, PushState
from connectors.simulation_server import json_reply

ALL = [topic.name for topic in EbayConnector.push_topics if not topic.of_application]
APPLICATIONS = [topic.name for topic in EbayConnector.push_topics if topic.of_application]


def test_a_destination_is_made_once_and_found_again(
    application: EbayConnector, receiver: Receiver, ebay: EbaySimulator
) -> None:
    made = application.keep_destination("", receiver.endpoint)
    again = application.keep_destination(made.external_id, receiver.endpoint)
    forgotten = application.keep_destination("", receiver.endpoint)
    assert made.external_id == again.external_id == forgotten.external_id
    assert not again.repaired
    assert len(ebay.pushes.destinations) == 1
    assert ebay.pushes.contact == "owner@shop.test"


def test_a_destination_that_ebay_has_given_up_is_switched_on_again(
    application: EbayConnector, receiver: Receiver, destination: Destination, ebay: EbaySimulator
) -> None:
    ebay.mark_down(destination.external_id)
    assert application.keep_destination(destination.external_id, receiver.endpoint).repaired
    assert ebay.pushes.destinations[destination.external_id].status == "ENABLED"


def test_a_destination_that_ebay_has_lost_is_made_anew(
    application: EbayConnector, receiver: Receiver, destination: Destination, ebay: EbaySimulator
) -> None:
    ebay.pushes.destinations.clear()
    assert application.keep_destination(destination.external_id, receiver.endpoint).external_id in (
        ebay.pushes.destinations
    )


def test_another_token_is_told_to_ebay(
    application: EbayConnector, receiver: Receiver, destination: Destination, ebay: EbaySimulator
) -> None:
    receiver.knows_token = False
    application.keep_destination(destination.external_id, receiver.endpoint)
    assert ebay.pushes.destinations[destination.external_id].token == receiver.endpoint.secret


def test_an_endpoint_that_does_not_answer_the_challenge_is_refused_in_ebays_words(
    application: EbayConnector, receiver: Receiver
) -> None:
    wrong = replace(receiver.endpoint, secret="x" * 40)
    with pytest.raises(PushRefused, match="Challenge verification failed"):
        application.keep_destination("", wrong)


def test_the_real_ebay_takes_public_https_only() -> None:
    assert endpoint_problem("https://guichet.example/push/ebay/", takes_loopback=False) == ""
    for url in (
        "http://guichet.example/",
        "https://localhost/",
        "https://10.0.0.8/",
        "https://guichet/",
        "https://[::1]/",
    ):
        assert "GUICHET_PUBLIC_URL" in endpoint_problem(url, takes_loopback=False)
    assert endpoint_problem("http://127.0.0.1:8000/push/ebay/", takes_loopback=True) == ""


def test_every_topic_is_subscribed_to_once(
    seller: EbayConnector, application: EbayConnector, destination: Destination, ebay: EbaySimulator
) -> None:
    first = seller.keep_subscriptions(destination, ALL, known={})
    again = seller.keep_subscriptions(destination, ALL, known={each.topic: each.external_id for each in first})
    unknown = seller.keep_subscriptions(destination, ALL, known={})
    assert list(first) == list(again) == list(unknown)
    assert {each.state for each in first} == {PushState.ON}
    assert {each.problem for each in application.keep_subscriptions(destination, APPLICATIONS, known={})} == {""}
    assert len(ebay.pushes.subscriptions) == len(ALL) + len(APPLICATIONS)


def test_a_subscription_that_is_off_or_goes_elsewhere_is_set_right(
    seller: EbayConnector, destination: Destination, ebay: EbaySimulator, subscribed: Callable[..., str]
) -> None:
    external_id = subscribed()
    for change in ({"status": "DISABLED"}, {"destination": "gone"}):
        vars(ebay.pushes.subscriptions[external_id]).update(change)
        [kept] = seller.keep_subscriptions(destination, ["NEW_MESSAGE"], known={"NEW_MESSAGE": external_id})
        assert kept.state == PushState.ON
        there = ebay.pushes.subscriptions[external_id]
        assert (there.status, there.destination) == ("ENABLED", destination.external_id)


def test_a_subscription_that_ebay_has_lost_is_made_anew(
    seller: EbayConnector, destination: Destination, ebay: EbaySimulator, subscribed: Callable[..., str]
) -> None:
    known = {"NEW_MESSAGE": subscribed()}
    ebay.pushes.subscriptions.clear()
    [kept] = seller.keep_subscriptions(destination, ["NEW_MESSAGE"], known=known)
    assert kept.external_id in ebay.pushes.subscriptions


def test_an_old_consent_says_what_it_lacks(ebay: EbaySimulator, tools: Tools, destination: Destination) -> None:
    scopes = frozenset(scope for scope in KNOWN_SCOPES if "notification" not in scope)
    old = EbayConnector(credentials=ebay.add_seller(SELLER, scopes=scopes), identity=IDENTITY, tools=tools)
    kept = old.keep_subscriptions(destination, ALL, known={})
    assert all("commerce.notification.subscription" in each.problem for each in kept)
    assert {each.state for each in kept} == {PushState.OFF}


def test_one_topic_that_the_consent_does_not_cover_stops_no_other(
    ebay: EbaySimulator, tools: Tools, destination: Destination
) -> None:
    scopes = frozenset(scope for scope in KNOWN_SCOPES if "feedback" not in scope)
    partly = EbayConnector(credentials=ebay.add_seller(SELLER, scopes=scopes), identity=IDENTITY, tools=tools)
    kept = {each.topic: each for each in partly.keep_subscriptions(destination, [*ALL, "NO_SUCH"], known={})}
    assert kept["FEEDBACK_RECEIVED"].problem
    assert kept["NO_SUCH"].problem
    assert kept["NEW_MESSAGE"].state == PushState.ON


def test_a_withdrawn_consent_is_told_as_such(
    seller: EbayConnector, ebay: EbaySimulator, destination: Destination
) -> None:
    ebay.revoke(SELLER)
    with pytest.raises(SignInAgain):
        seller.keep_subscriptions(destination, ALL, known={})


def test_subscriptions_are_given_up_even_if_they_are_gone(
    seller: EbayConnector, ebay: EbaySimulator, subscribed: Callable[..., str]
) -> None:
    seller.end_subscriptions([subscribed(), "9999999"])
    assert ebay.pushes.subscriptions == {}


def test_a_long_list_is_read_to_its_end(application: EbayConnector, receiver: Receiver, ebay: EbaySimulator) -> None:
    made = application.keep_destination("", receiver.endpoint)
    found = ebay.pushes.destinations[made.external_id]
    others = {
        str(number): replace(found, id=str(number), endpoint=f"https://{number}.example/") for number in range(250)
    }
    ebay.pushes.destinations = {**others, found.id: found}
    assert application.keep_destination("", receiver.endpoint).external_id == found.id


@pytest.mark.parametrize("following", ["", None, "https://api.ebay.com/somewhere/else"])
def test_a_next_page_that_is_none_ends_the_list(
    application: EbayConnector, ebay: EbaySimulator, monkeypatch: pytest.MonkeyPatch, following: str | None
) -> None:
    page = json_reply(200, {"destinations": [{"destinationId": "7"}], "next": following})
    usual = ebay.handle
    monkeypatch.setattr(
        ebay, "handle", lambda request: page if request.path.endswith("/destination") else usual(request)
    )
    found = list(NotificationApi(application.client).destinations())
    assert [each["destinationId"] for each in found] == ["7"]


def test_the_newest_version_of_a_payload_is_wanted(
    application: EbayConnector, ebay: EbaySimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = [{"schemaVersion": version} for version in ("1.9", "1.10", "draft")]
    topic = json_reply(200, {"supportedPayloads": [*versions, {"schemaVersion": "2.0", "deprecated": True}]})
    usual = ebay.handle
    monkeypatch.setattr(ebay, "handle", lambda request: topic if "/topic/" in request.path else usual(request))
    assert NotificationApi(application.client).schema_version("NEW_MESSAGE") == "1.10"
