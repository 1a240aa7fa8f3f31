"""Keys and the command palette in a real Chromium, with nothing but the keyboard."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import MessageDirection, Status, Ticket, User
from tests.make import make_account, make_buyer, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "[data-composer-text]"


@pytest.fixture
def english(transactional_db: None) -> User:
    return make_user(email="agent@shop.test", first_name="Camille", last_name="Roy", language="en")


@pytest.fixture
def twenty(english: User) -> list[Ticket]:
    """Twenty buyers wait, in the order of the list."""
    account = make_account()
    now = timezone.now()
    tickets = []
    for number in range(20):
        at = now - timedelta(minutes=10 * (20 - number))
        buyer = make_buyer(account=account, handle=f"buyer_{number:02}", name=f"Buyer {number:02}")
        due = {"needs_reply": True, "reply_due_at": at + timedelta(hours=24), "queue_at": at + timedelta(hours=24)}
        ticket = make_ticket(account=account, buyer=buyer, buyer_name=buyer.name, last_direction="in", **due)
        make_message(ticket, written_at=at)
        tickets.append(ticket)
    return tickets


def test_words_meant_for_a_reply_that_cannot_be_written_press_no_keys(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    """A claim is answered on the marketplace's own page: else the e of "Hello" solves it."""
    Ticket.objects.filter(pk=twenty[0].pk).update(kind="claim")
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}{twenty[0].get_absolute_url()}")
    watched.keyboard.press("r")
    expect(watched.locator("[data-composer-nowhere]")).to_be_focused()
    watched.keyboard.type("Hello, we look into it", delay=30)
    expect(watched.locator("[data-composer-nowhere]")).to_be_focused()
    watched.wait_for_timeout(1200)
    assert Ticket.objects.get(pk=twenty[0].pk).status == Status.OPEN
    watched.keyboard.press("e")
    expect(watched.locator(".ticket-head .deadline")).to_contain_text("solved")


def test_a_ticket_opened_from_a_narrowed_list_leads_on_in_that_list(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    first, second = twenty[4], twenty[9]
    Ticket.objects.filter(pk__in=[first.pk, second.pk]).update(language="it")
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/?view=needs-answer&language=it")
    pane = watched.locator("#conversation")
    watched.keyboard.press("j")
    watched.keyboard.press("Enter")
    expect(pane).to_have_attribute("data-ticket", str(first.pk))
    watched.keyboard.press("r")
    watched.keyboard.type("Parte domani.")
    watched.keyboard.press("Control+Shift+Enter")
    expect(pane).to_have_attribute("data-ticket", str(second.pk))
    expect(watched).to_have_url(f"{live_server.url}{second.get_absolute_url()}?view=needs-answer&language=it")
    watched.keyboard.press("z")
    expect(pane).to_have_attribute("data-ticket", str(first.pk))
    expect(watched).to_have_url(f"{live_server.url}{first.get_absolute_url()}?view=needs-answer&language=it")


def test_twenty_tickets_are_triaged_by_keyboard_alone(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    """Answered, solved, put away, noted, tagged and reassigned: five kinds of deeds, four tickets each."""
    make_user(email="zoe@shop.test", first_name="Zoe", last_name="Weber")
    log_in(watched, live_server)
    press, typed = watched.keyboard.press, watched.keyboard.type
    pane = watched.locator("#conversation")

    for number, ticket in enumerate(twenty):
        press("Shift+J") if number else press("j")
        if not number:
            press("Enter")
        expect(pane).to_have_attribute("data-ticket", str(ticket.pk))
        expect(watched.locator("#conversation[inert]")).to_have_count(0)
        deed = number % 5
        if deed == 0:
            press("r")
            typed("It leaves tomorrow.")
            press("Alt+Enter")
            expect(watched.locator("[data-undo]").first).to_contain_text(f"Buyer {number:02}")
        elif deed == 1:
            press("x")
            expect(watched.locator("[data-key=x]")).to_have_attribute("aria-label", "An answer is needed after all")
        elif deed == 2:
            press("n")
            typed("Ask the warehouse")
            press("Control+Enter")
            expect(watched.locator(".message[data-direction=note]")).to_be_visible()
        elif deed == 3:
            press("t")
            typed("fragile")
            press("Enter")
            press("Escape")
            press("a")
            expect(watched.locator("[data-key=a]")).to_have_count(0)
        else:
            press("!")
            expect(watched.locator(".ticket-news")).to_contain_text("Spam")

    replies = [ticket.messages.filter(direction=MessageDirection.OUT).count() for ticket in twenty]
    assert replies == [1, 0, 0, 0, 0] * 4
    states = {ticket.pk: ticket for ticket in Ticket.objects.all()}
    for number, ticket in enumerate(twenty):
        now = states[ticket.pk]
        wanted = {
            0: now.messages.get(direction="out").solves if number % 5 == 0 else None,
            1: not now.needs_reply,
            2: now.messages.filter(direction="note").exists(),
            3: now.tags == ["fragile"] and now.assignee_id == english.pk,
            4: now.status == Status.SPAM,
        }
        assert wanted[number % 5], number


def test_solved_by_a_slip_of_the_key_and_back_the_answer_is_due_as_before(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    due_at = twenty[0].reply_due_at
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}{twenty[0].get_absolute_url()}")
    deadline = watched.locator(".ticket-head .deadline")
    expect(deadline).to_contain_text("Why this deadline?")
    watched.keyboard.press("e")
    expect(deadline).to_contain_text("solved")
    watched.keyboard.press("e")
    expect(deadline).to_contain_text("Why this deadline?")
    expect(watched.locator("[data-key=x]")).to_have_attribute("aria-label", "No answer needed")
    now = Ticket.objects.get(pk=twenty[0].pk)
    assert (now.status, now.needs_reply, now.reply_due_at) == (Status.OPEN, True, due_at)


def test_snoozing_begins_at_the_moment_that_is_proposed(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}{twenty[0].get_absolute_url()}")
    watched.keyboard.press("s")
    expect(watched.locator("[data-work] input:checked")).to_be_focused()
    watched.keyboard.press("Escape")
    expect(watched.locator("[data-work]")).to_have_count(0)


def test_the_palette_opens_does_and_leads_by_keys_alone(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    log_in(watched, live_server)
    press, typed = watched.keyboard.press, watched.keyboard.type
    chosen = watched.locator("[data-palette] [aria-selected=true]")

    watched.locator(".ticket-row-link").first.click()
    expect(watched.locator(TEXT)).to_be_visible()
    watched.locator(TEXT).focus()
    press("Control+k")
    expect(chosen).to_contain_text("Reply")
    assert serious(watched) == []
    typed("high")
    expect(chosen).to_contain_text("Priority: high")
    expect(watched.get_by_role("combobox", name="Command")).to_have_attribute("aria-activedescendant", "palette-1-1")
    press("Enter")
    expect(watched.locator("#ticket-properties [name=priority]")).to_have_value("3")
    expect(watched.locator(TEXT)).to_be_focused()

    press("Control+k")
    typed("buyer 07")
    expect(chosen).to_contain_text("Buyer 07")
    press("Enter")
    watched.wait_for_url(f"**/tickets/{twenty[7].pk}/**")

    press("Control+k")
    typed("outb")
    expect(chosen).to_contain_text("Outbox")
    press("Enter")
    watched.wait_for_url("**/outbox/")
    press("Control+k")
    press("Escape")
    expect(watched.locator("[data-palette]")).to_be_hidden()


def test_the_next_one_opens_though_the_keys_are_a_row_behind(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    log_in(watched, live_server)
    watched.locator(".ticket-row-link").nth(1).click()
    expect(watched.locator("#conversation")).to_have_attribute("data-ticket", str(twenty[1].pk))
    watched.locator(".ticket-row-link").first.focus()
    watched.keyboard.press("Shift+J")
    expect(watched.locator("#conversation")).to_have_attribute("data-ticket", str(twenty[2].pk))


def test_what_is_pressed_while_a_ticket_is_on_its_way_is_done_when_it_is_there(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    """Faster than the server: nothing waited for between the keys, and a server that takes its time."""
    log_in(watched, live_server)
    press, typed = watched.keyboard.press, watched.keyboard.type
    pane = watched.locator("#conversation")
    watched.route("**/tickets/*/**", slowly)
    watched.locator(".ticket-row-link").first.click()
    expect(pane).to_have_attribute("data-ticket", str(twenty[0].pk))

    press("Shift+J")
    press("n")
    typed("Ask jack & vera?")
    press("Control+Enter")
    expect(watched.locator(".message[data-direction=note]")).to_contain_text("Ask jack & vera?")
    expect(pane).to_have_attribute("data-ticket", str(twenty[1].pk))

    press("Shift+J")
    press("a")
    press("Shift+J")
    expect(pane).to_have_attribute("data-ticket", str(twenty[3].pk))
    press("Shift+K")
    press("x")
    expect(watched.locator("[data-key=x]")).to_have_attribute("aria-label", "An answer is needed after all")

    now = {ticket.pk: ticket for ticket in Ticket.objects.all()}
    assert [now[ticket.pk].assignee_id for ticket in twenty[:5]] == [None, None, english.pk, None, None]
    assert [now[ticket.pk].needs_reply for ticket in twenty[:5]] == [True, True, False, True, True]


def slowly(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


def test_what_is_pressed_before_the_scripts_run_is_done_when_they_do(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    log_in(watched, live_server)
    watched.route("**/js/keys.js", slowly)
    watched.goto(f"{live_server.url}/tickets/{twenty[4].pk}/", wait_until="commit")
    watched.wait_for_selector("#conversation .ticket-head")
    watched.keyboard.press("Shift+J")
    watched.keyboard.press("a")
    pane = watched.locator("#conversation")
    expect(pane).to_have_attribute("data-ticket", str(twenty[5].pk))
    expect(watched.locator("[data-key=a]")).to_have_count(0)
    assert Ticket.objects.get(pk=twenty[5].pk).assignee_id == english.pk


def test_single_keys_can_be_switched_off_and_the_others_stay(
    watched: Page, live_server: LiveServer, english: User, twenty: list[Ticket]
) -> None:
    log_in(watched, live_server)
    press = watched.keyboard.press
    press("?")
    expect(watched.get_by_text("go down, go up")).to_be_visible()
    expect(watched.get_by_text("snooze", exact=False).first).to_be_visible()
    assert serious(watched) == []
    with watched.expect_response("**/settings/keys/"):
        watched.locator("[data-keys-switch]").uncheck()
    press("Escape")
    watched.reload()
    press("j")
    expect(watched.locator(".ticket-row-link").first).not_to_be_focused()
    press("?")
    expect(watched.locator("[data-keys-dialog]")).to_be_hidden()
    press("Control+k")
    expect(watched.locator("[data-palette]")).to_be_visible()
    press("Escape")
    expect(watched.locator("[data-palette]")).to_be_hidden()
    assert not User.objects.get(pk=english.pk).single_keys
