"""Every static sandbox case of Amazon's Messaging, Solicitations and Orders 2026 models, replayed."""

from collections.abc import Mapping
from typing import Any

import pytest

from connectors.amazon.simulator.spapi_sandbox import Case, cases_in
from connectors.amazon.spapi import SellingPartner, read_order
from connectors.amazon.spapi.kinds import KINDS
from connectors.amazon.spapi.orders import orders_in
from connectors.amazon.spapi.refusals import Refused
from connectors.amazon.spapi.tests.models import MODELS, Exchange, violations
from connectors.errors import ReplyRefused
from connectors.outgoing import OutgoingFile

pytestmark = pytest.mark.skipif(not MODELS.exists(), reason="Amazon's models are not beside the repository")

CASES = cases_in(MODELS) if MODELS.exists() else ()
GOOD = [case for case in CASES if case.status < 300]
BAD = [case for case in CASES if case.status >= 400]
PLACE = {"marketplaceIds": "ATVPDKIKX0DER"}


def _name(case: Case) -> str:
    return f"{case.operation}-{case.status}-{'-'.join(str(value)[:20] for value in case.parameters.values())}"


def _path(case: Case) -> str:
    named = {name: value for name, value in case.parameters.items() if case.places[name] == "path"}
    return case.template.format(**named)


def _options(case: Case) -> dict[str, Any]:
    query: dict[str, str] = dict(PLACE) if "amazonOrderId" in case.template else {}
    for name, value in case.parameters.items():
        if case.places[name] == "query":
            query[name] = ",".join(value) if isinstance(value, list) else str(value)
    options: dict[str, Any] = {"params": query}
    if "body" in case.places.values():
        options["json"] = case.parameters.get("body", {})
    return options


def _family(case: Case) -> str:
    return case.template.split("/")[1]


def _call(partner: SellingPartner, case: Case) -> Any:
    api = f"{_family(case)}.{case.operation}"
    if case.method == "POST":
        partner.client.send_once(api, _path(case), **_options(case))
        return {}
    return partner.client.read(api, case.method, _path(case), **_options(case))


def test_there_are_as_many_cases_as_amazon_publishes() -> None:
    assert len(CASES) == 22 + 2 + 8


@pytest.mark.parametrize("case", GOOD, ids=_name)
def test_a_good_case_gets_amazons_very_answer(partner: SellingPartner, case: Case) -> None:
    assert _call(partner, case) == case.response


@pytest.mark.parametrize("case", BAD, ids=_name)
def test_a_bad_case_is_refused_in_amazons_words(partner: SellingPartner, case: Case) -> None:
    with pytest.raises(Refused, match="Invalid Input") as caught:
        _call(partner, case)
    assert caught.value.complaint.codes == ("InvalidInput",)


@pytest.mark.parametrize("case", [case for case in GOOD if case.operation == "getOrder"], ids=_name)
def test_every_order_of_the_sandbox_is_looked_up_and_read(partner: SellingPartner, case: Case) -> None:
    raw = partner.order(case.parameters["orderId"])
    assert raw is not None
    order = read_order(raw.body)
    assert order.external_id == case.parameters["orderId"]
    assert (order.total, order.items[0].title, order.state) != (None, "", "")


def test_the_order_that_is_no_order_is_none(partner: SellingPartner) -> None:
    assert partner.order("TEST_CASE_400") is None


@pytest.mark.parametrize("case", [case for case in GOOD if case.operation == "searchOrders"], ids=_name)
def test_every_list_of_orders_of_the_sandbox_is_read(case: Case) -> None:
    items, token = orders_in(case.response)
    assert [read_order(raw.body).external_id for raw in items] == [raw.key for raw in items]
    assert token == case.response.get("pagination", {}).get("nextToken", "")


@pytest.fixture
def american(partner: SellingPartner) -> SellingPartner:
    return SellingPartner(
        partner.client.tools, credentials={**partner.client.sign_in.form, "region": "na"}, marketplaces=["US"]
    )


def test_the_actions_of_the_sandbox_are_those_we_know_of_it(american: SellingPartner) -> None:
    offered = {action.name for action in american.actions("123-1234567-1234567") if not action.reason}
    assert offered == KINDS.keys() - {"invoice"}


VALUES: Mapping[str, str] = {
    "text": "My Message",
    "starts_at": "2004-12-13T21:39:45.618-08:00",
    "ends_at": "2005-12-13T21:39:45.618-08:00",
}
TEXT_ONLY = [name for name, kind in KINDS.items() if kind.fields in (("text",), ())]


@pytest.mark.parametrize("name", TEXT_ONLY)
def test_a_message_to_the_sandbox_is_taken(american: SellingPartner, name: str) -> None:
    american.act("123-1234567-1234567", name, values=VALUES)


@pytest.mark.parametrize("name", [name for name in KINDS if name != "productReviewAndSellerFeedback"])
def test_a_message_about_the_sandboxs_bad_order_is_refused(american: SellingPartner, name: str) -> None:
    files = (OutgoingFile("a.txt", "text/plain", b"a"),) if "file" in KINDS[name].required else ()
    order = "badOrderId" if name == "invoice" else "123-1234567-0000000"
    with pytest.raises(ReplyRefused, match="Amazon refused: Invalid Input"):
        american.act(order, name, values=VALUES, files=files)


def test_the_buyers_locale_of_the_sandbox_is_read(american: SellingPartner) -> None:
    assert american.buyer_locale("123-1234567-1234567") == "en-US"


def test_the_check_notices_what_the_model_does_not_allow() -> None:
    url = "https://sellingpartnerapi-eu.amazon.com/messaging/v1/orders/1/messages/invoice?marketplaceIds=A,B&other=1"
    body = {"attachments": [{"fileName": "a"}], "note": ""}
    assert len(violations(Exchange("POST", url, body, 299, None))) == 5
