"""Work on many tickets in a real Chromium: chosen by keys and with Shift, looked at, started, undone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.many import working
from inbox.models import BulkJob, Status, Ticket, User
from inbox.tickets import triage
from tests.make import make_account, make_ticket, make_user
from tests.pages.test_journeys import log_in, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")


def test_rows_are_chosen_by_key_and_range_and_the_level_of_all_is_set_and_taken_back(
    watched: Page,
    live_server: LiveServer,
    english: User,  # noqa: ARG001
) -> None:
    account = make_account()
    tickets = [make_ticket(account=account, buyer_name=f"Buyer {number}") for number in range(4)]
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/?view=open")

    watched.keyboard.press("j")
    watched.keyboard.press("v")
    expect(watched.get_by_text("1 chosen")).to_be_visible()
    watched.locator("[data-pick]").nth(2).click(modifiers=["Shift"])
    expect(watched.get_by_text("3 chosen")).to_be_visible()
    watched.get_by_label("all that match").check()
    expect(watched.get_by_text("All chosen")).to_be_visible()
    watched.get_by_label("all that match").uncheck()

    watched.get_by_role("button", name="Level", exact=True).first.click()
    watched.locator("#many select").select_option("2")
    watched.get_by_role("button", name="Look first").click()
    expect(watched.locator("#many")).to_contain_text("3 tickets")
    first = watched.locator("#many").get_by_role("link", name="Buyer 0")
    expect(first).to_be_hidden()
    watched.get_by_text("3 tickets will be changed").click()
    expect(first).to_have_attribute("href", f"/tickets/{tickets[0].pk}/")
    assert serious(watched) == []
    watched.get_by_role("button", name="Do it").click()
    expect(watched.get_by_role("button", name="Stop and undo")).to_be_visible()
    _work()
    expect(watched.locator("#many")).to_contain_text("3 tickets done")
    assert Ticket.objects.filter(level=2).count() == 3

    watched.get_by_role("button", name="Undo").click()
    expect(watched.locator("#many")).to_contain_text("Undoing")
    _work()
    expect(watched.locator("#many")).to_contain_text("3 tickets undone")
    assert not Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets], level=2).exists()


def _work() -> None:
    while working.work_batch(BulkJob.objects.get().pk, timezone.now()):
        pass


def test_however_many_change_at_once_the_rows_that_are_shown_tell_it(
    watched: Page, live_server: LiveServer, english: User
) -> None:
    account = make_account()
    tickets = [make_ticket(account=account, buyer_name=f"Buyer {number}") for number in range(40)]
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/?view=open")
    expect(watched.locator(".ticket-row")).to_have_count(40)

    triage.set_status_of_many(tickets, status=Status.SOLVED, by=english, now=timezone.now())

    expect(watched.locator(".ticket-row").filter(has_text="solved")).to_have_count(40, timeout=15_000)
