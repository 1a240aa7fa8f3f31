"""Guichet on a device: what the service worker keeps there, and how it shows a push."""

import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Ticket, User
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
