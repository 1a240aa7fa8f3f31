"""A Dovecot for all tests that want one, its certificate authority trusted as an operator would."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.mail.servers import Server
from tests.connectors.mail.authority import Authority, make_authority
from tests.connectors.mail.dovecot import DOVECOT, PASSWORD, Dovecot, running


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make_authority()


@pytest.fixture
def trusted(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The authority in the file that SSL_CERT_FILE names."""
    path = tmp_path / "authority.pem"
    path.write_bytes(authority.authority)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture(scope="session")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """Without Dovecot these tests are skipped, but in CI they fail."""
    if not DOVECOT and os.environ.get("CI", "").lower() != "true":
        pytest.skip("needs Dovecot: apt install dovecot-imapd")
    with running(authority) as server:
        yield server


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    """A new, empty mailbox."""
    return dovecot.new_user()


@pytest.fixture
def server(dovecot: Dovecot, user: str) -> Server:
    """The way to it, in plain text."""
    return Server("127.0.0.1", dovecot.plain_port, "none", user, PASSWORD)
