"""Who may call, how often, and what everybody is told who may not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from inbox.models import ApiToken, Ticket, User
from inbox.models.token import create_token
from tests.api.conftest import ROOT, ApiClient

pytestmark = pytest.mark.django_db

EVERY_CALL = [
    ("get", "/accounts"),
    ("post", "/accounts"),
    ("get", "/accounts/1"),
    ("post", "/accounts/1/pull"),
    ("get", "/tickets"),
    ("get", "/tickets/1"),
    ("patch", "/tickets/1"),
    ("post", "/tickets/1/replies"),
    ("post", "/tickets/1/notes"),
    ("get", "/messages/1"),
]


@pytest.mark.parametrize(("method", "path"), EVERY_CALL)
def test_without_a_token_every_call_is_refused(client: Client, method: str, path: str) -> None:
    answer = getattr(client, method)(ROOT + path)

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["title"] == "Unauthorized"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer wrong", "Basic dXNlcjpwYXNz", "Bearer é", "Bearer a b"]
)
def test_a_wrong_token_is_refused(client: Client, header: str) -> None:
    assert client.get(ROOT + "/tickets", headers={"Authorization": header}).status_code == 401


def test_a_session_of_the_pages_does_not_open_the_api(client: Client, agent: User) -> None:
    client.force_login(agent)

    assert client.get(ROOT + "/tickets").status_code == 401


def test_a_revoked_token_is_refused(as_agent: ApiClient) -> None:
    ApiToken.objects.update(ended_at=timezone.now() - timedelta(seconds=1))

    assert as_agent.get("/tickets").status_code == 401


def test_the_token_of_somebody_who_has_left_is_refused(as_agent: ApiClient) -> None:
    User.objects.update(is_active=False)

    assert as_agent.get("/tickets").status_code == 401


def test_the_use_of_a_token_is_noted(as_agent: ApiClient) -> None:
    as_agent.get("/tickets")

    assert ApiToken.objects.get().last_used_at is not None


def test_connecting_an_account_takes_a_lead(as_agent: ApiClient) -> None:
    answer = as_agent.post("/accounts", {"marketplace": "ebay", "name": "Vélo", "credentials": {}})

    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


def test_too_many_calls_are_told_when_to_come_back(
    settings: Settings, agent: User, client_of: Callable[[User], ApiClient]
) -> None:
    settings.API_CALLS_PER_MINUTE = 2
    eager, patient = client_of(agent), client_of(agent)

    answers = [eager.get("/tickets") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert 1 <= int(answers[2]["Retry-After"]) <= 30
    assert patient.get("/tickets").status_code == 200


def test_an_address_that_does_not_exist_is_a_problem(as_agent: ApiClient) -> None:
    answer = as_agent.get("/nowhere/at/all")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/tickets/", "/tickets/one"])
def test_an_address_that_is_nearly_right_is_a_problem(as_agent: ApiClient, path: str) -> None:
    answer = as_agent.get(path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_method_that_does_not_fit_is_a_problem(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.client.delete(f"{ROOT}/tickets/{ticket.id}", headers={"Authorization": as_agent.token})

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, PATCH"


def test_a_failure_of_ours_says_nothing_of_its_cause(
    as_agent: ApiClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the secret cause")

    monkeypatch.setattr("inbox.api.tickets.list_tickets", fail)
    answer = as_agent.get("/tickets")

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content
    assert "/api/v1/tickets failed" in caplog.text


def test_a_token_is_stored_as_a_digest_only(agent: User) -> None:
    token = create_token(agent)

    assert token not in str(list(ApiToken.objects.values()))
