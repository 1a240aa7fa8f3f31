"""A conversation of 400 messages: it opens at its end, older ones come when asked for, a link leads into the middle."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from inbox.models import Message, MessageDirection, Ticket
from tests.make import NINE, make_account, make_message, make_ticket, make_user
from tests.pages.test_journeys import log_in

NUMBER = 400


def long_ticket() -> tuple[Ticket, list[Message]]:
    ticket = make_ticket(account=make_account(), last_message_at=NINE + timedelta(minutes=NUMBER))
    rows = [
        Message(
            account=ticket.account,
            ticket=ticket,
            external_id=f"long{number}",
            direction=MessageDirection.IN if number % 2 else MessageDirection.OUT,
            body_text=f"message {number}",
            written_at=NINE + timedelta(minutes=number),
            fetched_at=NINE,
        )
        for number in range(NUMBER)
    ]
    return ticket, Message.objects.bulk_create(rows)


def shown(client: Client, address: str) -> list[str]:
    found = client.get(address).context["thread"].days
    return [entry.text for day in found for entry in day.entries if not entry.is_event]


@pytest.mark.django_db
def test_a_link_shows_the_window_around_its_message(as_agent: Client) -> None:
    ticket, messages = long_ticket()
    texts = shown(as_agent, f"/tickets/{ticket.pk}/?message={messages[100].pk}")
    assert len(texts) == 50
    assert texts[-11:-9] == ["message 100", "message 101"]


@pytest.mark.django_db
def test_a_link_to_a_late_message_or_to_one_of_another_ticket_shows_the_end(as_agent: Client) -> None:
    ticket, messages = long_ticket()
    other = make_message(make_ticket(account=ticket.account))
    for message in (messages[-3], other):
        assert shown(as_agent, f"/tickets/{ticket.pk}/?message={message.pk}")[-1] == "message 399"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_opens_at_the_end_goes_back_by_windows_and_a_link_is_where_it_leads(
    watched: Page, live_server: LiveServer
) -> None:
    make_user(email="agent@shop.test", language="en")
    ticket, messages = long_ticket()
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    expect(watched.locator(".message")).to_have_count(50)
    expect(watched.get_by_text("message 399", exact=True)).to_be_in_viewport()

    place = f"document.querySelector('#message-{messages[350].pk}').getBoundingClientRect().top"
    watched.locator("#thread-earlier").scroll_into_view_if_needed()
    before = watched.evaluate(place)
    watched.locator("#thread-earlier a").click()
    expect(watched.locator(".message")).to_have_count(100)
    assert abs(watched.evaluate(place) - before) < 80

    watched.goto(f"{live_server.url}/tickets/{ticket.pk}/?message={messages[40].pk}#message-{messages[40].pk}")
    expect(watched.get_by_text("message 40", exact=True)).to_be_in_viewport()
    watched.get_by_role("link", name="Back to the latest messages").click()
    expect(watched.get_by_text("message 399", exact=True)).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_conversation_opens_where_its_unanswered_messages_begin(watched: Page, live_server: LiveServer) -> None:
    make_user(email="agent@shop.test", language="en")
    ticket, messages = long_ticket()
    Message.objects.filter(pk__in=[one.pk for one in messages[370:]]).update(direction=MessageDirection.IN)
    Ticket.objects.filter(pk=ticket.pk).update(waits_since=messages[370].written_at, needs_reply=True)
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    expect(watched.get_by_text("message 370", exact=True)).to_be_in_viewport()
