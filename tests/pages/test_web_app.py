"""Guichet on a device: what the service worker keeps there, and how it shows a push."""

import base64
import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from inbox.models import PushDevice, Ticket, User
from tests.make import make_account, make_buyer, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONTROLLED = "navigator.serviceWorker.controller !== null"
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      kept.push([new URL(request.url).pathname, await (await caches.match(request)).text()]);
  return kept;
}"""


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    """Of this installation, for push."""
    settings.VAPID_KEY = base64.urlsafe_b64encode(bytes(31) + b"\x07").decode().rstrip("=")


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", language="en")


@pytest.fixture
def ticket(english: User) -> Ticket:
    account = make_account()
    at = timezone.now() - timedelta(hours=1)
    buyer = make_buyer(account=account, handle="jeanne_d", name="Jeanne Durand")
    found = make_ticket(account=account, buyer=buyer, last_message_at=at, snippet="Où est mon colis ?")
    make_message(found, written_at=at)
    return found


def test_only_our_own_static_files_are_kept_on_a_device(watched: Page, live_server: LiveServer, ticket: Ticket) -> None:
    log_in(watched, live_server)
    watched.wait_for_function(CONTROLLED)
    watched.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    expect(watched.get_by_text("Bonjour, où est mon colis ?")).to_be_visible()
    watched.goto(f"{live_server.url}/alerts/ways/")
    kept = watched.evaluate(KEPT)
    assert "/static/offline.html" in dict(kept)
    assert [path for path, _ in kept if not path.startswith("/static/")] == []
    assert [path for path, text in kept if "Durand" in text or "jeanne_d" in text or "colis ?" in text] == []


def test_a_push_is_shown_and_the_page_can_be_installed(page: Page, live_server: LiveServer, ticket: Ticket) -> None:
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    log_in(page, live_server)
    page.wait_for_function(CONTROLLED)
    browser = page.context.new_cdp_session(page)
    registrations: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    end = time.monotonic() + 20
    while not registrations and time.monotonic() < end:
        page.wait_for_timeout(50)
    data = json.dumps({"title": "#7 · shop (eBay)", "body": "15 min left", "url": "/tickets/7/", "tag": "/tickets/7/"})
    browser.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": registrations[0], "data": data},
    )
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())[0]?.body === '15 min left'"
    )
    manifest = browser.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )
    page.goto(f"{live_server.url}/alerts/ways/")
    assert serious(page) == []


def push_service(page: Page, answers: str) -> None:
    """Chromium's own push service is a company's on the internet: in its place one that answers so, or never."""
    page.add_init_script(f"PushManager.prototype.subscribe = () => {answers};")


def test_a_device_is_added_by_its_button_and_taken_away(page: Page, live_server: LiveServer, english: User) -> None:
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    given = {"endpoint": "https://push.example.org/abc", "keys": {"p256dh": "p", "auth": "a"}}
    push_service(page, f"Promise.resolve({{toJSON: () => ({json.dumps(given)})}})")
    log_in(page, live_server)
    page.goto(f"{live_server.url}/alerts/ways/")
    page.get_by_role("button", name="Add this device").click()
    remove = page.get_by_role("button", name="Remove")
    expect(remove).to_be_visible()
    device = PushDevice.objects.get(user=english)
    assert (device.endpoint, device.p256dh, device.auth) == ("https://push.example.org/abc", "p", "a")
    remove.click()
    expect(remove).to_have_count(0)
    assert not PushDevice.objects.exists()


def test_a_push_service_that_does_not_answer_is_said_to(page: Page, live_server: LiveServer, english: User) -> None:
    """As behind a firewall that lets nothing out: the browser itself waits for ever."""
    page.clock.install()
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    push_service(page, "new Promise(() => {})")
    log_in(page, live_server)
    page.goto(f"{live_server.url}/alerts/ways/")
    add = page.get_by_role("button", name="Add this device")
    add.click()
    expect(page.get_by_text("Asking the browser’s push service")).to_be_visible()
    expect(add).to_be_disabled()
    page.clock.fast_forward(21_000)
    expect(page.get_by_text("gave no address")).to_be_visible()
    expect(add).to_be_enabled()
