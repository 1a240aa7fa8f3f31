"""A rule is written in a real Chromium: line by line, tried on the past, kept; then it acts."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Role, Rule, User
from inbox.rules.working import work_off
from tests.make import make_account, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", role=Role.LEAD, language="en")


def test_a_lead_writes_a_rule_tries_it_and_it_acts(
    watched: Page,
    live_server: LiveServer,
    lead: User,  # noqa: ARG001
) -> None:
    ticket = make_ticket(account=make_account(), subject="Wheel")
    make_message(ticket, body_text="Bonjour, où est mon colis ?", fetched_at=timezone.now())
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/settings/rules/")
    watched.get_by_role("link", name="New rule").click()

    watched.get_by_label("Name", exact=True).fill("Parcels")
    watched.get_by_label("Something to look at").select_option("text")
    watched.get_by_role("button", name="Add the condition").click()
    watched.locator("#test-0-value").fill("colis")
    watched.get_by_label("Something to do").select_option("tag")
    watched.get_by_role("button", name="Add the action").click()
    watched.locator("#step-0-value").fill("parcel")
    watched.get_by_role("button", name="Try it on the last 30 days").click()
    expect(watched.get_by_role("status").filter(has_text="Wheel")).to_contain_text("Nothing was changed")
    assert serious(watched) == []
    assert not Rule.objects.exists()

    watched.get_by_label("Switched on").check()
    watched.get_by_role("button", name="Keep").click()
    expect(watched.get_by_text("“colis”")).to_be_visible()
    make_message(ticket, body_text="Le colis n'est pas là.")
    work_off(timezone.now())
    ticket.refresh_from_db()
    assert ticket.tags == ["parcel"]
    watched.reload()
    expect(watched.get_by_text("fitted 1 time")).to_be_visible()
    assert serious(watched) == []
