"""Erasing and exporting a buyer through the API."""

import io
import zipfile
from collections.abc import Callable

import pytest

from inbox.models import ErasureReceipt, Message, Ticket, User
from tests.api.conftest import ApiClient
from tests.make import make_message

pytestmark = pytest.mark.django_db


def test_an_owner_erases_a_buyer_and_gets_the_proof(
    client_of: Callable[[User], ApiClient], owner: User, ticket: Ticket
) -> None:
    make_message(ticket)
    answer = client_of(owner).post(f"/buyers/{ticket.buyer_id}/erase")
    assert answer.status_code == 200
    proof = answer.json()
    assert (proof["marketplace"], proof["reason"]) == ("ebay", "asked")
    assert (proof["counts"]["tickets"], proof["counts"]["messages"]) == (1, 1)
    assert ErasureReceipt.objects.get().user == owner
    shown = client_of(owner).get(f"/tickets/{ticket.pk}").json()
    assert (shown["buyer"]["erased"], shown["buyer"]["name"], shown["messages"][0]["body_text"]) == (True, None, "")


def test_a_second_erasure_is_a_conflict(client_of: Callable[[User], ApiClient], owner: User, ticket: Ticket) -> None:
    api = client_of(owner)
    api.post(f"/buyers/{ticket.buyer_id}/erase")
    answer = api.post(f"/buyers/{ticket.buyer_id}/erase")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:guichet:buyer-erased")


def test_erasing_is_for_owners(as_lead: ApiClient, ticket: Ticket) -> None:
    make_message(ticket)
    assert as_lead.post(f"/buyers/{ticket.buyer_id}/erase").status_code == 403
    assert Message.objects.get().body_text


def test_a_lead_takes_out_all_that_is_known(as_lead: ApiClient, ticket: Ticket) -> None:
    make_message(ticket)
    answer = as_lead.get(f"/buyers/{ticket.buyer_id}/export")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert "colis" in archive.read("buyer.json").decode()


def test_exporting_is_not_for_agents(as_agent: ApiClient, ticket: Ticket) -> None:
    assert as_agent.get(f"/buyers/{ticket.buyer_id}/export").status_code == 403


def test_nobody_is_no_buyer(client_of: Callable[[User], ApiClient], owner: User) -> None:
    assert client_of(owner).get("/buyers/999999/export").status_code == 404
    assert client_of(owner).post("/buyers/999999/erase").status_code == 404
