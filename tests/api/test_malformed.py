"""Bad input is refused with a problem, never a crash."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from inbox.models import Message, Ticket
from tests.api.conftest import ROOT, ApiClient

pytestmark = pytest.mark.django_db


def send_raw(client: ApiClient, path: str, content: bytes) -> Any:
    headers = {"Authorization": f"Bearer {client.token}", "Idempotency-Key": "k"}
    return client.client.generic("POST", ROOT + path, content, content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff\xfe", b'{"body": "a}', b"[" * 100_000, b'{"body": ' + b"9" * 5000 + b"}", b"\x00"],
)
def test_what_is_not_json_is_a_bad_request(as_agent: ApiClient, ticket: Ticket, content: bytes) -> None:
    answer = send_raw(as_agent, f"/tickets/{ticket.id}/replies", content)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"body": null}',
        b'{"body": 5}',
        b'{"body": ["a"]}',
        b'{"body": "nul \\u0000 here"}',
        b'{"body": "half a pair \\ud800"}',
        b'{"body": "hello", "bcc": "all"}',
        b'{"body": "hello", "half \\ud800": "all"}',
        b'{"body": ""}',
        b'{"body": "  \\n "}',
        b'{"body": NaN}',
    ],
)
@pytest.mark.parametrize("verb", ["replies", "notes"])
def test_json_of_another_shape_is_not_processed(as_agent: ApiClient, ticket: Ticket, verb: str, content: bytes) -> None:
    answer = send_raw(as_agent, f"/tickets/{ticket.id}/{verb}", content)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"]
    assert not Message.objects.exists()


def test_a_body_that_is_too_big_is_refused(as_agent: ApiClient, ticket: Ticket, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = send_raw(as_agent, f"/tickets/{ticket.id}/notes", b'{"body": "' + b"x" * 2000 + b'"}')

    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"


def test_an_error_does_not_repeat_what_was_sent(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.post(f"/tickets/{ticket.id}/notes", {"body": ["a private thing"]})

    assert "private" not in answer.content.decode()


def test_markup_is_kept_as_text(as_agent: ApiClient, ticket: Ticket) -> None:
    written = as_agent.post(f"/tickets/{ticket.id}/notes", {"body": "<script>alert(1)</script> 😀"})

    assert written.json()["body_text"] == "<script>alert(1)</script> 😀"
