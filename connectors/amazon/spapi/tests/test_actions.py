"""What may be sent about an order, when Amazon does not offer it, and sending it once."""

import base64
from datetime import timedelta
from typing import Any

import pytest

from connectors.amazon.simulator.spapi import SellingPartnerStandIn
from connectors.amazon.simulator.spapi_state import ROLES
from connectors.amazon.spapi import SellingPartner
from connectors.amazon.spapi.kinds import KINDS
from connectors.amazon.spapi.tests.conftest import ORDER, SELLER, AddOrder
from connectors.collaborators import Tools
from connectors.errors import OutcomeUnknown, ReplyRefused, TryLater
from connectors.outgoing import OutgoingFile
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, Clock

PDF = OutgoingFile("facture.pdf", "application/pdf", b"%PDF-1.4 facture")
REVIEW = "productReviewAndSellerFeedback"
TEXT = {"text": "Votre colis est bloqué en douane."}


def _offered(partner: SellingPartner) -> set[str]:
    return {action.name for action in partner.actions(ORDER) if not action.reason}


@pytest.fixture
def shipped(amazon: SellingPartnerStandIn, add_order: AddOrder) -> None:
    """An order shipped today that was placed twelve days ago: the window for a review is open."""
    add_order(placed_at=NOON - timedelta(days=12))
    amazon.ship(ORDER, carrier="Colissimo", tracking="8L1")


def test_every_action_is_shown_and_those_not_offered_say_why(partner: SellingPartner, add_order: AddOrder) -> None:
    add_order()
    actions = partner.actions(ORDER)
    assert [action.name for action in actions] == list(KINDS)
    assert _offered(partner) == {
        "legalDisclosure",
        "confirmOrderDetails",
        "confirmCustomizationDetails",
        "invoice",
    }
    assert {action.reason for action in actions} == {"", "Amazon does not offer this for this order now."}


@pytest.mark.usefixtures("shipped")
def test_a_shipped_order_offers_other_actions(partner: SellingPartner) -> None:
    assert _offered(partner) >= {"unexpectedProblem", "confirmDeliveryDetails", "warranty", REVIEW}


@pytest.mark.usefixtures("shipped")
def test_what_is_written_says_in_which_language(partner: SellingPartner) -> None:
    locales = {action.name: action.locale for action in partner.actions(ORDER)}
    assert (locales["unexpectedProblem"], locales["warranty"]) == ("fr-FR", "")


def test_an_order_shipped_long_ago_gives_amazons_own_reason(
    partner: SellingPartner, amazon: SellingPartnerStandIn, clock: Clock, add_order: AddOrder
) -> None:
    add_order()
    amazon.ship(ORDER, carrier="Colissimo", tracking="8L1")
    clock.forward(days=60)
    reasons = {action.reason for action in partner.actions(ORDER) if action.name != REVIEW}
    assert reasons == {"Invalid amazonOrderId and template combination."}


def test_without_the_role_every_message_says_so_and_the_account_goes_on(
    tools: Tools, amazon: SellingPartnerStandIn
) -> None:
    credentials = amazon.add_seller("autre", roles=ROLES - {"messaging", "solicitations"})
    partner = SellingPartner(tools, credentials=credentials, marketplaces=["FR"])
    amazon.add_order(ORDER, seller="autre")
    assert all("lacks the role" in action.reason for action in partner.actions(ORDER))
    with pytest.raises(ReplyRefused, match="Buyer Communication"):
        partner.act(ORDER, "confirmOrderDetails", values=TEXT)


@pytest.mark.usefixtures("shipped")
def test_a_message_is_sent_once_with_its_text(partner: SellingPartner, amazon: SellingPartnerStandIn) -> None:
    partner.act(ORDER, "unexpectedProblem", values=TEXT)
    assert [(sent.action, sent.text) for sent in amazon.sent] == [("unexpectedProblem", TEXT["text"])]


def test_files_are_uploaded_for_this_message_and_named_in_it(
    partner: SellingPartner, amazon: SellingPartnerStandIn, add_order: AddOrder
) -> None:
    add_order()
    partner.act(ORDER, "invoice", values={}, files=(PDF, PDF))
    assert amazon.sent[0].files == ("facture.pdf", "facture.pdf")
    destinations = list(amazon.uploads.destinations.values())
    assert [place.content for place in destinations] == [PDF.content, PDF.content]
    assert {place.resource for place in destinations} == {f"/messaging/v1/orders/{ORDER}/messages/invoice"}
    assert len(base64.b64decode(destinations[0].digest)) == 16


@pytest.mark.usefixtures("shipped")
def test_a_warranty_carries_its_dates(partner: SellingPartner, amazon: SellingPartnerStandIn) -> None:
    values = {"starts_at": "2026-11-20", "ends_at": "2028-11-20"}
    partner.act(ORDER, "warranty", values=values, files=(PDF,))
    assert amazon.sent[0].action == "warranty"


@pytest.mark.usefixtures("shipped")
def test_a_review_is_asked_for_once(partner: SellingPartner, amazon: SellingPartnerStandIn) -> None:
    partner.act(ORDER, REVIEW, values={})
    with pytest.raises(ReplyRefused, match="not available for this amazonOrderId"):
        partner.act(ORDER, REVIEW, values={})
    assert len(amazon.sent) == 1
    assert REVIEW not in _offered(partner)


@pytest.mark.parametrize("days", [7, 37])
def test_a_review_outside_its_window_is_refused_in_amazons_words(
    partner: SellingPartner, amazon: SellingPartnerStandIn, add_order: AddOrder, days: int
) -> None:
    add_order(placed_at=NOON - timedelta(days=days))
    amazon.ship(ORDER, carrier="Colissimo", tracking="8L1")
    with pytest.raises(ReplyRefused, match="5-30 day range"):
        partner.act(ORDER, REVIEW, values={})


@pytest.mark.parametrize(
    ("action", "values", "files", "reason"),
    [
        ("unexpectedProblem", {"text": "  "}, (), "empty"),
        ("unexpectedProblem", {"text": "x" * 2001}, (), "2001 characters; Amazon takes at most 2000"),
        ("digitalAccessKey", {"text": "x" * 401}, (), "at most 400"),
        ("unexpectedProblem", {"text": "Écrivez à moi@boutique.example"}, (), "e-mail addresses"),
        ("unexpectedProblem", {"text": "<b>Bonjour</b>"}, (), "HTML"),
        ("unexpectedProblem", TEXT, (PDF,), "no files"),
        ("invoice", {}, (), "At least one file"),
        ("invoice", {}, (PDF,) * 6, "at most five"),
        ("warranty", {"starts_at": "2026-01-01"}, (PDF,), "Both dates"),
        ("warranty", {"starts_at": "2027-01-01", "ends_at": "2026-01-01"}, (PDF,), "before the beginning"),
        ("warranty", {"starts_at": "2026-01-01T10:00:00+01:00", "ends_at": "2025-01-01"}, (PDF,), "before"),
        ("negativeFeedbackRemoval", {}, (), "no such action"),
    ],
)
def test_what_amazon_cannot_take_is_refused_before_it_is_sent(
    partner: SellingPartner, amazon: SellingPartnerStandIn, action: str, values: Any, files: Any, reason: str
) -> None:
    with pytest.raises(ReplyRefused, match=reason):
        partner.act(ORDER, action, values=values, files=files)
    assert list(amazon.calls) == []


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("trouble", [Trouble.TIMEOUT_AFTER, Trouble.CONNECTION_CUT])
def test_no_answer_after_sending_leaves_the_outcome_open(
    partner: SellingPartner, amazon: SellingPartnerStandIn, trouble: Trouble
) -> None:
    amazon.trouble(trouble, path="/messages/")
    with pytest.raises(OutcomeUnknown):
        partner.act(ORDER, "unexpectedProblem", values=TEXT)
    assert len(amazon.sent) == 1


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.UNAVAILABLE])
def test_what_surely_had_no_effect_may_be_tried_later(
    partner: SellingPartner, amazon: SellingPartnerStandIn, trouble: Trouble
) -> None:
    amazon.trouble(trouble, path="/messages/")
    with pytest.raises(TryLater):
        partner.act(ORDER, "unexpectedProblem", values=TEXT)
    assert amazon.sent == []


def test_a_bad_day_of_the_upload_sends_nothing(
    partner: SellingPartner, amazon: SellingPartnerStandIn, add_order: AddOrder
) -> None:
    add_order()
    amazon.trouble(Trouble.MALFORMED, path="/uploads/")
    with pytest.raises(TryLater):
        partner.act(ORDER, "invoice", values={}, files=(PDF,))
    assert amazon.sent == []


def test_with_several_marketplaces_the_order_says_where_it_was_placed(
    tools: Tools, amazon: SellingPartnerStandIn, add_order: AddOrder
) -> None:
    partner = SellingPartner(tools, credentials=amazon.add_seller(SELLER), marketplaces=["FR", "DE"])
    add_order(country="DE", locale="de-DE")
    assert partner.buyer_locale(ORDER) == "de-DE"
    partner.act(ORDER, "confirmOrderDetails", values=TEXT)
    assert len(amazon.sent) == 1


def test_an_order_whose_marketplace_is_unknown_offers_nothing(tools: Tools, amazon: SellingPartnerStandIn) -> None:
    partner = SellingPartner(tools, credentials=amazon.add_seller(SELLER), marketplaces=["FR", "DE"])
    assert all("which of your marketplaces" in action.reason for action in partner.actions(ORDER))
    with pytest.raises(ReplyRefused, match="which of your marketplaces"):
        partner.act(ORDER, "confirmOrderDetails", values=TEXT)


def test_an_order_number_that_is_none_goes_nowhere_else(partner: SellingPartner, amazon: SellingPartnerStandIn) -> None:
    with pytest.raises(ReplyRefused):
        partner.act("../../../sellers/v1?x=", "confirmOrderDetails", values=TEXT)
    assert all("/messaging/v1/orders/" in call or "/auth/" in call for call in amazon.calls)
