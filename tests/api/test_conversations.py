"""Conversations at the marketplace: how they stand, closing and reopening them, whom a reply is for."""

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from connectors.models import Account
from inbox.models import Conversation, Message, Ticket
from tests.api.conftest import ROOT, ApiClient
from tests.inbox.fake_marketplace import DESK, Post, post
from tests.make import NINE, make_account, make_ticket

__all__ = ["post"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(post: Post) -> Account:
    return make_account(marketplace=DESK, credentials={}, identity={})


@pytest.fixture
def closable(desk: Account) -> Ticket:
    Conversation.objects.create(
        account=desk, thread_id="North:1", channel="North", is_open=True, recipients=["Buyer", "Care"], changed_at=NINE
    )
    return make_ticket(account=desk, thread_id="North:1", channel="North")


def write(client: ApiClient, ticket: Ticket, payload: Any) -> Any:
    return client.post(f"/tickets/{ticket.pk}/replies", payload, **{"Idempotency-Key": "k"})


def test_a_ticket_says_how_its_conversation_stands(as_agent: ApiClient, closable: Ticket) -> None:
    assert as_agent.get(f"/tickets/{closable.pk}").json()["conversation"] == {
        "is_open": True,
        "state": None,
        "grade": None,
        "topic": None,
        "channel": "North",
        "recipients": ["Buyer", "Care"],
        "wanted_open": None,
        "refusal": None,
    }


def test_closing_and_reopening_are_asked_for(as_agent: ApiClient, closable: Ticket) -> None:
    closing = as_agent.post(f"/tickets/{closable.pk}/close")
    assert (closing.status_code, closing.json()["wanted_open"], closing.json()["is_open"]) == (202, False, True)
    assert as_agent.post(f"/tickets/{closable.pk}/reopen").json()["wanted_open"] is True


def test_what_is_open_already_is_not_asked_for(as_agent: ApiClient, closable: Ticket) -> None:
    answer = as_agent.post(f"/tickets/{closable.pk}/reopen")
    assert (answer.status_code, answer.json()["wanted_open"]) == (202, None)


def test_a_marketplace_without_closing_is_a_conflict_that_says_what_to_do(as_agent: ApiClient) -> None:
    answer = as_agent.post(f"/tickets/{make_ticket().pk}/close")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:guichet:nothing-to-close")
    assert "mark it as solved" in answer.json()["detail"]


def test_an_unknown_ticket_cannot_be_closed(as_agent: ApiClient) -> None:
    assert as_agent.post("/tickets/0/close").status_code == 404


def test_the_answers_are_as_documented(as_agent: ApiClient, client: Client, closable: Ticket) -> None:
    document = client.get(ROOT + "/openapi.json").json()
    schema = document["components"]["schemas"]["ConversationOut"]
    answer = as_agent.post(f"/tickets/{closable.pk}/close").json()
    Draft202012Validator({**schema, "components": document["components"]}).validate(answer)


def test_a_reply_may_name_its_recipient(as_agent: ApiClient, closable: Ticket) -> None:
    answer = write(as_agent, closable, {"body": "Bonjour", "recipient": "Care"})
    assert answer.status_code == 202
    message_id = answer.json()["message_id"]
    assert as_agent.get(f"/messages/{message_id}").json()["recipient"] == "Care"


def test_a_wrong_recipient_is_refused_by_name(as_agent: ApiClient, closable: Ticket) -> None:
    answer = write(as_agent, closable, {"body": "Bonjour", "recipient": "Courier"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:guichet:wrong-recipient")
    assert answer.json()["errors"] == [
        {
            "field": "recipient",
            "message": "This reply cannot go there: Desk takes one now only for Buyer, Customer care.",
        }
    ]
    assert not Message.objects.exists()


def test_tickets_can_be_listed_by_sales_channel(as_agent: ApiClient, closable: Ticket) -> None:
    make_ticket(account=closable.account, channel="South")
    found = as_agent.get("/tickets", channel="North").json()["items"]
    assert [(ticket["id"], ticket["channel"]) for ticket in found] == [(closable.pk, "North")]
