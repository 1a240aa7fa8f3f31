"""The one place that touches the network: what goes wrong becomes one of our errors."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from connectors import http as http_module
from connectors.errors import OutcomeUnknown, TryLater, UnexpectedAnswer
from connectors.http import Http
from connectors.simulation import BuyerWrites, ReceivedReply, Trouble, Written
from connectors.simulation_server import HttpSimulator, Reply, Request


class Echo(HttpSimulator):
    """Answers what it is told to, and counts."""

    slug = "echo"

    def __init__(self) -> None:
        super().__init__()
        self.reply = Reply(200, b'{"ok":true}')
        self.requests: list[Request] = []

    def handle(self, request: Request) -> Reply:
        self.requests.append(request)
        return self.reply

    def bad_day(self, trouble: Trouble, request: Request) -> Reply:
        return Reply({Trouble.TOO_MANY: 429, Trouble.UNAVAILABLE: 503}.get(trouble, 500))

    def environment(self) -> Mapping[str, str]:
        return {}

    def add_seller(self, name: str) -> Mapping[str, str]:
        raise NotImplementedError

    def buyer_writes(self, message: BuyerWrites) -> Written:
        raise NotImplementedError

    def seller_writes(self, *, seller: str, thread_id: str, text: str, at: datetime | None = None) -> Written:
        raise NotImplementedError

    def marketplace_writes(self, *, seller: str, subject: str, html: str, at: datetime | None = None) -> Written:
        raise NotImplementedError

    def replies(self, after: int = 0) -> Sequence[ReceivedReply]:
        raise NotImplementedError


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def http() -> Http:
    return Http(read_seconds=0.5)


Call = Callable[..., object]


def test_an_answer_carries_status_headers_and_content(echo: Echo, http: Http) -> None:
    echo.reply = Reply(200, b'{"a":1}', headers={"X-Thing": "yes"})
    answer = http.read("GET", echo.url + "/x", params={"q": "é"})
    assert (answer.status, answer.json(), answer.headers["x-thing"]) == (200, {"a": 1}, "yes")
    assert echo.requests[0].query == {"q": "é"}


@pytest.mark.parametrize("status", [201, 204, 301, 400, 401, 403, 404])
def test_a_status_below_500_is_the_callers_business(echo: Echo, http: Http, status: int) -> None:
    echo.reply = Reply(status)
    assert http.read("GET", echo.url).status == status
    assert http.send_once("POST", echo.url).status == status


def test_a_redirect_is_not_followed(echo: Echo, http: Http) -> None:
    echo.reply = Reply(302, headers={"Location": echo.url + "/elsewhere"})
    http.read("GET", echo.url)
    assert len(echo.requests) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble.TOO_MANY,
        Trouble.SERVER_ERROR,
        Trouble.UNAVAILABLE,
        Trouble.TIMEOUT_BEFORE,
        Trouble.TIMEOUT_AFTER,
        Trouble.CONNECTION_CUT,
    ],
)
def test_a_read_that_fails_may_be_tried_later(echo: Echo, http: Http, trouble: Trouble) -> None:
    echo.trouble(trouble)
    with pytest.raises(TryLater):
        http.read("GET", echo.url)


@pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.UNAVAILABLE])
def test_a_send_turned_away_may_be_tried_later(echo: Echo, http: Http, trouble: Trouble) -> None:
    echo.trouble(trouble)
    with pytest.raises(TryLater):
        http.send_once("POST", echo.url)
    assert echo.requests == []


@pytest.mark.parametrize(
    "trouble", [Trouble.SERVER_ERROR, Trouble.TIMEOUT_BEFORE, Trouble.TIMEOUT_AFTER, Trouble.CONNECTION_CUT]
)
def test_a_send_that_may_have_arrived_is_left_open(echo: Echo, http: Http, trouble: Trouble) -> None:
    echo.trouble(trouble)
    with pytest.raises(OutcomeUnknown):
        http.send_once("POST", echo.url)


def test_a_send_without_connection_may_be_tried_later(echo: Echo, http: Http) -> None:
    url = echo.url
    echo.stop()
    with pytest.raises(TryLater):
        http.send_once("POST", url)


def test_a_send_on_a_connection_that_was_closed_meanwhile_is_not_repeated(echo: Echo, http: Http) -> None:
    http.read("GET", echo.url)
    url, port = echo.url, int(echo.url.rpartition(":")[2])
    echo.stop()
    echo.start(port=port)
    with suppress(TryLater, OutcomeUnknown):
        http.send_once("POST", url)
    assert sum(request.method == "POST" for request in echo.requests) <= 1


def test_the_wait_a_server_asks_for_is_passed_on(echo: Echo, http: Http) -> None:
    echo.reply = Reply(429, headers={"Retry-After": "90"})
    with pytest.raises(TryLater) as caught:
        http.read("GET", echo.url)
    assert (caught.value.wait, caught.value.status) == (timedelta(seconds=90), 429)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xff", b"[" * 200_000], ids=["empty", "cut", "binary", "deep"])
def test_what_is_no_json_is_an_unexpected_answer(echo: Echo, http: Http, body: bytes) -> None:
    echo.reply = Reply(200, body)
    with pytest.raises(UnexpectedAnswer):
        http.read("GET", echo.url).json()


def test_an_answer_too_large_is_given_up(echo: Echo, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_module, "LARGEST_ANSWER", 1000)
    echo.reply = Reply(200, b"x" * 200_000)
    with pytest.raises(TryLater):
        http.read("GET", echo.url)
    with pytest.raises(OutcomeUnknown):
        http.send_once("POST", echo.url)


def test_nothing_confidential_is_logged(echo: Echo, http: Http, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="guichet.http")
    headers = {"Authorization": "Bearer secret-token"}
    http.read("POST", echo.url + "/path", params={"name": "anna"}, data={"text": "words"}, headers=headers)
    assert "/path" in caplog.text
    assert not any(word in caplog.text for word in ("secret-token", "anna", "words"))


def test_a_netrc_file_does_not_replace_our_token(
    echo: Echo, http: Http, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = f"{tmp_path}/netrc"
    with open(netrc, "w") as file:  # noqa: PTH123
        file.write("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", netrc)
    http.read("GET", echo.url, headers={"Authorization": "Bearer ours"})
    assert echo.requests[0].headers["authorization"] == "Bearer ours"


def test_troubles_hit_only_the_calls_they_are_meant_for(echo: Echo, http: Http) -> None:
    echo.trouble(Trouble.SERVER_ERROR, times=2, path="/bad")
    assert http.read("GET", echo.url + "/good").status == 200
    with pytest.raises(TryLater):
        http.read("GET", echo.url + "/bad")
    with pytest.raises(TryLater):
        http.read("GET", echo.url + "/bad/too")
    assert http.read("GET", echo.url + "/bad").status == 200
