"""Journeys in a real Chromium: closing a conversation on its marketplace, and writing to customer care."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Conversation, Ticket, User
from inbox.sending import delivery
from inbox.sending.closing import change_due
from tests.inbox.fake_marketplace import DESK, Post, post
from tests.make import make_account, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in, serious

__all__ = ["post"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", language="en")


@pytest.fixture
def ticket(transactional_db: None, post: Post) -> Ticket:
    """A conversation with the buyer and customer care."""
    account = make_account(marketplace=DESK, credentials={}, identity={"name": "velo_shop"})
    at = timezone.now() - timedelta(hours=1)
    Conversation.objects.create(
        account=account, thread_id="North:1", is_open=True, recipients=["Buyer", "Care"], changed_at=at
    )
    found = make_ticket(account=account, thread_id="North:1", channel="North", last_message_at=at)
    make_message(found, written_at=at)
    return found


def test_an_agent_closes_a_conversation_and_the_open_page_follows(
    page: Page, live_server: LiveServer, english: User, ticket: Ticket
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    page.get_by_role("button", name="Close on Desk").click()
    expect(page.locator("#ticket-standing")).to_contain_text("Being closed on Desk.")
    change_due(timezone.now())
    expect(page.locator("#ticket-standing dd").first).to_have_text("closed")
    expect(page.locator("#composer-standing")).to_contain_text("closed on Desk")
    assert serious(page) == []
    page.set_viewport_size({"width": 360, "height": 760})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.locator("#composer-standing button").click()
    expect(page.locator("#composer-standing")).to_contain_text("Being reopened on Desk.")


def test_an_agent_writes_to_customer_care(
    watched: Page, live_server: LiveServer, english: User, ticket: Ticket, post: Post
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    watched.get_by_role("radio", name="Customer care").check()
    watched.fill("[data-composer-text]", "Le transporteur enquête.")
    watched.click(".composer-send")
    expect(watched.locator(".message-via")).to_have_text("to: Customer care")
    expect(watched.locator("[data-undo]")).to_contain_text("Reply to Customer care")
    delivery.deliver_due(timezone.now() + timedelta(seconds=11))
    assert [reply.recipient for reply in post.sent] == ["Care"]
