"""Claims and feedback in a real Chromium: by keyboard and on a phone, fresh while open, answered once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from connectors.models import Account
from inbox.changes import bump_on_commit
from inbox.feedback import answers
from inbox.models import Claim, Feedback, Ticket, User
from tests.make import HOUR, make_account, make_claim, make_feedback, make_ticket, make_user
from tests.pages.test_journeys import log_in, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SORRY = "We are sorry. Write to us and we put it right."


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")


@pytest.fixture
def ebay(transactional_db: None) -> Account:
    return make_account(name="Vélo Shop")


@pytest.fixture
def claims(ebay: Account) -> list[Claim]:
    """Three that wait for the shop, the most urgent first."""
    now = timezone.now()
    return [
        make_claim(
            make_ticket(account=ebay, kind="claim", buyer_name=f"Buyer {hours}", order_id=f"12-{hours}"),
            kind=kind,
            state_there="WAITING_FOR_SELLER_RESPONSE",
            respond_by=now + hours * HOUR,
            opened_at=now,
            changed_at=now,
        )
        for hours, kind in ((1, "not_received"), (30, "return"), (50, "payment_dispute"))
    ]


@pytest.fixture
def opinion(ebay: Account) -> Feedback:
    return make_feedback(account=ebay, answerable=True, buyer_handle="jeanne_d", written_at=timezone.now())


def test_claims_are_read_and_opened_by_keyboard(
    watched: Page, live_server: LiveServer, english: User, claims: list[Claim]
) -> None:
    log_in(watched, live_server)
    watched.click(".rail-link[title=Claims]")
    rows = watched.locator(".claim-row")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("not received")
    expect(rows.first.locator(".ticket-row-left")).to_contain_text("left")
    for key in ("j", "j", "k", "Enter"):
        watched.keyboard.press(key)
    expect(watched.locator(".claim")).to_contain_text("eBay wants your answer:")
    expect(watched.locator(".claim")).to_contain_text("WAITING_FOR_SELLER_RESPONSE")


def test_a_filter_narrows_the_list_at_once_and_stays_in_the_address(
    watched: Page, live_server: LiveServer, english: User, claims: list[Claim]
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/claims/")
    watched.select_option("[name=kind]", "return")
    expect(watched.locator(".claim-row")).to_have_count(1)
    expect(watched).to_have_url(f"{live_server.url}/claims/?kind=return&state=")
    watched.reload()
    expect(watched.locator(".claim-row")).to_have_count(1)


def test_a_row_changes_where_it_stands_and_a_new_claim_is_announced(
    watched: Page, live_server: LiveServer, english: User, claims: list[Claim], ebay: Account
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/claims/")
    expect(watched.locator(".claim-row")).to_have_count(3)
    Claim.objects.filter(pk=claims[0].pk).update(state="waiting")
    make_claim(make_ticket(account=ebay, kind="claim"), respond_by=timezone.now() + HOUR)
    Ticket.objects.update(updated_at=timezone.now())
    bump_on_commit([claims[0].ticket_id])
    expect(watched.locator(f"#claim-{claims[0].pk}")).to_contain_text("being examined")
    expect(watched.locator(".list-changes-bar")).to_contain_text("1 new")
    watched.click(".list-changes-bar")
    expect(watched.locator(".claim-row")).to_have_count(4)


def test_an_answer_is_typed_counted_kept_published_and_shown(
    watched: Page, live_server: LiveServer, english: User, opinion: Feedback
) -> None:
    log_in(watched, live_server)
    watched.click(".rail-link[title=Feedback]")
    watched.click("summary:has-text('Answer in public')")
    watched.fill("[data-answer-text]", "x" * 501)
    expect(watched.locator("[data-answer-count]")).to_have_attribute("data-over", "")
    watched.fill("[data-answer-text]", SORRY)
    expect(watched.locator("[data-answer-number]")).to_have_text(str(len(SORRY)))
    watched.reload()
    expect(watched.locator("[data-answer-text]")).to_have_value(SORRY)
    watched.click("text=Publish on eBay")
    expect(watched.locator(".delivery-words")).to_contain_text("leaves at")
    watched.click("text=Take back")
    expect(watched.locator("[data-answer-text]")).to_have_value(SORRY)
    watched.click("text=Publish on eBay")
    expect(watched.locator(".delivery-words")).to_contain_text("leaves at")
    Feedback.objects.update(delivery="unsure", send_after=timezone.now() - timedelta(seconds=1))
    expect(watched.locator(".delivery-words")).to_contain_text("not sure")
    answers.confirm_published(Feedback.objects.get())
    expect(watched.locator(".feedback-answer")).to_contain_text("Your answer, published")


@pytest.mark.parametrize(("width", "scheme"), [(1600, "light"), (360, "dark")])
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(
    page: Page,
    live_server: LiveServer,
    english: User,
    claims: list[Claim],
    opinion: Feedback,
    scheme: str,
    width: int,
) -> None:
    make_feedback(account=opinion.account, delivery="refused", typed=SORRY, reason="it has a link", answerable=True)
    make_feedback(account=opinion.account, delivery="unsure", typed=SORRY)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    log_in(page, live_server)
    found = {}
    for address in ("/claims/", "/claims/?state=ended", "/feedback/", f"/feedback/{opinion.pk}/"):
        page.goto(f"{live_server.url}{address}")
        found[address] = serious(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert {address: problems for address, problems in found.items() if problems} == {}
