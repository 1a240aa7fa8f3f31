"""A buyer cannot make the server call an address: whatever his attachment says, nobody is asked but the marketplace."""

import http.server
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.errors import TryLater
from connectors.files import FileRefused, FileSources, fetch_file
from connectors.http import Http
from connectors.models import Account
from connectors.simulation import BuyerWrites, Simulator
from inbox.models import Attachment, Ticket, User
from inbox.pulling import pull
from inbox.storage import attachments


class Trap(http.server.ThreadingHTTPServer):
    """An inner server that nobody may be made to call. It sends everybody on to `leads_to`."""

    daemon_threads = True

    def __init__(self, leads_to: str = "") -> None:
        self.leads_to = leads_to
        self.visitors: list[str] = []
        super().__init__(("127.0.0.1", 0), _Visitor)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Visitor(http.server.BaseHTTPRequestHandler):
    server: Trap

    def do_GET(self) -> None:
        self.server.visitors.append(self.path)
        self.send_response(302 if self.server.leads_to else 200)
        self.send_header("Location", self.server.leads_to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def trap() -> Iterator[Trap]:
    server = Trap()
    yield server
    server.shutdown()
    server.server_close()


def wordings(trap: Trap) -> list[str]:
    """Ways to write the trap's address, and others that a server should never call."""
    port = trap.server_port
    return [
        f"{trap.url}/secret.jpg",
        f"http://localhost:{port}/secret.jpg",
        f"http://[::1]:{port}/secret.jpg",
        f"http://2130706433:{port}/secret.jpg",
        f"http://0x7f.1:{port}/secret.jpg",
        f"https://127.0.0.1:{port}/secret.jpg",
        f"https://i.ebayimg.com@127.0.0.1:{port}/secret.jpg",
        f"https://127.0.0.1:{port}#.ebayimg.com/secret.jpg",
        f"https://127.0.0.1:{port}\\.ebayimg.com/secret.jpg",
        f"http://127.0.0.1:{port}/?.ebayimg.com",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "gopher://127.0.0.1/_x",
        "//127.0.0.1/x.jpg",
        "https://[::ffff:127.0.0.1/x.jpg",
        "https://evil-ebayimg.com/x.jpg",
        "javascript:alert(1)",
    ]


@pytest.mark.django_db
def test_no_wording_of_an_address_makes_the_server_call_it(
    shop: Account, simulator: Simulator, trap: Trap, client: Client, owner: User
) -> None:
    for number, url in enumerate(wordings(trap)):
        simulator.buyer_writes(BuyerWrites("velo_shop", f"buyer{number}", "Voici la photo", pictures=(url,)))
    pull.pull_account(shop, now=timezone.now())
    for hours in range(0, 48, 12):
        attachments.fetch_due(timezone.now() + timedelta(hours=hours), at_most=100)
    client.force_login(owner)
    for ticket in Ticket.objects.all():
        assert client.get(reverse("ticket", args=[ticket.pk])).status_code == 200
    assert trap.visitors == []
    assert Attachment.objects.filter(url__in=wordings(trap)).exists()
    assert not Attachment.objects.exclude(file="").exists()


@pytest.mark.django_db
def test_a_page_never_sends_the_browser_to_an_address_of_a_buyer(
    shop: Account, simulator: Simulator, trap: Trap, client: Client, owner: User
) -> None:
    pictures = (f"{trap.url}/pixel.gif", "javascript:alert(1)")
    simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Voici", pictures=pictures))
    pull.pull_account(shop, now=timezone.now())
    client.force_login(owner)
    page = client.get(reverse("ticket", args=[Ticket.objects.get().pk])).content.decode()
    assert f'src="{trap.url}' not in page
    assert 'href="javascript:' not in page


def test_a_marketplace_that_sends_us_on_is_not_followed(trap: Trap) -> None:
    marketplace = Trap(leads_to=f"{trap.url}/secret.jpg")
    with pytest.raises((TryLater, FileRefused)):
        fetch_file(Http(), f"{marketplace.url}/photo.jpg", FileSources(origins=(marketplace.url,)))
    marketplace.shutdown()
    marketplace.server_close()
    assert marketplace.visitors == ["/photo.jpg"]
    assert trap.visitors == []
