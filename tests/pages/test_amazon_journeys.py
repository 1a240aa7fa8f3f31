"""Amazon in a real Chromium: set-up and health, an order's actions, a claim, and what becomes of a mailed reply."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from connectors.amazon.simulator import AmazonSimulator
from connectors.models import Account
from connectors.simulation import Happening, Happens
from inbox import tasks
from inbox.accounts import set_up
from inbox.models import Message, Role, Ticket, User
from inbox.orders import lookup
from inbox.pulling import pull
from inbox.sending import delivery, outbox
from tests.amazon import BUYER, ORDER, SELLER, amazon, asks, buys, lamps  # noqa: F401
from tests.make import make_user
from tests.pages.test_journeys import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWER = "Bonjour, votre lampe est partie hier."
UNDO = timedelta(seconds=11)


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en", role=Role.LEAD)


@pytest.fixture
def french(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="fr", role=Role.LEAD)


@pytest.fixture
def asked(amazon: AmazonSimulator, lamps: Account) -> Ticket:  # noqa: F811
    """A buyer has ordered and asks about it."""
    buys(amazon)
    ticket = asks(amazon, lamps)
    lookup.fetch_due(timezone.now())
    return ticket


@pytest.fixture
def answered(asked: Ticket, english: User) -> Message:
    """The reply that the relay's mail server has just taken."""
    reply = outbox.queue_reply(asked, body=ANSWER, by=english, now=timezone.now() - UNDO)
    delivery.deliver_due(timezone.now())
    reply.refresh_from_db()
    return reply


def open_ticket(page: Page, live_server: LiveServer, ticket: Ticket) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{ticket.id}/")


def test_an_account_is_connected_and_its_set_up_checked(
    watched: Page,
    live_server: LiveServer,
    english: User,
    amazon: AmazonSimulator,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks.check_set_up, "apply_async", lambda *args, **options: None)
    credentials = amazon.add_seller(SELLER)
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/accounts/connect/amazon/")
    watched.fill("[name=account_name]", "Lampes")
    for group in ("mailbox", "smtp"):
        for name in ("host", "port", "user", "password"):
            watched.fill(f"[name='{group}.{name}']", str(credentials[group][name]))
        watched.select_option(f"[name='{group}.security']", credentials[group]["security"])
    watched.fill("[name=sender]", credentials["sender"])
    watched.fill("[name=marketplaces]", "FR, DE")
    watched.click("form[method=post] >> button:has-text('Connect')")
    expect(watched.locator(".words")).to_contain_text("Connected")
    expect(watched.locator(".health")).to_contain_text("no Selling Partner API application is given")
    watched.click("text=Set-up at Amazon, and whether it works")
    expect(watched.locator(".set-up-steps")).to_contain_text("Add the sending address as approved")
    watched.click("text=Check now")
    expect(watched.locator("#set-up-checks")).to_contain_text("Checking")
    set_up.run(Account.objects.get(), now=timezone.now())
    expect(watched.locator(".set-up-check").first).to_contain_text("fine")
    expect(watched.locator("#set-up-checks")).to_contain_text("cannot be verified from here")


def test_a_reply_is_taken_and_then_confirmed_by_a_copy(
    watched: Page,
    live_server: LiveServer,
    answered: Message,
    amazon: AmazonSimulator,  # noqa: F811
) -> None:
    open_ticket(watched, live_server, answered.ticket)
    expect(watched.locator(".delivery-words")).to_contain_text("not confirmed yet")
    Message.objects.filter(pk=answered.pk).update(confirmed_at=timezone.now())
    watched.reload()
    expect(watched.locator(".delivery-words")).to_contain_text("confirmed by Amazon")


def test_a_bounce_turns_it_into_refused_with_a_way_out(
    watched: Page,
    live_server: LiveServer,
    asked: Ticket,
    english: User,
    amazon: AmazonSimulator,  # noqa: F811
) -> None:
    amazon.bounce_next()
    outbox.queue_reply(asked, body=ANSWER, by=english, now=timezone.now() - UNDO)
    delivery.deliver_due(timezone.now())
    pull.pull_account(asked.account, now=timezone.now())
    open_ticket(watched, live_server, asked)
    expect(watched.locator(".delivery[data-state=refused]")).to_contain_text("refused:")
    expect(watched.locator(".delivery-remedy")).to_contain_text("Nothing reached the buyer")
    watched.click("text=Change the text")
    expect(watched.locator("[data-composer-text]")).to_have_value(ANSWER)


def test_a_claim_says_by_when_and_where_and_takes_a_note_only(
    watched: Page,
    live_server: LiveServer,
    english: User,
    asked: Ticket,
    amazon: AmazonSimulator,  # noqa: F811
) -> None:
    amazon.happens(Happens(Happening.CLAIM_OPENED, SELLER, BUYER, order_id=ORDER, language="fr"))
    pull.pull_account(asked.account, now=timezone.now())
    claim = Ticket.objects.get(kind="claim")
    log_in(watched, live_server)
    expect(watched.locator(f"#ticket-{claim.id}")).to_contain_text("A-to-z claim")
    watched.click(f"#ticket-{claim.id} .ticket-row-link")
    expect(watched.locator(".claim")).to_contain_text("Amazon wants your answer:")
    expect(watched.locator(".composer")).to_contain_text("No reply can reach the buyer from here")
    watched.fill("[data-composer-text]", "Photos are in the folder.")
    watched.click(".composer-send")
    expect(watched.locator(".message[data-direction=note]")).to_contain_text("Photos are in the folder.")


def test_the_order_and_what_may_be_done_on_it(
    watched: Page, live_server: LiveServer, english: User, asked: Ticket
) -> None:
    open_ticket(watched, live_server, asked)
    expect(watched.locator(".order")).to_contain_text("Lampe de bureau")
    expect(watched.locator(".order")).to_contain_text("€39.80")
    watched.click("text=What is possible now")
    watched.click("summary:has-text('Report an unexpected problem')")
    form = watched.locator(".order-action[open]")
    expect(form).to_contain_text("The buyer's language: French.")
    form.locator("textarea").fill("Votre lampe part demain.")
    form.locator("[name=sure]").check()
    form.locator("button").click()
    expect(watched.locator(".message[data-direction=system]")).to_contain_text("Votre lampe part demain.")


def test_the_whole_message_and_the_links_stay_with_the_agent(
    watched: Page, live_server: LiveServer, english: User, asked: Ticket, settings: Settings
) -> None:
    del settings
    open_ticket(watched, live_server, asked)
    link = watched.locator("a[data-link=no_response_needed]").first
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")
    watched.click("[aria-label='Show the whole message']")
    expect(watched.frame_locator(".message-frame").locator("body")).to_contain_text("Bonjour, où est ma lampe ?")


def test_a_file_is_picked_and_taken_off(watched: Page, live_server: LiveServer, english: User, asked: Ticket) -> None:
    open_ticket(watched, live_server, asked)
    watched.fill("[data-composer-text]", ANSWER)
    watched.set_input_files("[name=files]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(watched.locator(".composer-file-list")).to_contain_text("a.pdf")
    expect(watched.locator("[data-composer-text]")).to_have_value(ANSWER)
    watched.click(".composer-file-remove")
    expect(watched.locator(".composer-file-list")).to_have_count(0)
    expect(watched.locator("[data-composer-text]")).to_have_value(ANSWER)


def test_french_says_it_in_french(watched: Page, live_server: LiveServer, french: User, asked: Ticket) -> None:
    outbox.queue_reply(asked, body=ANSWER, by=french, now=timezone.now() - UNDO)
    delivery.deliver_due(timezone.now())
    open_ticket(watched, live_server, asked)
    expect(watched.locator(".delivery-words")).to_contain_text("pas encore confirmée")
    expect(watched.locator(".order")).to_contain_text("39,80\u00a0€")
    watched.click("text=Ce qui est possible maintenant")
    expect(watched.locator(".order-actions")).to_contain_text("Demander un avis")
