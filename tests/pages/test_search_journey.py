"""The search box in a real Chromium: operators are completed by keys, numbers open their ticket."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import User
from tests.make import make_account, make_ticket, make_user
from tests.pages.test_journeys import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")


def test_operators_are_completed_by_keys_and_an_order_id_opens_its_ticket(
    watched: Page,
    live_server: LiveServer,
    english: User,  # noqa: ARG001
) -> None:
    account = make_account()
    make_ticket(account=account, buyer_name="German Gisela", language="de")
    ordered = make_ticket(account=account, buyer_name="French Fleur", language="fr", order_id="77-1234-9")
    log_in(watched, live_server)
    field, options = watched.get_by_role("combobox", name="Search"), watched.get_by_role("option")

    watched.keyboard.press("/")
    expect(options.first).to_contain_text("is:")
    watched.keyboard.type("lan")
    expect(options).to_have_count(1)
    watched.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "search-option-1")
    watched.keyboard.press("Enter")
    expect(field).to_have_value("lang:")
    watched.keyboard.type("germ")
    expect(options).to_have_text([r"lang:de German"])
    options.first.click()
    expect(field).to_have_value("lang:de ")
    watched.keyboard.press("Escape")
    expect(watched.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("lang:de ")
    watched.keyboard.press("Enter")
    expect(watched.locator(".ticket-row-buyer")).to_have_text(["German Gisela"])

    field.fill("77-1234-9")
    field.press("Enter")
    expect(watched.locator(".conversation")).to_have_attribute("data-ticket", str(ordered.pk))
