"""Our client and our stand-in, both held against Amazon's own models."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from connectors.amazon.simulator.spapi import SellingPartnerStandIn
from connectors.amazon.spapi import SellingPartner
from connectors.amazon.spapi.tests.conftest import ORDER, SELLER, AddOrder, request
from connectors.amazon.spapi.tests.models import MODELS, violations
from connectors.amazon.spapi.tests.recording import RecordingHttp
from connectors.outgoing import OutgoingFile
from tests.connectors.tools import Clock, make_tools

pytestmark = pytest.mark.skipif(not MODELS.exists(), reason="Amazon's models are not beside the repository")

VALUES: Mapping[str, str] = {"text": "Votre colis est en retard.", "starts_at": "2026-11-20", "ends_at": "2028-11-20"}
FILES = (OutgoingFile("facture.pdf", "application/pdf", b"%PDF-1.4"),)


@pytest.fixture
def recorded() -> RecordingHttp:
    return RecordingHttp()


@pytest.fixture
def observed(amazon: SellingPartnerStandIn, clock: Clock, recorded: RecordingHttp) -> SellingPartner:
    plain = make_tools(amazon.environment(), now=clock)
    tools = replace(plain, http=recorded)
    return SellingPartner(tools, credentials=amazon.add_seller(SELLER), marketplaces=["FR", "DE"])


def test_a_whole_day_of_calls_keeps_to_the_models(
    observed: SellingPartner,
    recorded: RecordingHttp,
    amazon: SellingPartnerStandIn,
    clock: Clock,
    add_order: AddOrder,
) -> None:
    add_order(buyer_name="Anna", buyer_email="abc123@marketplace.amazon.fr", cancel_requested=True)
    for number in range(120):
        add_order(f"403-0000000-{number:07}")
    amazon.add_return(SELLER, **{"Order ID": ORDER, "Return request date": "18-Nov-2026"})
    amazon.add_feedback(SELLER, **{"Date": "18/11/26", "Rating": "2", "Order ID": ORDER})
    clock.forward(minutes=5)
    observed.check()
    observed.actions(ORDER)
    observed.buyer_locale(ORDER)
    for name in ("legalDisclosure", "confirmOrderDetails", "invoice", "confirmCustomizationDetails"):
        files = () if name == "confirmOrderDetails" else FILES
        observed.act(ORDER, name, values=VALUES, files=files)
    amazon.ship(ORDER, carrier="Colissimo", tracking="8L00000000000")
    clock.forward(days=10)
    for name in ("unexpectedProblem", "confirmDeliveryDetails", "warranty", "productReviewAndSellerFeedback"):
        observed.act(ORDER, name, values=VALUES, files=FILES if name == "warranty" else ())
    list(observed.orders(request("orders")))
    for stream in (observed.returns, observed.feedback):
        cursor = list(stream(request("x")))[-1].cursor
        clock.forward(minutes=5)
        list(stream(request("x", cursor)))
    assert {exchange.status for exchange in recorded.exchanges} == {200, 201, 202}
    assert [fault for exchange in recorded.exchanges for fault in violations(exchange)] == []


def test_every_call_carries_what_amazon_asks_for(
    observed: SellingPartner, recorded: RecordingHttp, add_order: AddOrder
) -> None:
    add_order()
    observed.order(ORDER)
    token_call, call = recorded.headers
    assert token_call["content-type"] == "application/x-www-form-urlencoded"
    assert call["x-amz-access-token"].startswith("Atza|")
    assert call["x-amz-date"] == "20261120T120000Z"
    assert call["user-agent"].startswith("Guichet/")
    assert "authorization" not in call


def test_the_stand_ins_refusals_keep_to_the_models(
    observed: SellingPartner, recorded: RecordingHttp, add_order: AddOrder, clock: Clock
) -> None:
    add_order(status="SHIPPED")
    clock.forward(days=90)
    assert all(action.reason for action in observed.actions(ORDER))
    observed.order("403-9999999-9999999")
    assert {exchange.status for exchange in recorded.exchanges} == {200, 403, 404}
    assert [fault for exchange in recorded.exchanges for fault in violations(exchange)] == []
