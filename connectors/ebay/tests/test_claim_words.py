"""What is said and shown inside returns and inquiries, and by whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import SELLER, Sells
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, IncomingClaim, RawPayload
from connectors.simulation import Happening, Happens, Trouble
from connectors.simulation_pictures import picture
from tests.connectors.tools import NOON, Clock, Store

Opens = Callable[..., str]
ABOUT = {"seen_at": NOON.isoformat()}


@pytest.fixture
def opens(ebay: EbaySimulator, sold: Sells) -> Opens:
    """Let a buyer open a claim; its id."""

    def let(what: Happening = Happening.RETURN_ASKED, **facts: Any) -> str:
        ebay.happens(Happens(what, SELLER, order_id=sold(), **facts))
        return list(ebay.sales.claims)[-1]

    return let


def said(store: Store) -> list[IncomingClaim]:
    """Entries that say nothing of where the claim stands, oldest first."""
    found = [item for item in store.items() if isinstance(item, IncomingClaim) and item.state is None]
    return sorted(found, key=lambda entry: entry.written_at)


def test_everybody_in_a_return_is_shown_as_who_he_is(store: Store, opens: Opens, ebay: EbaySimulator) -> None:
    claim_id = opens(at=NOON - timedelta(hours=5))
    ebay.say_in_claim(claim_id, "Une photo, s'il vous plaît ?", author="SELLER", at=NOON - timedelta(hours=3))
    ebay.say_in_claim(claim_id, "Nous examinons le dossier.", author="EBAY", at=NOON - timedelta(hours=2))
    store.pull("claims")
    first, asked, examined = said(store)
    assert (first.direction, first.author) == (Direction.IN, "anna")
    assert (asked.direction, asked.author, asked.text) == (Direction.OUT, SELLER, "Une photo, s'il vous plaît ?")
    assert (examined.direction, examined.author) == (Direction.SYSTEM, "")
    assert {entry.claim_id for entry in said(store)} == {f"return:{claim_id}"}


def test_who_takes_part_may_be_called_by_his_name(connector: EbayConnector) -> None:
    summary = {"inquiryId": 53, "buyer": "Anna", "seller": "my_shop"}
    note = {"who": "anna", "what": "", "words": "Où est-il ?", "at": NOON.isoformat()}
    entry = connector.read(
        RawPayload("claim_note", "1", {**ABOUT, "kind": "inquiry", "summary": summary, "note": note})
    )
    assert isinstance(entry, IncomingClaim)
    assert (entry.direction, entry.author) == (Direction.IN, "Anna")


def test_a_picture_in_a_return_is_fetched_once(store: Store, opens: Opens, ebay: EbaySimulator, clock: Clock) -> None:
    claim_id = opens()
    ebay.say_in_claim(claim_id, "", picture="scratch", at=NOON + timedelta(minutes=1))
    store.pull("claims")
    [shown] = [entry for entry in said(store) if entry.attachments]
    [file] = shown.attachments
    assert (file.name, file.content) == ("scratch.png", picture("scratch"))
    assert (shown.direction, shown.author, shown.text) == (Direction.IN, "anna", "scratch.png")
    clock.forward(hours=2)
    store.pull("claims")
    assert sum(call.endswith("/files") for call in ebay.calls) == 1


def test_a_return_is_told_though_its_pictures_cannot_be_had(store: Store, opens: Opens, ebay: EbaySimulator) -> None:
    claim_id = opens()
    ebay.say_in_claim(claim_id, "", picture="scratch")
    ebay.trouble(Trouble.SERVER_ERROR, path="/files")
    store.pull("claims")
    assert {item.claim_id for item in store.items() if isinstance(item, IncomingClaim)} == {f"return:{claim_id}"}
    assert not any(entry.attachments for entry in said(store))


def test_a_file_without_bytes_says_so(connector: EbayConnector) -> None:
    body = {**ABOUT, "kind": "return", "summary": {"returnId": "5"}, "file": {"name": "a.jpg", "at": NOON.isoformat()}}
    entry = connector.read(RawPayload("claim_file", "1", body))
    assert isinstance(entry, IncomingClaim)
    assert entry.attachments[0].problem
    with pytest.raises(UnexpectedAnswer):
        connector.read(RawPayload("claim_file", "1", body | {"file": {"name": "a.jpg"}}))


@pytest.mark.parametrize("what", [Happening.CLAIM_OPENED, Happening.PAYMENT_DISPUTED])
def test_the_words_of_a_claim_are_the_buyers(store: Store, opens: Opens, what: Happening) -> None:
    opens(what)
    store.pull("claims")
    [words] = said(store)
    assert (words.direction, words.author) == (Direction.IN, "anna")


def test_lively_people_talk_inside_a_return(store: Store, opens: Opens, ebay: EbaySimulator) -> None:
    ebay.lively = True
    opens(at=NOON - timedelta(hours=5), language="fr")
    store.pull("claims")
    assert [entry.direction for entry in said(store)] == [Direction.IN, Direction.IN, Direction.OUT, Direction.IN]
    assert sum(len(entry.attachments) for entry in said(store)) == 1
