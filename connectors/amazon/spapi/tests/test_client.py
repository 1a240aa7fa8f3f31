"""Tokens, refusals, call limits and what is written down of a call."""

import logging
from collections.abc import Mapping
from datetime import timedelta

import pytest

from connectors.amazon.simulator.spapi import SellingPartnerStandIn
from connectors.amazon.simulator.spapi_state import ROLES
from connectors.amazon.spapi import SellingPartner
from connectors.amazon.spapi.rates import GET_ORDER, RATES, rate_of
from connectors.amazon.spapi.tests.conftest import ORDER, SELLER, AddOrder
from connectors.collaborators import Tools
from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.simulation import Trouble
from tests.connectors.tools import Clock, MemoryQuota, MemoryTokens, make_tools


def test_one_token_serves_many_calls_and_is_renewed_before_it_ends(
    partner: SellingPartner, tools: Tools, clock: Clock, add_order: AddOrder
) -> None:
    add_order()
    partner.order(ORDER)
    clock.forward(minutes=54)
    partner.order(ORDER)
    assert isinstance(tools.tokens, MemoryTokens)
    assert tools.tokens.renewed == {"spapi": 1}
    clock.forward(minutes=2)
    partner.order(ORDER)
    assert tools.tokens.renewed == {"spapi": 2}


def test_a_token_amazon_calls_expired_with_403_is_renewed_once(
    partner: SellingPartner, amazon: SellingPartnerStandIn, add_order: AddOrder
) -> None:
    add_order()
    amazon.trouble(Trouble.TOKEN_EXPIRED)
    assert partner.order(ORDER) is not None


def test_a_token_refused_twice_asks_to_sign_in_again(partner: SellingPartner, amazon: SellingPartnerStandIn) -> None:
    amazon.trouble(Trouble.TOKEN_EXPIRED, times=2)
    with pytest.raises(SignInAgain, match="access token"):
        partner.order(ORDER)


def test_a_secret_of_181_days_is_named_as_such(partner: SellingPartner, amazon: SellingPartnerStandIn) -> None:
    amazon.end_secret(SELLER)
    with pytest.raises(SignInAgain, match="180 days"):
        partner.check()


def test_a_withdrawn_authorisation_asks_to_authorise_again(
    partner: SellingPartner, amazon: SellingPartnerStandIn
) -> None:
    amazon.revoke(SELLER)
    with pytest.raises(SignInAgain, match="Authorise your application again"):
        partner.check()


@pytest.mark.parametrize("name", ["client_id", "client_secret", "refresh_token"])
def test_what_is_not_filled_in_is_named(tools: Tools, amazon: SellingPartnerStandIn, name: str) -> None:
    partner = SellingPartner(tools, credentials={**amazon.add_seller(SELLER), name: ""}, marketplaces=["FR"])
    with pytest.raises(SignInAgain, match=name):
        partner.check()


def test_a_region_amazon_does_not_have_is_named(tools: Tools) -> None:
    with pytest.raises(SignInAgain, match="eu, na or fe"):
        SellingPartner(tools, credentials={"region": "mars"}, marketplaces=["FR"])


@pytest.mark.parametrize(
    ("countries", "host"),
    [(["FR"], "-eu"), (["UK"], "-eu"), (["US", "FR"], "-na"), (["JP"], "-fe"), ([], "-eu")],
)
def test_the_host_is_that_of_the_region(clock: Clock, countries: list[str], host: str) -> None:
    partner = SellingPartner(make_tools({}, now=clock), credentials={}, marketplaces=countries)
    assert partner.client.hosts.api == f"https://sellingpartnerapi{host}.amazon.com"


def test_marketplaces_of_another_region_are_not_asked_for(clock: Clock) -> None:
    partner = SellingPartner(make_tools({}, now=clock), credentials={"region": "eu"}, marketplaces=["FR", "US", "GB"])
    assert [place.country for place in partner.marketplaces] == ["FR", "GB"]


def test_check_names_the_store_and_misses_nothing(partner: SellingPartner) -> None:
    assert partner.check() == (SELLER, ())


def test_check_says_where_the_seller_does_not_sell(tools: Tools, amazon: SellingPartnerStandIn) -> None:
    partner = SellingPartner(tools, credentials=amazon.add_seller(SELLER), marketplaces=["FR", "DE"])
    _, missing = partner.check()
    assert missing == ("You do not sell on amazon.de with this account.",)


def test_check_says_which_marketplaces_need_another_application(tools: Tools, amazon: SellingPartnerStandIn) -> None:
    partner = SellingPartner(tools, credentials=amazon.add_seller(SELLER), marketplaces=["FR", "US"])
    _, missing = partner.check()
    assert missing == ("Orders on amazon.com are not available: it is in another region than this application.",)


def _with_roles(amazon: SellingPartnerStandIn, tools: Tools, roles: frozenset[str]) -> SellingPartner:
    return SellingPartner(tools, credentials=amazon.add_seller("autre", roles=roles), marketplaces=["FR"])


def test_a_missing_role_is_a_sentence_and_no_error(tools: Tools, amazon: SellingPartnerStandIn) -> None:
    partner = _with_roles(amazon, tools, ROLES - {"orders", "reports"})
    _, missing = partner.check()
    assert [sentence.split(":")[0] for sentence in missing] == [
        "Orders cannot be read",
        "Returns and feedback cannot be read",
        "Account health cannot be read",
    ]


def test_an_order_that_no_role_shows_says_which_role(tools: Tools, amazon: SellingPartnerStandIn) -> None:
    partner = _with_roles(amazon, tools, ROLES - {"orders"})
    amazon.add_order(ORDER, seller="autre")
    with pytest.raises(SignInAgain, match="Inventory and Order Tracking"):
        partner.order(ORDER)


def test_check_goes_on_when_only_the_calls_for_orders_are_used_up(partner: SellingPartner, quota: MemoryQuota) -> None:
    partner.check()
    quota.at_most = 1
    for api in [api for api in quota.taken if api.startswith("sellers.")]:
        quota.taken[api] = 0
    assert partner.check() == (SELLER, ())


def test_too_many_calls_wait_at_least_until_one_is_granted(
    partner: SellingPartner, amazon: SellingPartnerStandIn
) -> None:
    amazon.trouble(Trouble.TOO_MANY, path="/orders/")
    with pytest.raises(TryLater) as caught:
        partner.order(ORDER)
    assert caught.value.wait is not None
    assert timedelta(seconds=2) <= caught.value.wait <= timedelta(seconds=4)


def test_no_call_is_made_when_our_own_bucket_is_empty(
    partner: SellingPartner, amazon: SellingPartnerStandIn, quota: MemoryQuota
) -> None:
    quota.at_most = 0
    with pytest.raises(TryLater, match="used up"):
        partner.order(ORDER)
    assert [call for call in amazon.calls if "/orders/" in call] == []


def test_two_sellers_of_one_application_have_buckets_of_their_own(
    amazon: SellingPartnerStandIn, tools: Tools, quota: MemoryQuota
) -> None:
    for name in ("un", "deux"):
        SellingPartner(tools, credentials=amazon.add_seller(name), marketplaces=["FR"]).order(ORDER)
    assert sorted(quota.taken.values()) == [1, 1]


def test_a_rate_that_differs_from_the_documented_one_is_learnt(
    partner: SellingPartner, amazon: SellingPartnerStandIn, quota: MemoryQuota
) -> None:
    amazon.limits.plans["GET /sellers/"] = (0.5, 15)
    partner.check()
    assert list(quota.rates.values()) == [0.5]


def test_every_documented_rate_lets_something_through() -> None:
    assert all(rate.burst >= 1 and rate.per_second > 0 for rate in RATES.values())
    assert rate_of("messaging.warranty") == RATES["messaging"]
    assert rate_of(GET_ORDER) == RATES[GET_ORDER]


def test_the_log_has_amazons_request_id_and_neither_token_nor_text(
    partner: SellingPartner, add_order: AddOrder, caplog: pytest.LogCaptureFixture
) -> None:
    add_order(buyer_name="Anna Petit")
    with caplog.at_level(logging.INFO):
        partner.act(ORDER, "confirmOrderDetails", values={"text": "Quelle couleur ?"})
    logged = caplog.text
    assert "request " in logged
    assert not any(word in logged for word in ("Atza", "Atzr", "couleur", "Anna", "simulated-"))


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.UNAVAILABLE, Trouble.TIMEOUT_BEFORE])
def test_a_bad_day_of_amazon_is_tried_later(
    partner: SellingPartner, amazon: SellingPartnerStandIn, trouble: Trouble
) -> None:
    amazon.trouble(trouble, path="/orders/")
    with pytest.raises(TryLater):
        partner.order(ORDER)


def test_an_answer_cut_in_the_middle_is_no_order(
    partner: SellingPartner, amazon: SellingPartnerStandIn, add_order: AddOrder
) -> None:
    add_order()
    amazon.trouble(Trouble.MALFORMED, path="/orders/")
    with pytest.raises(UnexpectedAnswer):
        partner.order(ORDER)


@pytest.mark.parametrize("credentials", [{}, {"client_id": None}, {"refresh_token": 5}], ids=["none", "null", "number"])
def test_credentials_of_any_shape_lead_to_a_sentence(clock: Clock, credentials: Mapping[str, object]) -> None:
    partner = SellingPartner(make_tools({}, now=clock), credentials=credentials, marketplaces=["FR"])
    with pytest.raises(SignInAgain, match="must be filled in"):
        partner.check()
