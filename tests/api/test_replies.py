"""Answering, and following what becomes of an answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from connectors import accounts
from inbox.models import Message, Ticket, TicketEvent, User
from inbox.models.token import create_token
from tests.api.conftest import ApiClient
from tests.make import make_message, make_ticket, make_user


@pytest.mark.django_db
def test_a_reply_is_queued(as_agent: ApiClient, agent: User, ticket: Ticket) -> None:
    answer = as_agent.reply(ticket.id, "Votre colis est parti.")

    message = Message.objects.get()
    assert answer.status_code == 202
    assert answer.json() == {"message_id": message.id, "delivery": "queued"}
    assert (message.body_text, message.user, message.direction) == ("Votre colis est parti.", agent, "out")


@pytest.mark.django_db
def test_the_same_key_gives_the_same_answer(as_agent: ApiClient, ticket: Ticket) -> None:
    first = as_agent.reply(ticket.id, "Bonjour", key="a")
    second = as_agent.reply(ticket.id, "Bonjour", key="a")

    assert second.status_code == 202
    assert second.json() == first.json()
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_for_another_text_is_a_conflict(as_agent: ApiClient, ticket: Ticket) -> None:
    as_agent.reply(ticket.id, "Bonjour", key="a")

    answer = as_agent.reply(ticket.id, "Bonsoir", key="a")

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:guichet:key-used-differently"
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_on_another_ticket_is_another_reply(as_agent: ApiClient, ticket: Ticket) -> None:
    other = make_ticket(account=ticket.account)

    first = as_agent.reply(ticket.id, "Bonjour", key="a").json()
    second = as_agent.reply(other.id, "Bonjour", key="a").json()

    assert first["message_id"] != second["message_id"]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "   ", "x" * 256])
def test_a_reply_needs_a_sensible_key(as_agent: ApiClient, ticket: Ticket, key: str) -> None:
    answer = as_agent.reply(ticket.id, "Bonjour", key=key)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.django_db
def test_a_reply_without_a_key_is_refused(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.post(f"/tickets/{ticket.id}/replies", {"body": "Bonjour"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_reply_that_is_too_long_names_the_body(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.reply(ticket.id, "x" * 2001)

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:guichet:reply-too-long"
    assert answer.json()["errors"][0]["field"] == "body"


@pytest.mark.django_db
def test_a_paused_account_takes_no_reply(as_agent: ApiClient, ticket: Ticket) -> None:
    accounts.pause(ticket.account, now=timezone.now())

    answer = as_agent.reply(ticket.id, "Bonjour")

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:guichet:account-away"
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_reply_over_an_answer_the_caller_has_not_seen_is_a_conflict(as_agent: ApiClient, ticket: Ticket) -> None:
    question = make_message(ticket)
    make_message(ticket, direction="out")

    given = {"body": "Bonjour", "last_seen_message_id": question.id}
    answer = as_agent.post(f"/tickets/{ticket.id}/replies", given, **{"Idempotency-Key": "a"})

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:guichet:answered-meanwhile"
    assert not Message.objects.filter(delivery="queued").exists()


@pytest.mark.django_db
def test_a_reply_can_ask_for_the_ticket_to_be_solved_with_it(as_agent: ApiClient, ticket: Ticket) -> None:
    given = {"body": "Bonjour", "then_solve": True}
    as_agent.post(f"/tickets/{ticket.id}/replies", given, **{"Idempotency-Key": "a"})

    assert Message.objects.get().solves


@pytest.mark.django_db
def test_a_reply_to_an_unknown_ticket_is_not_found(as_agent: ApiClient) -> None:
    assert as_agent.reply(1, "Bonjour").status_code == 404


@pytest.mark.django_db
def test_a_message_tells_what_became_of_it(as_agent: ApiClient, ticket: Ticket) -> None:
    refused = make_message(
        ticket, direction="out", delivery="refused", cause="refused", reason="No e-mail addresses.", external_id=""
    )

    answer = as_agent.get(f"/messages/{refused.id}")

    assert answer.status_code == 200
    found = answer.json()
    assert (found["ticket_id"], found["delivery"], found["external_id"]) == (ticket.id, "refused", None)
    assert (found["delivery_cause"], found["delivery_reason"]) == ("refused", "No e-mail addresses.")


@pytest.mark.django_db
def test_an_unknown_message_is_not_found(as_agent: ApiClient) -> None:
    assert as_agent.get("/messages/1").status_code == 404


@pytest.mark.django_db
def test_a_note_is_written_and_logged(as_agent: ApiClient, agent: User, ticket: Ticket) -> None:
    answer = as_agent.post(f"/tickets/{ticket.id}/notes", {"body": "Rappeler lundi."})

    assert answer.status_code == 201
    assert answer.json()["direction"] == "note"
    assert answer.json()["author"] == "Camille Roy"
    assert TicketEvent.objects.get().user_id == agent.id


@pytest.mark.django_db
def test_a_note_on_an_unknown_ticket_is_not_found(as_agent: ApiClient) -> None:
    assert as_agent.post("/tickets/1/notes", {"body": "Rappeler lundi."}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_with_one_key_queue_one_reply() -> None:
    ticket = make_ticket()
    token = create_token(make_user())

    answers = at_once(4, lambda: ApiClient(token, Client()).reply(ticket.id, "Bonjour", key="race"))

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["message_id"] for answer in answers}) == 1
    assert Message.objects.count() == 1


def at_once(times: int, call: Callable[[], object]) -> list:
    """Run the call in so many threads, each with its own database connection."""

    def run() -> object:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(times)]]
