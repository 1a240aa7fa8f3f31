"""Cancellations, inquiries, returns, cases and payment disputes, from their beginning to their end."""

from datetime import timedelta
from decimal import Decimal

import pytest

from connectors.ebay.claims.lines import ANSWER_AT_EBAY
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.claim_stories import Lets, an_order, claims
from connectors.ebay.tests.conftest import Sells, Writes
from connectors.errors import ReplyRefused
from connectors.incoming import ClaimKind, ClaimState, Direction, Money
from connectors.outgoing import OutgoingReply
from connectors.simulation import Happening
from tests.connectors.tools import NOON, Clock, Store

FIRST_NIGHT = NOON.replace(hour=21, minute=59, second=59)


def test_a_return_is_told_with_its_deadline_its_amount_and_the_buyers_words(
    store: Store, sold: Sells, happens: Lets
) -> None:
    order_id = sold(language="fr")
    happens(Happening.RETURN_ASKED, order_id)
    store.pull("claims")
    said, asked = sorted(claims(store), key=lambda claim: claim.state is not None)
    assert (asked.kind, asked.state) == (ClaimKind.RETURN, ClaimState.SELLER)
    assert asked.claim_id == said.claim_id
    assert asked.order_id == said.order_id == order_id
    assert asked.respond_by == FIRST_NIGHT + timedelta(days=3)
    assert asked.amount == Money(Decimal("39.9"), "EUR")
    assert asked.buyer is not None and asked.buyer.handle == "anna"
    assert asked.opens_ticket and not asked.starts_clock
    assert asked.text.startswith("Return: RETURN_REQUESTED\nReason: DEFECTIVE_ITEM (SNAD)\n")
    assert asked.text.splitlines()[-2:] == ["", ANSWER_AT_EBAY]
    assert (said.text, said.direction, said.author) == ("L'article ne fonctionne pas.", Direction.IN, "anna")
    assert (asked.item_id, asked.state_there, asked.reason) == ("405900000001", "RETURN_REQUESTED", "DEFECTIVE_ITEM")
    assert (said.state, said.respond_by) == (None, None)
    assert asked.links["order"] == f"https://www.ebay.fr/mesh/ord/details?orderid={order_id}"


def test_a_buyer_who_cancels_is_told_and_the_answer_ends_it(
    store: Store, sold: Sells, happens: Lets, clock: Clock
) -> None:
    order_id = sold()
    happens(Happening.CANCELLATION_ASKED, order_id)
    store.pull("claims")
    clock.forward(hours=2)
    happens(Happening.REFUNDED, order_id)
    store.pull("claims")
    asked, over = claims(store)
    assert (asked.kind, asked.state, over.state) == (ClaimKind.CANCELLATION, ClaimState.SELLER, ClaimState.CLOSED)
    assert asked.respond_by == FIRST_NIGHT + timedelta(days=3)
    assert over.claim_id == asked.claim_id
    assert (over.respond_by, over.opens_ticket) == (None, False)
    assert asked.subject == f"Cancellation {asked.claim_id.partition(':')[2]}"


def test_an_inquiry_that_becomes_a_case_is_one_story(store: Store, sold: Sells, happens: Lets, clock: Clock) -> None:
    order_id = an_order(sold)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    clock.forward(days=4)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    clock.forward(days=1)
    happens(Happening.CLAIM_LOST, order_id)
    store.pull("claims")
    told = [claim for claim in claims(store) if claim.state is not None or claim.direction is Direction.SYSTEM]
    assert len({claim.claim_id for claim in told}) == 1
    assert told[0].kind is ClaimKind.NOT_RECEIVED
    assert told[0].state is ClaimState.SELLER
    assert {claim.kind for claim in told} == {ClaimKind.NOT_RECEIVED, ClaimKind.CASE}
    assert told[-1].state is ClaimState.LOST
    assert [claim.state_there for claim in told if claim.state is None] == [""], "the case says how it stands"


def test_a_return_that_becomes_a_case_is_one_story(store: Store, sold: Sells, happens: Lets, clock: Clock) -> None:
    order_id = sold()
    happens(Happening.RETURN_ASKED, order_id)
    store.pull("claims")
    clock.forward(days=4)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    assert len({claim.claim_id for claim in claims(store)}) == 1
    assert {claim.kind for claim in claims(store)} == {ClaimKind.RETURN, ClaimKind.CASE}


@pytest.mark.parametrize(("what", "state"), [("WON", ClaimState.WON), ("LOST", ClaimState.LOST)])
def test_a_payment_dispute_is_told_from_its_opening_to_its_end(
    store: Store, sold: Sells, happens: Lets, clock: Clock, what: str, state: ClaimState
) -> None:
    order_id = an_order(sold, disputed=True)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    clock.forward(days=2)
    happens(Happening[f"CLAIM_{what}"], order_id)
    store.pull("claims")
    told = [claim for claim in claims(store) if claim.state]
    assert [(claim.kind, claim.state) for claim in told] == [
        (ClaimKind.PAYMENT_DISPUTE, ClaimState.SELLER),
        (ClaimKind.PAYMENT_DISPUTE, state),
    ]
    assert told[0].respond_by == FIRST_NIGHT + timedelta(days=5)
    assert told[0].amount == Money(Decimal("39.90"), "EUR")
    assert "CONTEST, ACCEPT" in told[0].text
    assert {claim.order_id for claim in told} == {order_id}


def test_the_right_of_withdrawal_is_kept_as_ebay_writes_it(store: Store, sold: Sells, happens: Lets) -> None:
    happens(Happening.RETURN_ASKED, sold(), topic="withdrawal")
    store.pull("claims")
    [asked] = [claim for claim in claims(store) if claim.state]
    assert (asked.reason, asked.state) == ("EU_RIGHT_OF_WITHDRAWAL", ClaimState.SELLER)
    assert "EU_RIGHT_OF_WITHDRAWAL" in asked.text


def test_the_line_of_an_order_is_told_where_the_order_is_not(
    store: Store, sold: Sells, happens: Lets, ebay: EbaySimulator
) -> None:
    order_id = an_order(sold)
    happens(Happening.CLAIM_OPENED, order_id)
    store.pull("claims")
    [asked] = [claim for claim in claims(store) if claim.state]
    assert (asked.order_id, asked.item_id) == ("", "405900000001")
    assert asked.line_id == ebay.sales.orders[order_id].transaction


def test_a_claim_is_not_answered_with_a_message(connector: EbayConnector, ebay: EbaySimulator) -> None:
    with pytest.raises(ReplyRefused, match="eBay's own page"):
        connector.send(OutgoingReply("claim:return:5300000042", "Bonjour"))
    assert ebay.accepted_sends() == 0


def test_an_ended_claim_from_before_is_told_quietly_and_messages_go_on(
    store: Store, sold: Sells, happens: Lets, buyer_writes: Writes
) -> None:
    order_id = sold(at=NOON - timedelta(days=30))
    happens(Happening.RETURN_ASKED, order_id, at=NOON - timedelta(days=20))
    happens(Happening.REFUNDED, order_id, at=NOON - timedelta(days=18))
    store.pull("claims")
    [over] = [claim for claim in claims(store) if claim.state]
    assert (over.state, over.opens_ticket) == (ClaimState.CLOSED, False)
