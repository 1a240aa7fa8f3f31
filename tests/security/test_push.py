"""The one address that takes something from anybody: it believes one signature only, and tells nothing."""

import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from kombu.exceptions import OperationalError

from connectors.models import Account, PushDestination, PushEntry
from inbox import tasks
from inbox.models import User
from inbox.views.accounts import push as view
from tests.inbox.pushes import body_of, new_message, post, signed

pytestmark = pytest.mark.django_db

ENDPOINT = "/push/ebay/"
TOKEN = "a-token-of-forty-characters-or-so-0123456"


@pytest.fixture
def destination(simulator: Any, shop: Account) -> PushDestination:
    return PushDestination.objects.create(
        slug="ebay", endpoint="https://counter.example/push/ebay/", verification_token=TOKEN
    )


@pytest.mark.parametrize("slug", ["amazon", "nowhere", "ebay2"])
def test_who_pushes_nothing_has_no_address(client: Client, db: None, slug: str) -> None:
    assert client.get(f"/push/{slug}/").status_code == 404
    assert client.post(f"/push/{slug}/", {}, content_type="application/json").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "head", "options"])
def test_only_two_methods_are_taken(client: Client, destination: PushDestination, method: str) -> None:
    assert getattr(client, method)(ENDPOINT).status_code == 405


def test_a_signed_push_is_taken_and_said_nothing_about(
    client: Client, simulator: Any, destination: PushDestination
) -> None:
    body = new_message()
    answer = client.post(ENDPOINT, body, content_type="application/json", headers=signed(simulator, body))
    assert (answer.status_code, answer.content) == (204, b"")
    assert post(client, simulator, body) == 204
    assert PushEntry.objects.count() == 1


def test_every_forgery_gets_the_same_short_answer(client: Client, simulator: Any, destination: PushDestination) -> None:
    body = new_message()
    good = signed(simulator, body)
    attempts = [
        (body, {}),
        (body, {"x-ebay-signature": "rubbish"}),
        (body, {"x-ebay-signature": "é" * 5000}),
        (body + b" ", good),
        (b"\xff\x00", good),
        (body_of("MARKETPLACE_ACCOUNT_DELETION", {"username": "anna"}), good),
        (b"[" * 200_000, good),
    ]
    answers = [
        client.post(ENDPOINT, sent, content_type="application/json", headers=headers) for sent, headers in attempts
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(412, b"")}
    assert not PushEntry.objects.exists()


def test_signed_rubbish_is_taken_without_an_error(client: Client, simulator: Any, destination: PushDestination) -> None:
    bodies = [b"null", b"[]", b"\xff\xfe", b'{"metadata":7}', body_of("", {}), body_of("NEW_MESSAGE", 7)]
    bodies += [body_of("MARKETPLACE_ACCOUNT_DELETION", None), body_of("X" * 900, {}), b"[" * 100_000]
    assert {post(client, simulator, body) for body in bodies} == {204}
    assert set(PushEntry.objects.exclude(topic="NEW_MESSAGE").values_list("body", flat=True)) == {""}


def test_what_is_too_large_is_not_read(client: Client, simulator: Any, destination: PushDestination) -> None:
    assert post(client, simulator, b" " * (view.LARGEST_BODY + 1)) == 413
    largest = b" " * view.LARGEST_BODY
    assert post(client, simulator, largest) == 204


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_taken(client: Client, simulator: Any, destination: PushDestination, content_type: str) -> None:
    assert post(client, simulator, new_message(), content_type=content_type) == 415


def test_a_wrong_length_is_no_error_of_ours(client: Client, destination: PushDestination) -> None:
    answer = client.post(ENDPOINT, b"{}", content_type="application/json", CONTENT_LENGTH="-7")
    assert answer.status_code == 412
    answer = client.post(ENDPOINT, b"{}", content_type="application/json", CONTENT_LENGTH="many")
    assert answer.status_code == 412


def test_nobody_is_logged_in_or_given_a_cookie(
    client: Client, simulator: Any, destination: PushDestination, owner: User
) -> None:
    client.force_login(owner)
    body = new_message()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(ENDPOINT, body, content_type="application/json", headers=signed(simulator, body))
    assert answer.status_code == 204
    assert not answer.cookies
    stranger = Client()
    with CaptureQueriesContext(connection) as queries:
        assert post(stranger, simulator, new_message()) == 204
    assert not any("session" in query["sql"] or "inbox_user" in query["sql"] for query in queries)
    assert not stranger.cookies


def test_no_token_of_forms_is_asked_for(simulator: Any, destination: PushDestination) -> None:
    assert post(Client(enforce_csrf_checks=True), simulator, new_message()) == 204


def test_the_challenge_is_answered_with_the_address_that_was_configured(
    client: Client, destination: PushDestination
) -> None:
    answer = client.get(ENDPOINT, {"challenge_code": "abc"}, headers={"host": "localhost"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    expected = hashlib.sha256(f"abc{TOKEN}https://counter.example/push/ebay/".encode()).hexdigest()
    assert answer.json() == {"challengeResponse": expected}
    forwarded = {"host": "127.0.0.1", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    assert client.get(ENDPOINT, {"challenge_code": "abc"}, headers=forwarded).json() == answer.json()


@pytest.mark.parametrize("query", [{}, {"challenge_code": ""}, {"challenge_code": "x" * 600}, {"other": "abc"}])
def test_what_is_no_challenge_finds_nothing(
    client: Client, destination: PushDestination, query: dict[str, str]
) -> None:
    assert client.get(ENDPOINT, query).status_code == 404


def test_without_a_destination_no_challenge_is_answered(client: Client, db: None) -> None:
    assert client.get(ENDPOINT, {"challenge_code": "abc"}).status_code == 404


def test_an_address_that_sends_too_much_has_to_wait(
    client: Client, simulator: Any, destination: PushDestination, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "BURST", 3)
    monkeypatch.setattr(view, "PER_SECOND", 0.001)
    made_up = [{"x-forwarded-for": f"198.51.100.{number}"} for number in range(5)]
    answers = [client.post(ENDPOINT, b"{}", content_type="application/json", headers=headers) for headers in made_up]
    assert [answer.status_code for answer in answers] == [412, 412, 412, 429, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert client.get(ENDPOINT, {"challenge_code": "abc"}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert post(elsewhere, simulator, new_message()) == 204


def test_behind_a_trusted_proxy_its_word_on_the_address_counts(
    client: Client, destination: PushDestination, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(view, "BURST", 1)
    monkeypatch.setattr(view, "PER_SECOND", 0.001)

    def send(forwarded: str) -> int:
        headers = {"x-forwarded-for": forwarded} if forwarded else {}
        return client.post(ENDPOINT, b"{}", content_type="application/json", headers=headers).status_code

    assert [send("198.51.100.1"), send("198.51.100.2"), send("198.51.100.1")] == [412, 412, 429]
    assert send("203.0.113.7, 198.51.100.2") == 429
    assert send("rubbish") in (412, 429)


def test_the_queue_of_tasks_away_loses_nothing(
    client: Client, simulator: Any, destination: PushDestination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **options: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.process_push, "apply_async", away)
    assert post(client, simulator, new_message()) == 204
    assert PushEntry.objects.get().next_try_at is not None


def test_the_page_shows_the_token_to_owners_only(
    destination: PushDestination, shop: Account, owner: User, lead: User
) -> None:
    seen = {}
    for user in (owner, lead):
        client = Client()
        client.force_login(user)
        seen[user.role] = TOKEN in client.get(reverse("account", args=[shop.id])).content.decode()
    assert seen == {"owner": True, "lead": False}
    raw = PushDestination.objects.extra(select={"raw": "verification_token"}).values_list("raw", flat=True)
    assert TOKEN not in str(list(raw))
