"""HTTPS to a server whose certificate comes from the operator's own authority."""

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from connectors.errors import OutcomeUnknown, TryLater
from connectors.http import Http
from connectors.trust import tls_context
from tests.connectors.mail.authority import make_authority

AUTHORITY = make_authority()


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # noqa: N802
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def do_POST(self) -> None:  # noqa: N802
        """Take the request, and answer with a record that cannot be decrypted."""
        self.rfile.read(int(self.headers["Content-Length"]))
        with socket.socket(fileno=os.dup(self.connection.fileno())) as bare:
            bare.sendall(b"\x17\x03\x03\x00\x20" + bytes(32))

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A page served with a certificate of the private authority."""
    path = tmp_path / "server.pem"
    path.write_bytes(AUTHORITY.certificate + AUTHORITY.key)
    server = HTTPServer(("127.0.0.1", 0), _Hello)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"https://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "authority.pem"
    path.write_bytes(AUTHORITY.authority)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


@pytest.mark.usefixtures("own_file")
def test_the_authority_that_ssl_cert_file_names_is_trusted(url: str) -> None:
    assert Http(read_seconds=5).read("GET", url).content == b"hello"


def test_another_private_authority_is_not(url: str) -> None:
    with pytest.raises(TryLater, match="SSLError"):
        Http(read_seconds=5).read("GET", url)


def test_nothing_is_sent_to_a_server_that_is_not_trusted(url: str) -> None:
    with pytest.raises(TryLater, match="no connection"):
        Http(read_seconds=5).send_once("POST", url, json={"text": "hello"})


@pytest.mark.usefixtures("own_file")
def test_encryption_that_breaks_after_a_message_has_left_leaves_it_open(url: str) -> None:
    with pytest.raises(OutcomeUnknown):
        Http(read_seconds=5).send_once("POST", url, json={"text": "hello"})


@pytest.mark.usefixtures("own_file")
def test_the_public_authorities_stay_trusted() -> None:
    names = [str(each["subject"]) for each in tls_context().get_ca_certs()]
    assert any("Test authority" in name for name in names)
    assert len(names) > 1 or not Path(ssl.get_default_verify_paths().openssl_cafile).is_file()
