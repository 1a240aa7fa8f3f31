"""A simulated eBay, a connector, and an endpoint that answers challenges and takes pushes."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import IDENTITY, SELLER, buyer_writes, clock, ebay, quota, sold, tools
from connectors.push import Destination, Endpoint

__all__ = ["buyer_writes", "clock", "ebay", "quota", "sold", "tools"]

TOKEN = "a-token-of-forty-characters-or-so-0123456"


@dataclass
class Receiver:
    """Answers as Guichet would. status: of every push; knows_token: whether it answers challenges rightly."""

    url: str = ""
    status: int = 204
    knows_token: bool = True
    pushes: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.url, secret=TOKEN if self.knows_token else TOKEN[::-1], contact="owner@shop.test")

    def wait_for(self, count: int) -> list[tuple[bytes, dict[str, str]]]:
        """The pushes, once there are so many."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.pushes) >= count, timeout=20)
            return list(self.pushes)


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_GET(self) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        answer = EbayConnector.answer_challenge(query, self.receiver.endpoint)
        assert answer is not None
        body = json.dumps(dict(answer.content)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.receiver.status
        with self.receiver.arrived:  # before it is answered: an answer is what lets the next one come
            self.receiver.pushes.append((body, {name.lower(): value for name, value in self.headers.items()}))
            self.receiver.arrived.notify_all()
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/push/ebay/"
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def seller(ebay: EbaySimulator, tools: Tools) -> EbayConnector:
    """Signed in as the seller."""
    return EbayConnector(credentials=ebay.add_seller(SELLER), identity=IDENTITY, tools=tools)


@pytest.fixture
def application(ebay: EbaySimulator, tools: Tools) -> EbayConnector:
    """Speaks for the installation: without a refresh token."""
    keys = {name: value for name, value in ebay.add_seller(SELLER).items() if name != "refresh_token"}
    return EbayConnector(credentials=keys, identity={}, tools=tools)


@pytest.fixture
def destination(application: EbayConnector, receiver: Receiver) -> Destination:
    return application.keep_destination("", receiver.endpoint)


@pytest.fixture
def subscribed(seller: EbayConnector, destination: Destination) -> Callable[..., str]:
    """Subscribe the seller to a topic; the id of the subscription."""

    def subscribe(topic: str = "NEW_MESSAGE") -> str:
        [subscription] = seller.keep_subscriptions(destination, [topic], known={})
        assert subscription.problem == ""
        return subscription.external_id

    return subscribe
