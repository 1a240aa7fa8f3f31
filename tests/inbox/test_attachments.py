"""Files that buyers send: brought home from the marketplace only, shown safely."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors.files import FileRefused, FileSources, fetch_file
from connectors.http import Http
from connectors.models import Account
from connectors.simulation import BuyerWrites, Simulator, Trouble
from inbox.models import Attachment, User
from inbox.pulling import pull
from inbox.storage import attachments


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(shop: Account, simulator: Simulator) -> Attachment:
    """Pulled, not fetched yet."""
    url = simulator.picture_url("broken-box")
    simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Voilà la photo.", pictures=(url,)))
    pull.pull_account(shop, now=timezone.now())
    return Attachment.objects.get()


def log_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
def test_a_picture_is_brought_home_and_shown_from_our_own_copy(
    picture: Attachment, client: Client, agent: User
) -> None:
    assert attachments.fetch_due(timezone.now()) == 1
    answer = log_in(client, agent).get(f"/attachments/{picture.id}/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer).startswith(b"\x89PNG")


@pytest.mark.django_db
def test_a_file_is_fetched_once(picture: Attachment) -> None:
    attachments.fetch_due(timezone.now())
    assert attachments.fetch_due(timezone.now()) == 0


@pytest.mark.django_db
def test_a_bad_moment_is_followed_by_another_try(picture: Attachment, simulator: Simulator) -> None:
    simulator.trouble(Trouble.SERVER_ERROR, path="/pictures/")
    now = timezone.now()
    assert attachments.fetch_due(now) == 0
    assert attachments.fetch_due(now) == 0
    assert attachments.fetch_due(now + timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_an_address_elsewhere_is_never_followed_and_says_why(picture: Attachment) -> None:
    Attachment.objects.update(url="http://169.254.169.254/latest/meta-data/")
    assert attachments.fetch_due(timezone.now()) == 0
    assert Attachment.objects.get().problem == "not a plain https address"


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", ["application/octet-stream", "text/html", "image/svg+xml"])
def test_what_is_neither_picture_nor_pdf_nor_text_is_only_ever_downloaded(
    picture: Attachment, client: Client, agent: User, content_type: str
) -> None:
    attachments.fetch_due(timezone.now())
    Attachment.objects.update(content_type=content_type, name="page.html")
    answer = log_in(client, agent).get(f"/attachments/{picture.id}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.django_db
def test_plain_text_opens_as_nothing_else(picture: Attachment, client: Client, agent: User) -> None:
    attachments.fetch_due(timezone.now())
    Attachment.objects.update(content_type="text/plain", name="suivi.txt")
    answer = log_in(client, agent).get(f"/attachments/{picture.id}/")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_pdf_opens_in_the_browsers_own_viewer_where_it_can_load_nothing(
    picture: Attachment, client: Client, agent: User
) -> None:
    attachments.fetch_due(timezone.now())
    Attachment.objects.update(content_type="application/pdf", name="facture.pdf")
    answer = log_in(client, agent).get(f"/attachments/{picture.id}/")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.django_db
def test_a_stranger_sees_no_file(picture: Attachment, client: Client) -> None:
    attachments.fetch_due(timezone.now())
    assert client.get(f"/attachments/{picture.id}/").status_code == 302


EBAY_PICTURES = FileSources(hosts=("ebayimg.com",), origins=("http://127.0.0.1:9/",))


@pytest.mark.parametrize(
    "url",
    [
        "http://i.ebayimg.com/1.jpg",
        "https://evil.test/i.ebayimg.com/1.jpg",
        "https://i.ebayimg.com.evil.test/1.jpg",
        "https://notebayimg.com/1.jpg",
        "https://user@i.ebayimg.com/1.jpg",
        "https://i.ebayimg.com:8443/1.jpg",
        "https://127.0.0.1/1.jpg",
        "https://[::1]/1.jpg",
        "http://127.0.0.1:10/1.jpg",
        "file:///etc/passwd",
        "gopher://i.ebayimg.com/1",
        "https://[broken/1.jpg",
        "",
    ],
)
def test_only_the_marketplaces_own_addresses_are_followed(url: str) -> None:
    with pytest.raises(FileRefused):
        fetch_file(Http(), url, EBAY_PICTURES)


def test_a_marketplace_host_that_resolves_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_kwargs: [(2, 1, 6, "", ("10.0.0.1", 443))])
    with pytest.raises(FileRefused, match="public"):
        fetch_file(Http(), "https://i.ebayimg.com/1.jpg", EBAY_PICTURES)
