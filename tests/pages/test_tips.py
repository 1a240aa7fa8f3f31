"""The exact instant behind "in 3 h" or "yesterday 14:02": on hover as on focus, and nowhere as a mere title."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Ticket, User
from tests.make import make_account, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in

TEMPLATES = Path(settings.BASE_DIR) / "inbox" / "templates"


def test_no_page_hides_an_exact_time_in_a_title_that_keys_do_not_reach() -> None:
    titled = re.compile(r'title="[^"]*(exact|_FORMAT)[^"]*"')
    assert [str(page) for page in TEMPLATES.rglob("*.html") if titled.search(page.read_text())] == []


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", language="en")


@pytest.fixture
def due(english: User) -> Ticket:
    """Due in five hours, asked an hour ago."""
    at = timezone.now()
    due_at = at + timedelta(hours=5)
    ticket = make_ticket(
        account=make_account(), last_direction="in", needs_reply=True, reply_due_at=due_at, queue_at=due_at
    )
    make_message(ticket, written_at=at - timedelta(hours=1))
    return ticket


@pytest.mark.browser
def test_the_exact_instant_shows_on_hover_and_on_focus_and_escape_puts_it_away(
    watched: Page, live_server: LiveServer, due: Ticket
) -> None:
    log_in(watched, live_server)
    tip = watched.get_by_role("tooltip")
    expect(tip).to_be_hidden()
    watched.locator(".ticket-row-left").hover()
    expect(tip).to_contain_text("(Europe/Paris)")
    watched.locator(".list-title").hover()
    expect(tip).to_be_hidden()

    watched.keyboard.press("j")
    expect(tip).to_contain_text("(Europe/Paris)")
    expect(watched.locator(".ticket-row-link")).to_have_attribute("aria-describedby", "tip")
    watched.keyboard.press("Escape")
    expect(tip).to_be_hidden()

    watched.keyboard.press("Enter")
    watched.locator(".message-time").focus()
    expect(tip).to_contain_text("(Europe/Paris)")
