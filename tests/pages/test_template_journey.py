"""Picking and filling a template in a real Chromium, with nothing but the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Message, Ticket
from templates_app.models import ReplyTemplate
from templates_app.questions import questions_from
from tests.make import NINE, make_account, make_message, make_order, make_template, make_ticket, make_user
from tests.pages.test_journeys import log_in, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "[data-composer-text]"
FRENCH, ENGLISH = "Bonjour, le colis XA1 est en route.", "Hello, parcel XA1 is on its way."


@pytest.fixture
def waiting(transactional_db: None) -> Ticket:
    """A French buyer asks for his parcel; the agent reads English."""
    ReplyTemplate.objects.all().delete()
    make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")
    ticket = make_ticket(account=make_account(), topic="delivery", language="fr", order_id="77-1")
    make_message(ticket, body_text="Où est mon colis ?")
    make_order(account=ticket.account, external_id="77-1", channel="", tracking="XA1", shipped_at=NINE)
    asks = questions_from([{"name": "day", "kind": "date", "label": {"en": "Expected on", "fr": "Prévu le"}}])
    make_template(
        "On its way",
        topic="delivery",
        fr="Bonjour, le colis {{ tracking.number }} est en route.",
        en="Hello, parcel {{ tracking.number }} is on its way.",
    )
    make_template("New day", questions=asks, topic="delivery", fr="Le colis arrive le {{ ask.day }}.")
    make_template("Mediator", topic="other", fr="Notre médiateur est {{ law.mediator }}, à Lyon.")
    return ticket


def answering(page: Page, live_server: LiveServer, ticket: Ticket) -> tuple[Locator, Callable[[str], None]]:
    """The ticket with its composer and picker opened by "i": the text, and what presses a key."""
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    page.keyboard.press("i")
    return page.locator(TEXT), page.keyboard.press


def test_the_right_answer_is_two_keys_away_in_the_buyers_language_or_another(
    watched: Page, live_server: LiveServer, waiting: Ticket
) -> None:
    text, press = answering(watched, live_server, waiting)

    press("1")
    expect(text).to_have_value(FRENCH)
    expect(text).to_be_focused()

    press("Control+a")
    press("Delete")
    press("/")
    expect(watched.locator("[role=option]").first).to_contain_text("same topic: Delivery")
    assert serious(watched) == []
    press("ArrowRight")
    expect(watched.locator("[data-picker-language=en]")).to_have_attribute("aria-pressed", "true")
    press("Enter")
    expect(text).to_have_value(ENGLISH)


def test_another_one_takes_the_place_of_a_text_that_nobody_has_touched_and_stands_apart_from_ones_own_words(
    watched: Page, live_server: LiveServer, waiting: Ticket
) -> None:
    text, press = answering(watched, live_server, waiting)

    press("1")
    expect(text).to_have_value(FRENCH)
    press("Control+i")
    expect(watched.locator("[role=option]").first).to_be_visible()
    press("ArrowRight")
    expect(watched.locator("[data-picker-language=en]")).to_have_attribute("aria-pressed", "true")
    press("Enter")
    expect(text).to_have_value(ENGLISH)

    watched.keyboard.type(" Bye.")
    press("Control+i")
    press("1")
    expect(text).to_have_value(f"{ENGLISH} Bye.\n\n{FRENCH}")


def test_questions_are_asked_and_what_is_missing_is_chosen_to_be_written(
    watched: Page, live_server: LiveServer, waiting: Ticket
) -> None:
    text, press = answering(watched, live_server, waiting)

    watched.keyboard.type("new day")
    expect(watched.locator("[role=option]")).to_have_count(1)
    press("Enter")
    watched.get_by_label("Expected on").fill("2026-12-01")
    press("Enter")
    expect(text).to_have_value("Le colis arrive le 1er décembre 2026.")

    press("Control+a")
    press("Delete")
    press("Control+i")
    watched.keyboard.type("media")
    expect(watched.locator("[role=option]")).to_have_count(1)
    press("Enter")
    expect(text).to_have_value("Notre médiateur est ⟦name of the mediator⟧, à Lyon.")
    press("Control+Enter")
    expect(watched.locator(".composer-problem").first).to_contain_text("Something is still missing where ⟦…⟧ stands.")
    assert not Message.objects.filter(direction="out").exists()

    text.fill(re.sub("⟦.*⟧", "la Médiation", text.input_value()))
    press("Control+Enter")
    expect(watched.locator("[data-undo]").first).to_be_visible()
    sent = Message.objects.get(direction="out")
    assert sent.body_text == "Notre médiateur est la Médiation, à Lyon."
    assert sent.template_edited
