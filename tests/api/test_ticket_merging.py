"""Merging and splitting by API."""

from collections.abc import Callable

import pytest

from connectors.models import Account
from inbox.models import Message, Role, Ticket, User
from inbox.tickets.changing import refresh
from tests.api.conftest import ApiClient
from tests.make import HOUR, NINE, make_buyer, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(account: Account) -> tuple[Ticket, Ticket]:
    """Two tickets of one buyer, who asked on the first at nine and on the second at ten."""
    buyer = make_buyer(account=account)
    tickets = make_ticket(account=account, buyer=buyer), make_ticket(account=account, buyer=buyer)
    for hours, ticket in enumerate(tickets):
        make_message(ticket, written_at=NINE + hours * HOUR)
        refresh(ticket, NINE + 2 * HOUR)
    return tickets


def test_the_answer_is_the_ticket_that_is_left(as_agent: ApiClient, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    answer = as_agent.post(f"/tickets/{first.pk}/merge", {"into": second.pk})
    assert answer.status_code == 200
    left = answer.json()
    assert (left["id"], left["needs_reply"], left["marketplace_due_at"]) == (second.pk, True, "2026-11-17T09:00:00Z")
    merged = as_agent.get(f"/tickets/{first.pk}").json()
    assert (merged["status"], merged["merged_into"], merged["messages"]) == ("merged", second.pk, [])
    assert merged["cycles"][0]["end_reason"] == "merged"
    assert len(as_agent.get(f"/tickets/{second.pk}").json()["messages"]) == 2


def test_a_merge_is_taken_back(as_agent: ApiClient, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    as_agent.post(f"/tickets/{first.pk}/merge", {"into": second.pk})
    assert as_agent.post(f"/tickets/{first.pk}/unmerge", {}).json()["status"] == "open"
    assert as_agent.post(f"/tickets/{first.pk}/unmerge", {}).json()["type"] == "urn:guichet:not-merged"


def test_tickets_of_two_buyers_are_a_wrong_field(as_agent: ApiClient, pair: tuple[Ticket, Ticket]) -> None:
    answer = as_agent.post(f"/tickets/{pair[0].pk}/merge", {"into": make_ticket(account=pair[0].account).pk})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:guichet:other-buyer")
    assert answer.json()["errors"][0]["field"] == "into"


def test_a_reply_says_on_which_conversation_it_leaves(as_agent: ApiClient, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    as_agent.post(f"/tickets/{first.pk}/merge", {"into": second.pk})
    said: dict[str, object] = {"body": "Demain.", "conversation": first.pk}
    answer = as_agent.post(f"/tickets/{second.pk}/replies", said, **{"Idempotency-Key": "k1"})
    assert answer.status_code == 202
    assert Message.objects.get(pk=answer.json()["message_id"]).through == first
    said["conversation"] = make_ticket().pk
    wrong = as_agent.post(f"/tickets/{second.pk}/replies", said, **{"Idempotency-Key": "k2"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:guichet:wrong-conversation")
    gone = as_agent.reply(first.pk, "Non.")
    assert (gone.status_code, gone.json()["type"]) == (409, "urn:guichet:merged-into")


def test_the_answer_to_a_split_is_the_new_ticket(as_agent: ApiClient, pair: tuple[Ticket, Ticket]) -> None:
    ticket = pair[0]
    later = make_message(ticket, written_at=NINE + HOUR)
    answer = as_agent.post(f"/tickets/{ticket.pk}/split", {"messages": [later.pk]})
    assert answer.status_code == 201
    new = answer.json()
    assert (new["split_from"], new["marketplace_due_at"]) == (ticket.pk, "2026-11-17T10:00:00Z")
    wrong = as_agent.post(f"/tickets/{ticket.pk}/split", {"messages": [later.pk]})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:guichet:nothing-to-split")


def test_nobody_merges_into_a_ticket_that_he_may_not_see(
    client_of: Callable[[User], ApiClient], pair: tuple[Ticket, Ticket], account: Account
) -> None:
    first, second = pair
    Ticket.objects.filter(pk=first.pk).update(language="fr")
    Ticket.objects.filter(pk=second.pk).update(language="de")
    outsider = make_user(role=Role.OUTSIDE, speaks=["fr"])
    outsider.shops.set([account])
    answer = client_of(outsider).post(f"/tickets/{first.pk}/merge", {"into": second.pk})
    assert answer.status_code == 422
    first.refresh_from_db()
    assert first.merged_into is None
