"""A discussion that graduates is a claim on its own conversation."""

from typing import Any

import pytest

from connectors.cdiscount.read_claim import claim_from
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.cdiscount.tests.conftest import SELLER, Writes
from connectors.errors import UnexpectedAnswer
from connectors.incoming import ClaimKind, ClaimState, IncomingClaim
from connectors.simulation import Happening, Happens
from tests.connectors.tools import Clock, Store

GRADUATED = {
    "discussionId": "652e92fc",
    "salesChannel": "CDISFR",
    "orderReference": "2310171354KBDRE",
    "customerId": "0000000403YZ",
    "subTypologyCode": "orderNotShippedCdiscount",
    "graduation": "Claim",
    "status": "ToTreat",
    "isOpen": True,
    "updatedAt": "2026-11-20T12:00:00Z",
}


def claim(**fields: Any) -> IncomingClaim:
    return claim_from({"discussion": GRADUATED | fields}, "v1")


def claims(store: Store) -> list[IncomingClaim]:
    return [item for item in store.items() if isinstance(item, IncomingClaim)]


def test_a_graduated_discussion_is_a_claim_on_its_own_conversation() -> None:
    found = claim()
    assert (found.claim_id, found.thread_id, found.opens_ticket) == ("CDISFR:652e92fc", "CDISFR:652e92fc", False)
    assert (found.kind, found.state, found.starts_clock) == (ClaimKind.NOT_RECEIVED, ClaimState.SELLER, True)
    assert (found.order_id, found.respond_by) == ("2310171354KBDRE", None)


@pytest.mark.parametrize(
    ("axes", "state"),
    [
        ({"status": "Treated"}, ClaimState.WAITING),
        ({"isOpen": False}, ClaimState.CLOSED),
        ({"isOpen": False, "status": "Treated"}, ClaimState.CLOSED),
        ({"status": "Pending", "graduation": "Level_1"}, ClaimState.SELLER),
        ({"status": None}, ClaimState.SELLER),
    ],
)
def test_closed_is_not_treated(axes: dict[str, Any], state: ClaimState) -> None:
    assert claim(**axes).state is state


@pytest.mark.parametrize("graduation", ["Claim", "Level_1", "Arbitration", "something new"])
def test_any_graduation_but_a_plain_discussion_counts(graduation: str) -> None:
    assert claim(graduation=graduation).state_there == graduation


@pytest.mark.parametrize(
    ("axes", "lines"),
    [
        (
            {"graduation": "Level_1"},
            ["Raised to: Claim, level 1", "The conversation is open.", "State: to be treated"],
        ),
        (
            {"graduation": "Arbitration", "isOpen": False, "status": "Frozen"},
            ["Raised to: Arbitration", "The conversation is closed.", "State: Frozen"],
        ),
        ({"status": None}, ["Raised to: Claim", "The conversation is open."]),
    ],
)
def test_how_it_stands_is_said_in_words_and_unknown_codes_as_they_came(axes: dict[str, Any], lines: list[str]) -> None:
    assert claim(**axes).text.splitlines() == lines


@pytest.mark.parametrize(
    ("graduation", "urgent"), [("Claim", False), ("claim", False), ("Level_1", True), ("Level_2", True)]
)
def test_what_is_above_an_ordinary_claim_is_urgent(graduation: str, urgent: bool) -> None:  # noqa: FBT001
    assert claim(graduation=graduation).urgent is urgent


def test_state_and_reason_are_told_in_the_marketplaces_own_words() -> None:
    found = claim(graduation="Arbitration", productId="AUC1")
    assert (found.state_there, found.reason) == ("Arbitration", "orderNotShippedCdiscount")
    assert found.item_id == "AUC1"


@pytest.mark.parametrize("graduation", ["Discussion", "", None])
def test_a_plain_discussion_is_no_claim(graduation: str | None) -> None:
    with pytest.raises(UnexpectedAnswer, match="graduation"):
        claim(graduation=graduation)


def test_a_claim_is_told_when_its_state_changes_and_only_then(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    question = buyer_writes(order_id="2310171354KBDRE")
    store.pull()
    assert claims(store) == []
    clock.forward(minutes=5)
    octopia.happens(Happens(Happening.CLAIM_OPENED, SELLER, thread_id=question.thread_id))
    versions = pulled(store)
    assert len(versions) == 1
    clock.forward(minutes=5)
    buyer_writes("Alors ?", thread_id=question.thread_id)
    assert pulled(store) == versions
    clock.forward(minutes=5)
    octopia.happens(Happens(Happening.CLAIM_WON, SELLER, thread_id=question.thread_id))
    assert len(pulled(store) | versions) == 2
    assert claims(store)[-1].state is ClaimState.CLOSED


def test_a_claim_raised_further_is_told_again(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    question = buyer_writes()
    octopia.happens(Happens(Happening.CLAIM_OPENED, SELLER, thread_id=question.thread_id))
    before = pulled(store)
    assert [found.urgent for found in claims(store)] == [False]
    clock.forward(minutes=5)
    octopia.happens(Happens(Happening.CLAIM_RAISED, SELLER, thread_id=question.thread_id))
    assert pulled(store) != before
    assert [found.urgent for found in claims(store)] == [True]


def pulled(store: Store) -> set[str]:
    """The versions of the claims stored, after a pull."""
    store.pull()
    return {raw.version for raw in store.raws.values() if raw.kind == "claim"}
