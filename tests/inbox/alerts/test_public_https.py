"""Where a push may go: https at public addresses, and nowhere inside."""

import socket
from typing import Any

import pytest
from requests import ConnectionError as RequestsConnectionError
from requests import Session

from inbox.public_https import NotPublic, public_session


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[Any]:
    """Let every name mean these addresses; return the list of what is then connected to."""
    connected: list[Any] = []

    def lookup(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]

    def connect(address: Any, **_: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    return connected


@pytest.fixture
def session() -> Session:
    return public_session()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "172.16.0.1", "0.0.0.0", "100.64.0.1"),
        *("::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1", "224.0.0.1"),
    ],
)
def test_a_name_that_means_a_machine_inside_is_not_called(
    session: Session, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    connected = resolve_to(monkeypatch, address)
    with pytest.raises(NotPublic):
        session.post("https://push.example.org/x", data=b"")
    assert connected == []


def test_a_name_of_which_one_address_is_inside_is_not_called(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    connected = resolve_to(monkeypatch, "93.184.215.14", "10.0.0.1")
    with pytest.raises(NotPublic):
        session.post("https://push.example.org/x", data=b"")
    assert connected == []


def test_the_connection_goes_to_the_address_that_was_looked_at(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = resolve_to(monkeypatch, "93.184.215.14")
    with pytest.raises(RequestsConnectionError):
        session.post("https://push.example.org/x", data=b"")
    assert set(connected) == {("93.184.215.14", 443)}


@pytest.mark.parametrize(
    "url", ["https://push.example.org:22/x", "https://user@push.example.org/x", "https://1.2.3.4/"]
)
def test_other_ports_names_with_log_in_and_bare_numbers_are_refused(session: Session, url: str) -> None:
    with pytest.raises(NotPublic):
        session.post(url, data=b"")


def test_plain_http_has_no_way_out(session: Session) -> None:
    with pytest.raises(ValueError, match="No connection adapters"):
        session.post("http://push.example.org/x", data=b"")
