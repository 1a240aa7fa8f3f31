"""The proof of a ticket on paper, in a real Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Ticket, User
from tests.make import make_account, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reader(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", language="en", theme="dark")


@pytest.fixture
def answered(reader: User) -> Ticket:
    ticket = make_ticket(account=make_account())
    for number in range(12):
        make_message(ticket, body_text=f"Line {number} of the quarrel. " * 12)
    return ticket


def test_a_proof_is_printed_dark_on_white_without_the_frame_and_nothing_is_cut_off(
    watched: Page, live_server: LiveServer, answered: Ticket
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{answered.pk}/proof/?texts=1")
    watched.emulate_media(media="print")
    expect(watched.locator(".rail")).to_be_hidden()
    expect(watched.locator(".proof-acts")).to_be_hidden()
    assert watched.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    printed = watched.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 1
