"""Entries without an id: kept as unreadable, once, and no hindrance to the others."""

import pytest

from connectors.ebay.simulator import EbaySimulator
from connectors.simulation_server import Reply, Request, json_reply
from tests.connectors.tools import Store

DATES = {"creationDate": "2026-11-19T12:00:00.000Z", "lastModifiedDate": "2026-11-19T12:00:00.000Z"}


@pytest.mark.parametrize("path", ["/inquiry/search", "/payment_dispute_summary"])
def test_an_entry_without_an_id_is_kept_as_unreadable(
    store: Store, ebay: EbaySimulator, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    entries = {"members": [{"itemId": 1}], "paymentDisputeSummaries": [{"orderId": "12-1"}]}
    answered(ebay, monkeypatch, path, json_reply(200, entries))
    store.pull("claims")
    assert [reason for reason in store.unreadable() if "Id is missing" in reason]
    store.pull("claims")
    assert len(store.unreadable()) == 1


@pytest.mark.parametrize("order_id", [None, "", ["x"]])
def test_an_order_without_an_id_is_kept_and_the_others_come(
    store: Store, ebay: EbaySimulator, monkeypatch: pytest.MonkeyPatch, order_id: object
) -> None:
    orders = [{**DATES, "orderId": order_id}, {**DATES, "orderId": "12-1"}]
    answered(ebay, monkeypatch, "/sell/fulfillment/v1/order", json_reply(200, {"orders": orders, "total": 2}))
    store.pull("orders")
    assert store.unreadable() == ["orderId is missing"]
    assert ("order", "12-1") in store.raws


def test_an_opinion_without_an_id_is_kept_and_the_others_come(
    store: Store, ebay: EbaySimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [{"commentType": "NEGATIVE"}, {"feedbackId": "7", "commentType": "POSITIVE"}]
    answered(ebay, monkeypatch, "/feedback", json_reply(200, {"feedbackEntries": entries}))
    store.pull("feedback")
    assert "feedbackId is missing" in store.unreadable()
    assert ("feedback", "7") in store.raws
    store.pages.clear()
    store.pull("feedback")
    assert sum(store.pages) == 0


def answered(ebay: EbaySimulator, monkeypatch: pytest.MonkeyPatch, part: str, reply: Reply) -> None:
    """Let every call whose path contains `part` get this answer."""
    usual = ebay.handle

    def handle(request: Request) -> Reply:
        return reply if part in request.path else usual(request)

    monkeypatch.setattr(ebay, "handle", handle)
