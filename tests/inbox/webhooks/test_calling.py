"""Webhooks over real HTTP on loopback: signed, tried again, told again; and no way inside unless it is allowed."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from inbox.models import CallState, Webhook, WebhookCall
from inbox.webhooks.calling import FIRST_BACK_OFF, MOST_ATTEMPTS, call_due
from inbox.webhooks.keeping import BadAddress, add, check_url, replay, tell
from tests.make import DAY, NINE

pytestmark = pytest.mark.django_db


class Receiver:
    """A program on loopback that hears calls. answers: the statuses it gives, the last one for ever."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers = [204]
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((dict(self.headers), body))
                status = receiver.answers[0] if len(receiver.answers) == 1 else receiver.answers.pop(0)
                self.send_response(status)
                self.send_header("Location", "http://127.0.0.1:1/inside")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    thread = threading.Thread(target=found.server.serve_forever, args=(0.05,))
    thread.start()
    yield found
    found.server.shutdown()
    thread.join()
    found.server.server_close()


@pytest.fixture
def webhook(receiver: Receiver, settings: Settings) -> Webhook:
    settings.WEBHOOKS_MAY_REACH_INSIDE = True
    return add("ERP", receiver.url, now=NINE)


def test_a_call_is_signed_with_the_moment_and_the_bytes(webhook: Webhook, receiver: Receiver) -> None:
    tell(webhook, {"event": "message"}, key="k1", now=NINE)
    assert call_due(NINE) == 1
    [(headers, body)] = receiver.heard
    moment, _comma, given = headers["Guichet-Signature"].partition(",v1=")
    wanted = hmac.new(webhook.secret.encode(), moment.removeprefix("t=").encode() + b"." + body, hashlib.sha256)
    assert (given, moment) == (wanted.hexdigest(), f"t={NINE.timestamp():.0f}")
    assert (json.loads(body), headers["Guichet-Id"]) == ({"id": "k1", "event": "message"}, "k1")


def test_the_same_is_told_once_and_again_only_when_a_person_asks(webhook: Webhook, receiver: Receiver) -> None:
    tell(webhook, {}, key="k1", now=NINE)
    tell(webhook, {}, key="k1", now=NINE)
    call_due(NINE)
    call_due(NINE)
    assert len(receiver.heard) == 1
    replay(WebhookCall.objects.get(), now=NINE)
    call_due(NINE)
    assert len(receiver.heard) == 2


def test_what_is_not_taken_is_tried_again_later_each_time_and_given_up_in_the_end(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answers = [500]
    tell(webhook, {}, key="k1", now=NINE)
    call_due(NINE)
    call = WebhookCall.objects.get()
    assert (call.status, call.problem, call.next_try_at) == (500, "HTTP 500", NINE + FIRST_BACK_OFF)
    call_due(NINE)
    assert len(receiver.heard) == 1
    for days in range(1, MOST_ATTEMPTS + 2):
        call_due(NINE + days * DAY)
    call.refresh_from_db()
    assert (call.state, call.attempts, call.next_try_at) == (CallState.GIVEN_UP, MOST_ATTEMPTS, None)
    assert len(receiver.heard) == MOST_ATTEMPTS


def test_no_redirect_is_followed(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [302]
    tell(webhook, {}, key="k1", now=NINE)
    assert call_due(NINE) == 0
    assert (WebhookCall.objects.get().status, len(receiver.heard)) == (302, 1)


def test_nothing_inside_is_called_unless_it_is_allowed(
    webhook: Webhook, receiver: Receiver, settings: Settings
) -> None:
    settings.WEBHOOKS_MAY_REACH_INSIDE = False
    tell(webhook, {}, key="plain", now=NINE)
    Webhook.objects.create(name="name", url="https://localhost.localdomain/x", secret="s", made_at=NINE)
    hidden = Webhook.objects.get(name="name")
    tell(hidden, {}, key="hidden", now=NINE)
    assert call_due(NINE) == 0
    assert receiver.heard == []
    assert not WebhookCall.objects.exclude(state=CallState.WAITING).exists()


@pytest.mark.parametrize(
    "url",
    [
        *("http://erp.shop.test/x", "https://127.0.0.1/x", "https://[::1]/x", "https://2130706433/x"),
        *("https://localhost/x", "ftp://erp.shop.test/x", "https://user:word@erp.shop.test/x", "javascript:alert(1)"),
    ],
)
def test_an_address_that_can_only_be_inside_is_refused_at_once(url: str) -> None:
    with pytest.raises(BadAddress):
        check_url(url)


def test_a_webhook_that_is_switched_off_is_not_called(webhook: Webhook, receiver: Receiver) -> None:
    tell(webhook, {}, key="k1", now=NINE)
    Webhook.objects.update(active=False)
    call_due(NINE)
    assert receiver.heard == []
