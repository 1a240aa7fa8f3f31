"""Two agents on one ticket, each in a browser of their own: they see each other, and no buyer is answered twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import MessageDirection, Ticket
from tests.make import PASSWORD, make_account, make_message, make_ticket, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "[data-composer-text]"
LIVE = 12_000


@pytest.fixture
def question(transactional_db: None) -> Ticket:
    ticket = make_ticket(account=make_account(), needs_reply=True)
    make_message(ticket)
    return ticket


def at_the_ticket(page: Page, live_server: LiveServer, ticket: Ticket, first_name: str) -> Page:
    """Log in as somebody new and open the ticket."""
    user = make_user(first_name=first_name, last_name="Roy", language="en")
    page.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit] >> nth=0")
    expect(page.locator(TEXT)).to_be_visible()
    return page


def test_two_agents_see_each_other_and_the_second_answer_is_stopped(
    watched: Page, new_context: Callable[[], BrowserContext], live_server: LiveServer, question: Ticket
) -> None:
    anna = at_the_ticket(watched, live_server, question, "Anna")
    paul = at_the_ticket(new_context().new_page(), live_server, question, "Paul")
    expect(anna.locator("#together")).to_contain_text("Paul Roy is looking at this ticket", timeout=LIVE)

    paul.locator(TEXT).press_sequentially("It left to")
    expect(anna.locator("#together")).to_contain_text("Paul Roy is writing", timeout=LIVE)
    expect(anna.locator(".together-text")).to_have_text("It left to", timeout=LIVE)
    expect(anna.locator(f"#ticket-{question.pk} [data-people]")).to_contain_text("PR", timeout=LIVE)

    anna.locator(TEXT).press_sequentially("It leaves tomorrow")
    paul.locator(TEXT).press_sequentially("day")
    paul.click(".composer-send")
    expect(paul.locator(".delivery-words")).to_contain_text("leaves at")
    expect(anna.locator(".meanwhile-words")).to_contain_text("Paul Roy answered", timeout=LIVE)

    anna.locator(TEXT).press("Control+Enter")
    expect(anna.locator(".composer-problem")).to_contain_text("Nothing was sent")
    expect(anna.locator(".meanwhile-text")).to_have_text("It left today")
    expect(anna.locator(TEXT)).to_have_value("It leaves tomorrow")
    assert question.messages.filter(direction=MessageDirection.OUT).count() == 1

    anna.get_by_role("button", name="Send mine as well").click()
    expect(anna.locator(".message[data-direction=out]")).to_have_count(2)


def test_whoever_has_typed_nothing_knows_what_the_page_shows(
    watched: Page, new_context: Callable[[], BrowserContext], live_server: LiveServer, question: Ticket
) -> None:
    anna = at_the_ticket(watched, live_server, question, "Anna")
    paul = at_the_ticket(new_context().new_page(), live_server, question, "Paul")
    paul.fill(TEXT, "It left today")
    paul.click(".composer-send")
    expect(anna.locator(".message[data-direction=out]")).to_have_count(1, timeout=LIVE)
    anna.fill(TEXT, "Here is the number")
    anna.click(".composer-send")
    expect(anna.locator(".message[data-direction=out]")).to_have_count(2)


def test_what_a_colleague_puts_beside_the_ticket_appears_by_itself(
    watched: Page, new_context: Callable[[], BrowserContext], live_server: LiveServer, question: Ticket
) -> None:
    anna = at_the_ticket(watched, live_server, question, "Anna")
    paul = at_the_ticket(new_context().new_page(), live_server, question, "Paul")
    for page in (anna, paul):
        page.locator(".checklist > summary").click()
    anna.fill("#checklist-new", "Weigh the parcel")
    anna.press("#checklist-new", "Enter")
    tick = paul.get_by_role("button", name="Weigh the parcel", exact=True)
    expect(tick).to_be_visible(timeout=LIVE)

    tick.press("Enter")
    expect(paul.locator(".checklist-count")).to_have_text("1 / 1")
    expect(tick).to_be_focused()
    anna.fill("#checklist-new", "Call the")
    anna.locator(TEXT).focus()
    expect(paul.locator(".checklist-step")).to_have_count(1)
    paul.get_by_role("button", name="Remove the step").click()
    expect(paul.locator(".checklist-step")).to_have_count(0)
    expect(anna.locator("#checklist-new")).to_have_value("Call the")
    anna.fill("#checklist-new", "")
    anna.locator(TEXT).focus()
    expect(anna.locator(".checklist-step")).to_have_count(0, timeout=LIVE)
