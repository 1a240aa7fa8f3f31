"""A mail server's credentials, read and checked."""

from typing import Any

import pytest

from connectors.mail.servers import Server, server_from

GIVEN: dict[str, Any] = {"host": "imap.example", "port": 993, "security": "tls", "user": "shop", "password": "secret"}


def test_a_group_of_credentials_becomes_a_server() -> None:
    assert server_from(GIVEN, what="mailbox") == Server("imap.example", 993, "tls", "shop", "secret")


def test_a_port_may_be_text_and_a_user_may_be_missing() -> None:
    server = server_from({"host": "smtp.example", "port": "587", "security": "starttls"}, what="smtp")
    assert (server.port, server.user, server.password) == (587, "", "")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "::1", "[::1]"])
def test_plain_text_is_allowed_to_this_machine(host: str) -> None:
    assert server_from({**GIVEN, "host": host, "security": "none"}, what="mailbox").security == "none"


@pytest.mark.parametrize(
    "host", ["imap.example", "localhost.example", "10.0.0.1", "0.0.0.0", "127.0.0.1.example", "::2"]
)
def test_plain_text_is_allowed_to_nobody_else(host: str) -> None:
    with pytest.raises(ValueError, match=r"mailbox\.security: none is allowed only to this machine"):
        server_from({**GIVEN, "host": host, "security": "none"}, what="mailbox")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"host": " "}, r"mailbox\.host: missing"),
        ({"host": 5}, r"mailbox\.host: must be a text"),
        ({"security": "ssl"}, r"mailbox\.security: must be one of tls, starttls, none"),
        ({"port": "imaps"}, r"mailbox\.port: must be a number"),
        ({"port": 0}, r"mailbox\.port: must be a number"),
        ({"port": 70000}, r"mailbox\.port: must be a number"),
        ({"port": None}, r"mailbox\.port: must be a number"),
        ({"oauth": {"token_url": "https://x", "client_id": "c"}}, r"mailbox\.oauth\.refresh_token: missing"),
        ({"oauth": "token"}, r"mailbox\.oauth: must be a group"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        server_from({**GIVEN, **change}, what="mailbox")


def test_secrets_do_not_show_in_a_server() -> None:
    shown = repr(server_from({**GIVEN, "token": "bearer"}, what="mailbox"))
    assert "secret" not in shown
    assert "bearer" not in shown
