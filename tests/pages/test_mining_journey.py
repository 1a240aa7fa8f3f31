"""From what buyers ask to a published reply template, in a real Chromium."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.mining.mining import mine
from inbox.models import Message, MessageDirection, ResponseCycle, Role
from templates_app.models import ReplyTemplate
from tests.make import DAY, HOUR, make_account, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()


def _asked(buyer_name: str, *, reply: str = "") -> None:
    """A buyer asks where his parcel is; with a reply he was content with it."""
    ticket = make_ticket(account=make_account(), topic="delivery", language="fr", buyer_name=buyer_name)
    at = NOW - 5 * DAY
    message = make_message(ticket, body_text=f"{buyer_name} ici. Où est mon colis ?", language="fr", written_at=at)
    if reply:
        sent = make_message(ticket, body_text=reply, direction=MessageDirection.OUT, written_at=at + HOUR)
        _waited_once(message, answered_by=sent)


def _waited_once(message: Message, *, answered_by: Message) -> None:
    ResponseCycle.objects.create(
        ticket=message.ticket,
        number=1,
        opened_at=message.written_at,
        opened_by=message,
        answered_by=answered_by,
        answered_at=answered_by.written_at,
        ended_at=answered_by.written_at,
        end_reason="answered",
    )


def test_the_best_answer_to_what_is_asked_most_becomes_a_template(watched: Page, live_server: LiveServer) -> None:
    make_user(role=Role.LEAD, email="agent@shop.test", language="en")
    _asked("Jeanne Dupont", reply="Bonjour Jeanne Dupont, il arrive demain.")
    _asked("Paul Petit")
    mine(NOW)
    log_in(watched, live_server)
    watched.get_by_role("link", name="Questions", exact=True).click()
    watched.get_by_role("link", name="Où est mon colis ?").click()
    expect(watched.get_by_text("solved at first contact")).to_be_visible()
    watched.get_by_role("link", name="Template from it").click()
    expect(watched.locator("#id_body_fr")).to_have_value("Bonjour {{ buyer.name }}, il arrive demain.")
    watched.get_by_role("button", name="Keep and preview").click()
    watched.get_by_role("button", name="Publish").click()
    expect(watched).to_have_url(f"{live_server.url}/templates/")
    assert ReplyTemplate.objects.usable().filter(name="Où est mon colis ?").exists()
    watched.get_by_role("link", name="Questions", exact=True).click()
    expect(watched.get_by_role("link", name="by a template")).to_be_visible()


def test_questions_without_a_template_can_be_read_whole_on_a_phone(watched: Page, live_server: LiveServer) -> None:
    make_user(role=Role.LEAD, email="agent@shop.test", language="fr")
    _asked("Jeanne Dupont")
    _asked("Paul Petit")
    mine(NOW)
    watched.set_viewport_size({"width": 360, "height": 740})
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/dashboard/questions/")
    expect(watched.get_by_role("link", name="Rédiger un modèle")).to_be_visible()
    region = watched.locator(".figure-scroll-wide")
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") == 0
