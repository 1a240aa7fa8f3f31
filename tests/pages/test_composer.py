"""The composer: what it sends, what comes next, and what it says when somebody else answered meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.models import Draft, Message, MessageDirection, Ticket, User
from inbox.sending import outbox
from tests.make import make_account, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "conversation"}


@pytest.fixture
def colleague(db: None) -> User:
    return make_user(first_name="Paul", last_name="Klein", language="en")


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user(first_name="Camille", last_name="Roy", language="en"))
    return client


def write(client: Client, ticket: Ticket, **given: object) -> Any:
    values = {"kind": "reply", "body": "It leaves tomorrow.", "key": "k"} | given
    return client.post(reverse("ticket_write", args=[ticket.id]), values, headers=HTMX)


def answered(ticket: Ticket, by: User) -> Message:
    return outbox.queue_reply(ticket, body="It left today.", by=by, now=timezone.now())


def test_both_texts_are_shown_when_a_colleague_answered_meanwhile(
    reader: Client, ticket: Ticket, colleague: User
) -> None:
    seen = reader.get(ticket.get_absolute_url()).context["composer"].seen
    theirs = answered(ticket, colleague)
    page = write(reader, ticket, seen=seen)
    composer = page.context["composer"]
    assert "Paul Klein answered" in composer.meanwhile.words
    assert (composer.meanwhile.text, composer.text) == ("It left today.", "It leaves tomorrow.")
    assert list(ticket.messages.filter(direction=MessageDirection.OUT)) == [theirs]
    assert Draft.objects.get().text == "It leaves tomorrow."


def test_one_click_more_sends_it_all_the_same(reader: Client, ticket: Ticket, colleague: User) -> None:
    theirs = answered(ticket, colleague)
    write(reader, ticket, seen=0, knowing=theirs.pk)
    assert ticket.messages.filter(body_text="It leaves tomorrow.").exists()


def test_a_draft_knows_what_its_writer_had_seen(reader: Client, ticket: Ticket, colleague: User) -> None:
    reader.post(reverse("ticket_draft", args=[ticket.id]), {"body": "It leaves", "seen": 0})
    answered(ticket, colleague)
    composer = reader.get(ticket.get_absolute_url()).context["composer"]
    assert "Paul Klein answered" in composer.meanwhile.words
    assert composer.text == "It leaves"


def test_a_page_with_an_empty_composer_knows_what_it_shows(reader: Client, ticket: Ticket, colleague: User) -> None:
    theirs = answered(ticket, colleague)
    composer = reader.get(ticket.get_absolute_url()).context["composer"]
    assert (composer.seen, composer.meanwhile) == (theirs.pk, None)


def test_whoever_is_writing_is_told_at_once(reader: Client, ticket: Ticket, colleague: User) -> None:
    answered(ticket, colleague)
    page = reader.get(reverse("ticket_changes", args=[ticket.id]), {"since": "x", "seen": "0"})
    assert "Paul Klein answered" in page.content.decode()


def test_a_text_changed_after_its_answer_was_lost_is_not_sent_beside_the_first(reader: Client, ticket: Ticket) -> None:
    write(reader, ticket, seen=0)
    page = write(reader, ticket, seen=0, body="It leaves on Monday.")
    assert "You answered already" in page.context["composer"].meanwhile.words
    assert ticket.messages.filter(direction=MessageDirection.OUT).count() == 1


def test_one_may_throw_the_own_text_away(reader: Client, ticket: Ticket) -> None:
    reader.post(reverse("ticket_draft", args=[ticket.id]), {"body": "It leaves", "seen": 0})
    reader.post(reverse("ticket_draft_drop", args=[ticket.id]))
    assert not Draft.objects.exists()


@pytest.fixture
def queue(account: Account) -> list[Ticket]:
    """Three tickets that wait, in the order of the list."""
    start = timezone.now()
    due = [start + timedelta(hours=hours) for hours in (1, 2, 3)]
    return [make_ticket(account=account, needs_reply=True, reply_due_at=at) for at in due]


def test_send_and_go_on_shows_the_next_ticket_of_the_list(reader: Client, queue: list[Ticket]) -> None:
    page = write(reader, queue[0], then="next")
    assert page.context["ticket"] == queue[1]
    assert page["HX-Push-Url"] == queue[1].get_absolute_url()
    assert reverse("message_cancel", args=[Message.objects.get().id]) in page.content.decode()


def test_the_next_after_the_last_is_the_first_that_nobody_has_answered(
    reader: Client, queue: list[Ticket], colleague: User
) -> None:
    answered(queue[0], colleague)
    assert write(reader, queue[2], then="next").context["ticket"] == queue[1]


def test_the_list_that_was_open_says_which_is_the_next(reader: Client, queue: list[Ticket]) -> None:
    found = make_ticket(account=queue[0].account, subject="Invoice")
    make_message(found)
    Ticket.objects.filter(pk__in=[queue[2].pk, found.pk]).update(assignee=User.objects.get(first_name="Camille"))
    address = reverse("ticket_write", args=[queue[2].id]) + "?view=mine"
    page = reader.post(address, {"kind": "reply", "body": "Hi", "key": "k", "then": "solve-next"}, headers=HTMX)
    assert page.context["ticket"] == found
    assert Message.objects.get(direction=MessageDirection.OUT).solves


def test_with_nothing_left_the_ticket_itself_stays(reader: Client, ticket: Ticket) -> None:
    assert write(reader, ticket, then="next").context["ticket"] == ticket


def test_the_text_is_checked_in_the_buyers_language(reader: Client, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(language="de")
    text = reader.get(ticket.get_absolute_url()).content.decode()
    assert 'spellcheck="true" lang="de"' in text


def test_a_level_2_ticket_can_be_acknowledged_and_the_page_says_who_counts_that(reader: Client) -> None:
    ticket = make_ticket(account=make_account(marketplace="amazon"), level=2)
    assert "Amazon counts it as an answer" in reader.get(ticket.get_absolute_url()).content.decode()
    write(reader, ticket, then="acknowledge")
    assert Message.objects.get().acknowledges
    assert "acknowledgement</span>" in reader.get(ticket.get_absolute_url()).content.decode()


def test_a_level_1_ticket_is_answered_not_acknowledged(reader: Client, ticket: Ticket) -> None:
    assert reader.get(ticket.get_absolute_url()).context["composer"].acknowledging == ""
