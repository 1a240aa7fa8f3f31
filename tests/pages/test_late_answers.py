"""Journeys in a real Chromium on a slow line: answers come late, or in another order than they were asked for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import APIResponse, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from connectors.models import Account
from connectors.simulation import BuyerWrites, Simulator
from inbox.models import Message, MessageDirection, Ticket, User
from inbox.pulling import pull
from tests.make import make_user
from tests.pages.chromium import in_reach
from tests.pages.test_journeys import ANSWER, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), in_reach]

Held = list[tuple[Route, APIResponse]]
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 100_000, "uploadThroughput": 40_000}
"""A telephone in the country: milliseconds, bytes a second."""


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")


@pytest.fixture
def three(transactional_db: None, shop: Account, simulator: Simulator) -> list[Ticket]:
    """Tickets of jeanne, paul and rosa, in the order of the queue."""
    at = timezone.now()
    for hours, buyer in ((3, "jeanne_d"), (2, "paul_k"), (1, "rosa_m")):
        simulator.buyer_writes(
            BuyerWrites("velo_shop", buyer, f"{buyer} asks", subject=buyer, at=at - timedelta(hours=hours))
        )
    pull.pull_account(shop, now=at)
    return list(Ticket.objects.order_by("queue_at"))


def hold(page: Page, ticket: Ticket, *, path: str = "") -> Held:
    """Keep the answers of one address back until they are let go."""
    held: Held = []
    address: Callable[[str], bool] = lambda url: url.split("?")[0].endswith(f"/tickets/{ticket.pk}/{path}")  # noqa: E731
    page.route(address, lambda route: held.append((route, route.fetch())))
    return held


def let_go(page: Page, held: Held) -> None:
    """The answers that `hold` kept; waits until the first is there."""
    while not held:
        page.wait_for_timeout(20)
    for route, response in held:
        route.fulfill(response=response)


def row(page: Page, ticket: Ticket) -> None:
    page.click(f"#ticket-{ticket.pk} .ticket-row-link")


def test_the_next_ticket_opens_although_the_reply_before_it_is_taken_meanwhile(
    watched: Page, live_server: LiveServer, english: User, three: list[Ticket]
) -> None:
    log_in(watched, live_server)
    row(watched, three[0])
    watched.fill("[data-composer-text]", ANSWER)
    taken, opened = hold(watched, three[0], path="write/"), hold(watched, three[1])
    watched.click(".composer-send")
    row(watched, three[1])
    let_go(watched, taken)
    expect(watched.locator(".delivery-words")).to_contain_text("leaves at")
    watched.keyboard.press("r")
    watched.keyboard.type("For Paul")
    let_go(watched, opened)
    expect(watched.locator(f"#conversation[data-ticket='{three[1].pk}']")).to_be_visible()
    expect(watched).to_have_url(f"{live_server.url}/tickets/{three[1].pk}/")
    expect(watched.locator("[data-composer-text]")).to_be_focused()
    expect(watched.locator("[data-composer-text]")).to_have_value("For Paul")


def test_a_reply_taken_after_its_writer_went_on_can_still_be_taken_back(
    watched: Page, live_server: LiveServer, english: User, three: list[Ticket]
) -> None:
    log_in(watched, live_server)
    row(watched, three[0])
    watched.fill("[data-composer-text]", ANSWER)
    taken = hold(watched, three[0], path="write/")
    watched.click(".composer-send")
    row(watched, three[1])
    expect(watched.locator(f"#conversation[data-ticket='{three[1].pk}']")).to_be_visible()
    let_go(watched, taken)
    watched.click("[data-undo] button")
    expect(watched.locator("[data-composer-text]")).to_have_value(ANSWER)
    expect(watched).to_have_url(f"{live_server.url}/tickets/{three[0].pk}/")


def test_of_two_tickets_asked_for_the_later_one_is_shown(
    watched: Page, live_server: LiveServer, english: User, three: list[Ticket]
) -> None:
    log_in(watched, live_server)
    row(watched, three[0])
    first, second = hold(watched, three[1]), hold(watched, three[2])
    row(watched, three[1])
    row(watched, three[2])
    let_go(watched, second)
    let_go(watched, first)
    expect(watched.locator(f"#conversation[data-ticket='{three[2].pk}']")).to_be_visible()
    expect(watched).to_have_url(f"{live_server.url}/tickets/{three[2].pk}/")


def test_what_is_typed_before_a_ticket_is_there_is_for_it_and_for_no_other(
    watched: Page, live_server: LiveServer, english: User, three: list[Ticket]
) -> None:
    log_in(watched, live_server)
    row(watched, three[0])
    expect(watched.locator(f"#conversation[data-ticket='{three[0].pk}']")).to_be_visible()
    opened = hold(watched, three[1])
    row(watched, three[1])
    watched.keyboard.press("a")
    watched.keyboard.press("r")
    watched.keyboard.type("Dear ")
    let_go(watched, opened)
    expect(watched.locator("[data-composer-text]")).to_be_focused()
    watched.keyboard.type("Paul")
    expect(watched.locator("[data-composer-text]")).to_have_value("Dear Paul")
    expect(watched.locator(f"#conversation[data-ticket='{three[1].pk}']")).to_be_visible()
    expect(watched.locator("[data-key=a]")).to_have_count(0)
    assert [ticket.assignee_id for ticket in Ticket.objects.order_by("queue_at")] == [None, english.pk, None]


def test_keys_pressed_while_a_reply_leaves_are_no_text(
    watched: Page, live_server: LiveServer, english: User, three: list[Ticket]
) -> None:
    log_in(watched, live_server)
    row(watched, three[0])
    taken = hold(watched, three[0], path="write/")
    watched.fill("[data-composer-text]", ANSWER)
    watched.press("[data-composer-text]", "Control+Enter")
    watched.keyboard.press("j")
    watched.keyboard.press("Enter")
    expect(watched.locator(f"#conversation[data-ticket='{three[1].pk}']")).to_be_visible()
    let_go(watched, taken)
    expect(watched.locator("[data-undo]")).to_contain_text("jeanne_d")
    assert list(Message.objects.filter(direction=MessageDirection.OUT).values_list("body_text", flat=True)) == [ANSWER]


def test_a_deadline_of_more_than_an_hour_goes_on_with_the_clock(
    watched: Page, live_server: LiveServer, english: User, three: list[Ticket]
) -> None:
    Ticket.objects.filter(pk=three[0].pk).update(reply_due_at=timezone.now() + timedelta(minutes=95, seconds=30))
    watched.clock.install()
    log_in(watched, live_server)
    words = watched.locator(f"#ticket-{three[0].pk} .ticket-row-left time")
    expect(words).to_have_text("1 h 35 left")
    watched.clock.fast_forward("20:00")
    expect(words).to_have_text("1 h 15 left")
    watched.clock.fast_forward("40:00")
    expect(words).to_have_text("35 min left")


def test_a_ticket_that_is_long_on_its_way_shows_and_says_so(
    watched: Page, live_server: LiveServer, english: User, three: list[Ticket]
) -> None:
    log_in(watched, live_server)
    opened = hold(watched, three[0])
    row(watched, three[0])
    expect(watched.locator("#conversation")).to_have_attribute("aria-busy", "true")
    said = watched.get_by_text("still loading")
    expect(said).to_be_visible()
    with watched.expect_event("requestfinished", lambda request: "/changes/" in request.url):
        pass  # the list asks for news meanwhile, and has its answer
    watched.wait_for_timeout(100)
    expect(said).to_be_visible()
    let_go(watched, opened)
    expect(watched.locator(f"#conversation[data-ticket='{three[0].pk}']")).to_be_visible()
    expect(said).to_be_hidden()
    expect(watched.locator("#conversation[aria-busy]")).to_have_count(0)


def test_queue_and_ticket_can_be_worked_with_on_a_slow_line(
    watched: Page, live_server: LiveServer, english: User, three: list[Ticket]
) -> None:
    log_in(watched, live_server)
    watched.context.new_cdp_session(watched).send("Network.emulateNetworkConditions", SLOW)
    watched.goto(f"{live_server.url}/")
    watched.keyboard.press("j")
    watched.keyboard.press("Enter")
    watched.keyboard.press("r")
    expect(watched.locator(f"#conversation[data-ticket='{three[0].pk}']")).to_be_visible()
    expect(watched.locator("[data-composer-text]")).to_be_focused()
    watched.keyboard.type(ANSWER)
    watched.keyboard.press("Control+Enter")
    expect(watched.locator(".delivery-words")).to_contain_text("leaves at")
    assert Message.objects.filter(direction=MessageDirection.OUT, body_text=ANSWER).count() == 1
