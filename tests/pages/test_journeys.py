"""Journeys in a real Chromium: what an agent does in a day, with mouse, keys, phone, in French, in the dark."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from connectors.models import Account
from connectors.simulation import BuyerWrites, Simulator, Trouble
from inbox.models import Delivery, Draft, Message, Ticket, User
from inbox.pulling import pull
from inbox.sending import delivery, outbox
from tests.make import PASSWORD, make_user
from tests.pages.chromium import in_reach

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), in_reach]

ANSWER = "Bonjour, votre colis part demain."
UNDO = timedelta(seconds=11)


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")


@pytest.fixture
def french(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="fr")


@pytest.fixture
def waiting(transactional_db: None, shop: Account, simulator: Simulator) -> Ticket:
    """Two buyers wait; the ticket of the one who waits longest is returned."""
    at = timezone.now()
    first = BuyerWrites("velo_shop", "jeanne_d", "Où est mon colis ?", subject="Colis", at=at - timedelta(hours=3))
    second = BuyerWrites("velo_shop", "paul_k", "Is it blue?", subject="Colour", at=at - timedelta(hours=1))
    simulator.buyer_writes(first)
    simulator.buyer_writes(second)
    pull.pull_account(shop, now=at)
    return Ticket.objects.order_by("queue_at")[0]


def log_in(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/")
    page.fill("[name=login]", "agent@shop.test")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit] >> nth=0")
    expect(page.locator(".frame")).to_be_visible()
    page.wait_for_load_state()  # keys that are pressed before the scripts are there would be lost


def test_an_agent_logs_in_reads_answers_and_sees_it_accepted(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket, simulator: Simulator
) -> None:
    log_in(watched, live_server)
    watched.click(".ticket-row-link >> nth=0")
    expect(watched.locator(".message-body")).to_have_text("Où est mon colis ?")
    watched.fill("[data-composer-text]", ANSWER)
    watched.click(".composer-send")
    expect(watched.locator(".delivery-words")).to_contain_text("leaves at")
    expect(watched.locator("[data-undo]")).to_contain_text("leaves in")
    delivery.deliver_due(timezone.now() + UNDO)
    expect(watched.locator(".delivery-words")).to_contain_text("accepted by eBay")
    assert [reply.text for reply in simulator.replies()] == [ANSWER]


def test_a_reply_is_taken_back_and_its_text_returns(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket, simulator: Simulator
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{waiting.id}/")
    watched.fill("[data-composer-text]", ANSWER)
    watched.click(".composer-send")
    watched.click("[data-undo] button")
    expect(watched.locator("[data-composer-text]")).to_have_value(ANSWER)
    expect(watched.locator("[data-undo]")).to_have_count(0)
    delivery.deliver_due(timezone.now() + UNDO)
    assert not simulator.replies()


def test_the_keyboard_alone_is_enough(watched: Page, live_server: LiveServer, english: User, waiting: Ticket) -> None:
    log_in(watched, live_server)
    press = watched.keyboard.press
    press("j")
    press("j")
    press("k")
    press("Enter")
    expect(watched.locator(f"#conversation[data-ticket='{waiting.id}']:not([inert])")).to_be_visible()
    press("a")
    expect(watched.locator(f"#ticket-{waiting.id} .initials")).to_contain_text("CR")
    press("r")
    watched.keyboard.type(ANSWER)
    press("Control+Enter")
    expect(watched.locator(".delivery-words")).to_contain_text("leaves at")
    press("?")
    expect(watched.locator("[data-keys-dialog]")).to_be_visible()
    press("Escape")
    expect(watched.locator("[data-keys-dialog]")).to_be_hidden()
    press("e")
    expect(watched.locator("[data-key=e]")).to_contain_text("Reopen")


def test_letters_typed_into_a_field_are_letters(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{waiting.id}/")
    watched.keyboard.press("r")
    watched.keyboard.type("jkear?/")
    expect(watched.locator("[data-composer-text]")).to_have_value("jkear?/")


def test_going_back_to_the_reply_loses_none_of_its_text(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{waiting.id}/")
    text = watched.locator("[data-composer-text]")
    press = watched.keyboard.press
    press("r")
    watched.keyboard.type("half a reply")
    press("Escape")
    press("r")
    expect(text).to_have_value("half a reply")
    press("Escape")
    press("n")
    watched.keyboard.type("a note")
    press("Escape")
    press("r")
    expect(text).to_have_value("half a reply")
    press("Escape")
    press("n")
    expect(text).to_have_value("a note")


def test_a_draft_survives_a_reload(watched: Page, live_server: LiveServer, english: User, waiting: Ticket) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{waiting.id}/")
    watched.locator("[data-composer-text]").press_sequentially("half a thought")
    expect(watched.locator("[data-composer-kept]")).to_contain_text("draft kept")
    watched.reload()
    expect(watched.locator("[data-composer-text]")).to_have_value("half a thought")
    assert Draft.objects.get().text == "half a thought"


def test_without_connection_the_text_stays_on_the_device(
    page: Page, live_server: LiveServer, english: User, waiting: Ticket
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{waiting.id}/")
    page.route("**/draft/", lambda route: route.abort())
    page.locator("[data-composer-text]").press_sequentially("written on a train")
    expect(page.locator("[data-composer-kept]")).to_contain_text("kept on this device")
    page.unroute("**/draft/")
    page.reload()
    expect(page.locator("[data-composer-text]")).to_have_value("written on a train")


def test_a_new_message_appears_while_i_type(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket, simulator: Simulator, shop: Account
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{waiting.id}/")
    watched.locator("[data-composer-text]").press_sequentially("I am just")
    written = BuyerWrites("velo_shop", "jeanne_d", "Toujours rien !", thread_id=waiting.thread_id)
    simulator.buyer_writes(written)
    pull.pull_account(shop, now=timezone.now())
    expect(watched.locator(".message-body")).to_have_count(2)
    watched.keyboard.type(" writing")
    expect(watched.locator("[data-composer-text]")).to_have_value("I am just writing")


def test_a_bar_says_that_something_new_came_and_no_row_moves(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket, simulator: Simulator, shop: Account
) -> None:
    log_in(watched, live_server)
    simulator.buyer_writes(BuyerWrites("velo_shop", "third_t", "Encore moi", subject="Retour"))
    pull.pull_account(shop, now=timezone.now())
    bar = watched.locator(".list-changes-bar")
    expect(bar).to_contain_text("1 new")
    expect(watched.locator(".ticket-row")).to_have_count(2)
    watched.click(".ticket-row-link >> nth=0")  # the most urgent one is not covered by it
    expect(watched.locator("#conversation[data-ticket]")).to_be_visible()
    bar.click()
    expect(watched.locator(".ticket-row")).to_have_count(3)


def test_a_refused_reply_says_why_and_its_text_can_be_changed(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket, simulator: Simulator
) -> None:
    simulator.trouble(Trouble.REFUSED, path="send_message")
    outbox.queue_reply(waiting, body=ANSWER, by=english, now=timezone.now() - UNDO)
    delivery.deliver_due(timezone.now())
    assert Message.objects.get(body_text=ANSWER).delivery == Delivery.REFUSED
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/outbox/")
    expect(watched.locator(".delivery-words")).to_contain_text("refused by eBay")
    watched.get_by_role("button", name="Change the text").click()
    expect(watched.locator("[data-composer-text]")).to_have_value(ANSWER)


def test_too_long_a_reply_is_refused_with_the_text_kept(
    page: Page, live_server: LiveServer, english: User, waiting: Ticket
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{waiting.id}/")
    page.fill("[data-composer-text]", "x" * 2001)
    expect(page.locator("[data-composer-count]")).to_have_attribute("data-over", "")
    page.click(".composer-send")
    expect(page.locator(".composer-problem")).to_contain_text("1 character too long")
    expect(page.locator("[data-composer-text]")).to_have_value("x" * 2001)


def test_a_note_is_never_taken_for_a_reply(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket, simulator: Simulator
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{waiting.id}/")
    watched.keyboard.press("n")
    watched.keyboard.type("ask the warehouse")
    watched.click(".composer-send")
    expect(watched.locator(".message[data-direction=note]")).to_contain_text("ask the warehouse")
    delivery.deliver_due(timezone.now() + UNDO)
    assert not simulator.replies()


def test_a_phone_shows_one_thing_at_a_time(
    watched: Page, live_server: LiveServer, english: User, waiting: Ticket
) -> None:
    watched.set_viewport_size({"width": 360, "height": 740})
    log_in(watched, live_server)
    expect(watched.locator(".list")).to_be_visible()
    watched.click(".ticket-row-link >> nth=0")
    expect(watched.locator(".conversation")).to_be_visible()
    expect(watched.locator(".list")).to_be_hidden()
    assert watched.evaluate("document.documentElement.scrollWidth") <= 360
    watched.click("[data-tab-button=context]")
    expect(watched.locator(".context")).to_be_visible()
    watched.click("[data-back]")
    expect(watched.locator(".list")).to_be_visible()


def test_french_from_the_first_page_on(
    watched: Page, live_server: LiveServer, french: User, waiting: Ticket, simulator: Simulator
) -> None:
    log_in(watched, live_server)
    expect(watched.locator("html")).to_have_attribute("lang", "fr")
    expect(watched.locator(".list-title")).to_have_text("À répondre")
    watched.click(".ticket-row-link >> nth=0")
    watched.fill("[data-composer-text]", ANSWER)
    watched.click(".composer-send")
    expect(watched.locator(".delivery-words")).to_contain_text("part à")
    delivery.deliver_due(timezone.now() + UNDO)
    expect(watched.locator(".delivery-words")).to_contain_text("acceptée par eBay à")


def test_without_scripts_one_can_still_answer(
    live_server: LiveServer, english: User, waiting: Ticket, new_context: "object"
) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()  # type: ignore[operator]
    log_in(page, live_server)
    page.click(".ticket-row-link >> nth=0")
    page.fill("[name=body]", ANSWER)
    page.click(".composer-send")
    expect(page.locator(".delivery-words")).to_contain_text("leaves at")
    page.click(".delivery-acts button")
    expect(page.locator("[name=body]")).to_have_value(ANSWER)


PAGES = [
    "/",
    "/?view=solved",
    "/?q=nothing-like-this",
    "/outbox/",
    "/accounts/",
    "/accounts/connect/",
    "/settings/",
    "/people/",
]


def addresses(ticket: Ticket, account: Account) -> list[str]:
    more = [
        f"/tickets/{ticket.id}/",
        f"/accounts/{account.id}/",
        "/accounts/connect/ebay/",
        "/accounts/connect/ebay/keys/",
    ]
    return [*PAGES, *more, "/me/2fa/", "/me/password/change/"]


def test_no_page_complains_on_the_console(
    watched: Page, live_server: LiveServer, waiting: Ticket, shop: Account
) -> None:
    make_user(email="agent@shop.test", role="owner", first_name="Camille", language="fr")
    log_in(watched, live_server)
    answers = {address: watched.goto(f"{live_server.url}{address}") for address in addresses(waiting, shop)}
    assert {address: answer.status for address, answer in answers.items() if answer and answer.status != 200} == {}


@pytest.mark.parametrize(("width", "scheme"), [(1600, "light"), (1600, "dark"), (1000, "light"), (360, "dark")])
def test_axe_finds_nothing_serious(
    page: Page, live_server: LiveServer, waiting: Ticket, shop: Account, scheme: str, width: int
) -> None:
    make_user(email="agent@shop.test", role="owner", first_name="Camille", language="en")
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{live_server.url}/me/login/")
    found = {"/me/login/": serious(page)}
    log_in(page, live_server)
    for address in addresses(waiting, shop):
        page.goto(f"{live_server.url}{address}")
        found[address] = serious(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert {address: problems for address, problems in found.items() if problems} == {}


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, as lines to read."""
    results = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response
    return [
        f"{violation['id']}: {' '.join(node['html'].split())[:160]} {node['failureSummary'][:200]}"
        for violation in results["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
