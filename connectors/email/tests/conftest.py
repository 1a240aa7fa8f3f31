"""A simulated mail server with one shop, `my_shop`, and a connector for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.email.connector import EmailConnector
from connectors.email.floods import THIS_HOUR
from connectors.email.simulator import EmailSimulator
from connectors.incoming import Incoming, RawPayload
from tests.connectors.tools import Clock, Store, make_tools

SELLER = "my_shop"
SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def post(clock: Clock) -> Iterator[EmailSimulator]:
    simulator = EmailSimulator(now=clock)
    simulator.add_seller(SELLER)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def connector(post: EmailSimulator, clock: Clock) -> EmailConnector:
    credentials = post.add_seller(SELLER)
    tools = make_tools({}, now=clock, read_seconds=1.0)
    found = EmailConnector(credentials=credentials, identity={}, tools=tools).check()
    return EmailConnector(credentials=credentials, identity=found.identity, tools=tools)


@pytest.fixture
def store(connector: EmailConnector) -> Store:
    return Store(connector)


def pulled(store: Store) -> list[Incoming]:
    """Everything that has come so far, after one more pull."""
    store.pull("mail")
    return store.items()


def shop_connector() -> EmailConnector:
    """The connector of contact@shop.example, for what needs no server."""
    server = {"host": "localhost", "port": 9, "security": "none"}
    credentials: dict[str, Any] = {"sender": "La Boutique <contact@shop.example>", "mailbox": server, "smtp": server}
    return EmailConnector(credentials=credentials, identity={}, tools=make_tools({}, now=Clock()))


def payload(raw: bytes, *, received_at: str = "2026-11-20T12:00:00+00:00", nth: int = 1) -> RawPayload:
    """A mail as the mailbox gives it, the nth of its sender within the hour."""
    body = {"folder": "INBOX", "received_at": received_at, THIS_HOUR: nth}
    return RawPayload("mail", "digest", body, "1", raw)


def read(raw: bytes, **body: Any) -> Incoming:
    return shop_connector().read(payload(raw, **body))


def sample(name: str) -> Incoming:
    return read((SAMPLES / name).read_bytes())


def mail(text: str = "Bonjour", **headers: str) -> bytes:
    """A plain mail from Anaïs to the shop; names of headers with underscores for dashes, "" leaves one out."""
    whole = {
        "From": "Anais <anais@people.example>",
        "To": "contact@shop.example",
        "Subject": "Lampe",
        "Date": "Fri, 20 Nov 2026 11:00:00 +0000",
        "Message-ID": "<m1@people.example>",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"{name}: {value}" for name, value in whole.items() if value]
    return "\n".join([*lines, "", text]).encode()
