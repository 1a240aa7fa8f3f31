"""Naming a colleague in an internal note, in a real Chromium, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Alert, AlertKind
from tests.make import make_account, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_colleague_is_named_by_keyboard_and_told(live_server: LiveServer, watched: Page) -> None:
    make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")
    zoe = make_user(email="zoe@shop.test", first_name="Zoé", last_name="Petit")
    make_user(email="zack@shop.test", first_name="Zack", last_name="Morin")
    ticket = make_ticket(account=make_account())
    make_message(ticket)
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    watched.keyboard.press("n")
    field, people = watched.locator("[data-composer-text]"), watched.locator("#composer-people")
    field.press_sequentially("Ask @z")
    expect(people.get_by_role("option")).to_have_count(2)
    field.press("ArrowDown")
    expect(people.get_by_role("option", selected=True)).to_contain_text("Zoé Petit")
    field.press("ArrowUp")
    field.press("Escape")
    expect(people).to_be_hidden()
    field.press_sequentially("oe")
    expect(people.get_by_role("option")).to_have_count(1)
    field.press("Enter")
    expect(field).to_have_value("Ask @Zoé Petit ")
    field.press("Control+Enter")
    expect(watched.locator("mark.mention")).to_have_text("@Zoé Petit")
    assert Alert.objects.get(kind=AlertKind.MENTIONED).user == zoe
