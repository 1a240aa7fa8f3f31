"""What is forbidden in a reply, seen in a real Chromium while it is typed: blocked, warned of, sent with a reason."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import EventKind, Message, Ticket, TicketEvent
from tests.make import make_message, make_ticket, make_user
from tests.pages.chromium import in_reach
from tests.pages.test_journeys import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), in_reach]

NUMBER = "Bonjour Jeanne 🙂, appelez le 06 12 34 56 78."
MAKER = "Bonjour Jeanne, pour la garantie adressez-vous uniquement au fabricant."


@pytest.fixture
def asked(transactional_db: None) -> Ticket:
    ticket = make_ticket(buyer_name="Jeanne", language="fr")
    make_message(ticket)
    return ticket


def test_a_reply_is_blocked_then_warned_of_then_sent_with_a_reason(
    watched: Page, live_server: LiveServer, asked: Ticket
) -> None:
    make_user(email="agent@shop.test", language="fr", first_name="Camille", last_name="Roy")
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{asked.pk}/")
    text = watched.locator("#composer-text")

    text.fill(NUMBER)
    found = watched.locator(".finding[data-level=block]")
    expect(found).to_contain_text("06 12 34 56 78")
    expect(watched.locator(".composer-marks mark")).to_have_text("06 12 34 56 78")
    found.locator("button").click()
    chosen = text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == "06 12 34 56 78"
    watched.click(".composer-send")
    expect(watched.locator(".composer-problem")).to_be_visible()
    expect(text).to_have_value(NUMBER)
    expect(text).to_be_focused()
    chosen = text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == "06 12 34 56 78"
    assert not Message.objects.filter(direction="out").exists()

    text.fill(MAKER)
    expect(watched.locator(".finding[data-level=warn]")).to_be_visible()
    expect(watched.locator(".composer-problem")).to_have_count(0)
    looked = Axe().run(watched, context="#composer", options={"preload": False, "resultTypes": ["violations"]})
    assert not looked.response["violations"]
    watched.fill("[name=override]", "garantie commerciale de la marque")
    watched.click(".composer-send")
    expect(watched.locator(".thread")).to_contain_text("garantie commerciale de la marque")
    assert TicketEvent.objects.get(kind=EventKind.OVERRIDDEN).message_id == Message.objects.get(direction="out").pk
