"""Journeys in a real Chromium: what is typed outlives a restart of the server, a lost line and a log-in that ended."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Draft, MessageDirection, Ticket, User
from tests.make import PASSWORD, make_account, make_message, make_ticket, make_user
from tests.pages.chromium import in_reach
from tests.pages.test_journeys import log_in
from tests.pages.web_server import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), in_reach]

TEXT = "[data-composer-text]"
KEPT = "[data-composer-kept]"
SLOW = {"offline": False, "latency": 1200, "downloadThroughput": 20_000, "uploadThroughput": 20_000}


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")


@pytest.fixture
def question(transactional_db: None) -> Ticket:
    ticket = make_ticket(account=make_account())
    make_message(ticket)
    return ticket


def kept_on_device(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('guichet.text.'))")
    return found


@pytest.fixture
def server() -> Iterator[WebServer]:
    served = WebServer()
    served.start()
    yield served
    served.kill()


def test_a_restart_of_the_server_while_typing_loses_no_letter(
    page: Page, client: Client, server: WebServer, english: User, question: Ticket
) -> None:
    client.force_login(english)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
    page.goto(f"{server.url}/tickets/{question.pk}/")
    page.locator(TEXT).press_sequentially("It leaves")
    expect(page.locator(KEPT)).to_contain_text("draft kept")
    server.kill()
    page.locator(TEXT).press_sequentially(" tomorrow")
    expect(page.locator(KEPT)).to_contain_text("kept on this device")
    server.start()
    expect(page.locator(KEPT)).to_contain_text("draft kept")
    assert Draft.objects.get().text == "It leaves tomorrow"
    assert kept_on_device(page) == []


def test_a_log_in_that_ended_opens_beside_the_text(
    page: Page, live_server: LiveServer, english: User, question: Ticket
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{question.pk}/")
    page.locator(TEXT).press_sequentially("It leaves")
    Session.objects.all().delete()
    cache.clear()
    page.locator(TEXT).press_sequentially(" tomorrow")
    expect(page.locator(KEPT)).to_contain_text("you are logged out")
    with page.expect_popup() as opened:
        page.click("[data-composer-login]")
    beside = opened.value
    beside.fill("[name=login]", english.email)
    beside.fill("[name=password]", PASSWORD)
    beside.click("button[type=submit] >> nth=0")
    expect(beside.locator("h1")).to_have_text("You are logged in again")
    beside.close()
    expect(page.locator(KEPT)).to_contain_text("draft kept")
    expect(page.locator(TEXT)).to_have_value("It leaves tomorrow")
    page.click(".composer-send")
    expect(page.locator(".delivery-words")).to_contain_text("leaves at")


def test_on_a_slow_line_a_reply_is_sent_once_and_its_draft_does_not_come_back(
    page: Page, live_server: LiveServer, english: User, question: Ticket
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{question.pk}/")
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.locator(TEXT).press_sequentially("It leaves tomorrow")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".delivery-words")).to_contain_text("leaves at")
    expect(page.locator(TEXT)).to_have_value("")
    page.wait_for_load_state("networkidle")
    assert question.messages.filter(direction=MessageDirection.OUT).count() == 1
    assert not Draft.objects.exists()
    assert kept_on_device(page) == []


def test_a_reply_whose_answer_was_lost_is_not_found_again_as_a_draft(
    page: Page, live_server: LiveServer, english: User, question: Ticket
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{question.pk}/")
    page.route("**/write/", lambda route: (route.fetch(), route.abort())[1])
    page.locator(TEXT).press_sequentially("It leaves tomorrow")
    page.click(".composer-send")
    expect(page.locator(KEPT)).to_contain_text("it will reach the buyer once")
    page.unroute("**/write/")
    page.reload()
    expect(page.locator(KEPT)).to_contain_text("sent already")
    expect(page.locator(TEXT)).to_have_value("")
    assert question.messages.filter(direction=MessageDirection.OUT).count() == 1


def test_logging_out_leaves_nothing_of_a_text_on_the_device(
    page: Page, live_server: LiveServer, english: User, question: Ticket
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{question.pk}/")
    page.route("**/draft/", lambda route: route.abort())
    page.locator(TEXT).press_sequentially("It leaves")
    expect(page.locator(KEPT)).to_contain_text("no connection")
    assert kept_on_device(page) != []
    page.click("[data-log-out] button")
    expect(page.locator("[name=password]")).to_be_visible()
    assert kept_on_device(page) == []
