"""Consent, tokens, and who the seller is."""

import html
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.hosts import hosts_from
from connectors.ebay.sign_in import SCOPES
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.sign_in import IDENTITY_SCOPE, MESSAGE_SCOPE
from connectors.ebay.tests.conftest import IDENTITY, SELLER
from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, Clock, make_tools, renewals

ACCEPT = "http://127.0.0.1:9/accounts/ebay/back"


@pytest.fixture
def newcomer(tools: Tools, ebay: EbaySimulator) -> EbayConnector:
    """A connector of the installation, without an account."""
    ebay.accept_url = ACCEPT
    ebay.add_seller(SELLER)
    return EbayConnector(credentials={}, identity={}, tools=tools)


def consent(url: str, **decision: str) -> dict[str, str]:
    """Fill in eBay's consent page as a seller would; what the browser is sent back with."""
    page = requests.get(url, timeout=5)
    hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
    form = {html.unescape(name): html.unescape(value) for name, value in hidden} | decision
    action = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/oauth2/authorize"
    answer = requests.post(action, data=form, allow_redirects=False, timeout=5)
    location = answer.headers["Location"]
    assert location.startswith(ACCEPT)
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def test_a_seller_signs_in_on_ebays_page(newcomer: EbayConnector, tools: Tools) -> None:
    back = consent(newcomer.sign_in_url(state="s1", locale="fr"), seller=SELLER, decision="agree")
    assert back["state"] == "s1"
    signed_in = newcomer.finish_sign_in(back["code"])
    assert signed_in.sign_in_ends_at == NOON + timedelta(seconds=47304000)
    facts = EbayConnector(credentials=signed_in.credentials, identity={}, tools=tools).check()
    assert facts.name == SELLER
    assert facts.missing == ()


def test_the_consent_page_is_asked_for_with_the_ru_name(newcomer: EbayConnector) -> None:
    query = parse_qs(urlsplit(newcomer.sign_in_url(state="s1", locale="de")).query)
    assert query["redirect_uri"] == [newcomer.sign_in.ru_name]
    assert query["scope"] == [" ".join(SCOPES)]
    assert (query["response_type"], query["state"], query["locale"]) == (["code"], ["s1"], ["de-DE"])


def test_a_seller_may_decline(newcomer: EbayConnector) -> None:
    back = consent(newcomer.sign_in_url(state="s1", locale="xx"), seller=SELLER, decision="decline")
    assert back == {"error": "access_denied", "state": "s1"}


def test_a_code_works_once(newcomer: EbayConnector) -> None:
    back = consent(newcomer.sign_in_url(state="s1", locale="fr"), seller=SELLER, decision="agree")
    newcomer.finish_sign_in(back["code"])
    with pytest.raises(SignInAgain):
        newcomer.finish_sign_in(back["code"])


def test_a_code_works_for_minutes_only(newcomer: EbayConnector, clock: Clock) -> None:
    back = consent(newcomer.sign_in_url(state="s1", locale="fr"), seller=SELLER, decision="agree")
    clock.forward(minutes=6)
    with pytest.raises(SignInAgain):
        newcomer.finish_sign_in(back["code"])


def test_a_code_that_is_still_encoded_is_decoded(newcomer: EbayConnector) -> None:
    back = consent(newcomer.sign_in_url(state="s1", locale="fr"), seller=SELLER, decision="agree")
    assert newcomer.finish_sign_in(back["code"].replace("^", "%5E").replace("#", "%23")).credentials


def test_without_keys_of_the_application_nobody_can_sign_in(clock: Clock) -> None:
    connector = EbayConnector(credentials={}, identity={}, tools=make_tools({}, now=clock))
    with pytest.raises(SignInAgain, match="client_id, ru_name"):
        connector.sign_in_url(state="s", locale="fr")


def test_a_token_is_shared_until_it_ends(connector: EbayConnector, clock: Clock) -> None:
    connector.check()
    connector.check()
    clock.forward(hours=3)
    connector.check()
    assert renewals(connector.tools) == {"user": 2}


def test_a_withdrawn_consent_is_said_so(connector: EbayConnector, ebay: EbaySimulator) -> None:
    ebay.revoke(SELLER)
    with pytest.raises(SignInAgain, match="invalid_grant"):
        connector.check()


def test_a_wrong_secret_is_said_so(ebay: EbaySimulator, tools: Tools) -> None:
    credentials = {**ebay.add_seller(SELLER), "client_secret": "wrong"}
    with pytest.raises(SignInAgain, match="invalid_client"):
        EbayConnector(credentials=credentials, identity={}, tools=tools).check()


def test_no_refresh_token_means_nobody_has_signed_in(tools: Tools) -> None:
    with pytest.raises(SignInAgain, match="nobody has signed in"):
        EbayConnector(credentials={}, identity={}, tools=tools).check()


@pytest.mark.parametrize(
    "trouble", [Trouble.SERVER_ERROR, Trouble.UNAVAILABLE, Trouble.TOO_MANY, Trouble.TIMEOUT_BEFORE]
)
def test_a_token_desk_that_is_down_is_tried_later(
    connector: EbayConnector, ebay: EbaySimulator, trouble: Trouble
) -> None:
    ebay.trouble(trouble, path="/oauth2/token")
    with pytest.raises(TryLater):
        connector.check()


def test_an_unreadable_token_answer_is_unexpected(connector: EbayConnector, ebay: EbaySimulator) -> None:
    ebay.trouble(Trouble.MALFORMED, path="/oauth2/token")
    with pytest.raises(UnexpectedAnswer):
        connector.check()


def test_a_consent_without_messages_is_reported(ebay: EbaySimulator, tools: Tools) -> None:
    credentials = ebay.add_seller(SELLER, scopes=frozenset({IDENTITY_SCOPE}))
    facts = EbayConnector(credentials=credentials, identity={}, tools=tools).check()
    [sentence] = facts.missing
    assert "commerce.message" in sentence


def test_a_consent_without_identity_asks_to_sign_in_again(ebay: EbaySimulator, tools: Tools) -> None:
    credentials = ebay.add_seller(SELLER, scopes=frozenset({MESSAGE_SCOPE}))
    with pytest.raises(SignInAgain, match=r"commerce\.identity\.readonly"):
        EbayConnector(credentials=credentials, identity={}, tools=tools).check()


def test_every_name_ever_seen_is_kept(connector: EbayConnector, ebay: EbaySimulator, tools: Tools) -> None:
    ebay.rename_seller(SELLER, to="nicer_shop")
    facts = EbayConnector(credentials=connector.credentials, identity=IDENTITY, tools=tools).check()
    assert facts.name == "nicer_shop"
    assert {SELLER, "nicer_shop", "u1234567890"} <= set(facts.identity["names"])


def test_limits_are_read_with_the_applications_own_token(connector: EbayConnector) -> None:
    [left] = connector.quotas()
    assert (left.api, left.limit) == ("commerce.message", 10_000_000)
    assert left.resets_at == NOON.replace(hour=8) + timedelta(days=1)
    assert renewals(connector.tools) == {"application": 1}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ("https://api.ebay.com", "https://apiz.ebay.com", "https://auth.ebay.com")),
        (
            {"EBAY_ENVIRONMENT": "sandbox", "EBAY_API_URL": "https://api.ebay.com"},
            ("https://api.sandbox.ebay.com", "https://apiz.sandbox.ebay.com", "https://auth.sandbox.ebay.com"),
        ),
        (
            {"EBAY_ENVIRONMENT": "sandbox", "EBAY_API_URL": "http://localhost:1/"},
            ("http://localhost:1", "https://apiz.sandbox.ebay.com", "https://auth.sandbox.ebay.com"),
        ),
    ],
)
def test_the_environment_names_the_hosts(settings: dict[str, str], expected: tuple[Any, ...]) -> None:
    hosts = hosts_from(settings)
    assert (hosts.api, hosts.apiz, hosts.auth) == expected


def test_an_environment_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="EBAY_ENVIRONMENT"):
        hosts_from({"EBAY_ENVIRONMENT": "staging"})
