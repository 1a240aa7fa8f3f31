"""A real mail server on loopback with the shop's mailbox, and a connector that works by mail alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from connectors.amazon.connector import AmazonConnector
from connectors.collaborators import Tools
from connectors.mail.simulation import MailPost
from tests.connectors.tools import Clock, make_tools

SHOP, OTHER = "service@shop.example", "old@shop.example"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def post(clock: Clock) -> Iterator[MailPost]:
    server = MailPost(now=clock)
    server.add_mailbox(SHOP, "secret")
    server.add_mailbox(OTHER, "secret", folders=("INBOX", "Amazon"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def tools(clock: Clock) -> Tools:
    return make_tools({}, now=clock)


@pytest.fixture
def credentials(post: MailPost) -> dict[str, Any]:
    return {**post.credentials(SHOP), "sender": SHOP, "marketplaces": ["fr", "DE"]}


@pytest.fixture
def connector(credentials: dict[str, Any], tools: Tools) -> AmazonConnector:
    return AmazonConnector(credentials=credentials, identity={}, tools=tools)
