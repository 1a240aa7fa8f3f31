"""The ticket page: what it shows and what an agent may do with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account, AccountState
from inbox.models import Attachment, Delivery, Draft, Message, MessageDirection, Status, Ticket, User
from inbox.sending import outbox
from tests.make import make_account, make_message, make_ticket

pytestmark = pytest.mark.django_db

CHANGES = [
    "assign",
    "status",
    "priority",
    "tags",
    "topic",
    "level",
    "no_answer_needed",
    "answer_needed",
    "write",
    "draft",
]


@pytest.mark.parametrize("change", CHANGES)
def test_changes_take_post_only(as_agent: Client, ticket: Ticket, change: str) -> None:
    assert as_agent.get(reverse(f"ticket_{change}", args=[ticket.id])).status_code == 405


@pytest.mark.parametrize("change", CHANGES)
def test_changes_ask_for_a_log_in_first(client: Client, ticket: Ticket, change: str) -> None:
    response = client.post(reverse(f"ticket_{change}", args=[ticket.id]))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_somebody_without_access_sees_no_ticket(as_agent: Client, agent: User, ticket: Ticket) -> None:
    User.objects.filter(pk=agent.pk).update(is_active=False)
    assert as_agent.get(ticket.get_absolute_url()).status_code == 302


def test_opening_a_ticket_marks_it_as_seen(as_agent: Client, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(unread=True)
    as_agent.get(ticket.get_absolute_url())
    ticket.refresh_from_db()
    assert not ticket.unread


def test_a_ticket_with_ten_thousand_messages_shows_the_last_fifty(as_agent: Client, ticket: Ticket) -> None:
    start = timezone.now() - timedelta(days=30)
    Message.objects.bulk_create(
        Message(
            ticket=ticket,
            account=ticket.account,
            direction=MessageDirection.IN,
            external_id=f"m{number}",
            body_text=f"message number {number}",
            written_at=start + timedelta(minutes=number),
        )
        for number in range(10_000)
    )
    text = as_agent.get(ticket.get_absolute_url()).content.decode()
    assert text.count('class="message"') == 50
    assert "message number 9999" in text
    assert "message number 9949" not in text


def test_earlier_messages_follow_without_a_gap(as_agent: Client, ticket: Ticket) -> None:
    start = timezone.now() - timedelta(days=3)
    for number in range(70):
        make_message(ticket, body_text=f"<{number}>", written_at=start + timedelta(minutes=number // 10))
    thread = as_agent.get(ticket.get_absolute_url()).context["thread"]
    earlier = as_agent.get(reverse("ticket_earlier", args=[ticket.id]), {"before": thread.earlier}).context["thread"]
    texts = [entry.text for part in (earlier, thread) for day in part.days for entry in day.entries]
    assert texts == [f"<{number}>" for number in range(70)]
    assert not earlier.earlier


def test_a_very_long_message_is_cut_and_can_be_read_whole(as_agent: Client, ticket: Ticket) -> None:
    message = make_message(ticket, body_text="long " * 400_000)
    page = as_agent.get(ticket.get_absolute_url())
    assert len(page.content) < 200_000
    whole = as_agent.get(reverse("message_text", args=[message.id]))
    assert whole["Content-Type"].startswith("text/plain")
    assert len(whole.content) == 2_000_000


def test_the_conversation_alone_takes_few_queries(
    as_agent: Client, ticket: Ticket, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        make_message(ticket, body_text=str(number))
    with django_assert_max_num_queries(16):
        as_agent.get(ticket.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "conversation"})


def test_only_web_addresses_of_attachments_become_links(as_agent: Client, ticket: Ticket) -> None:
    message = make_message(ticket)
    Attachment.objects.create(message=message, name="photo.jpg", url="https://i.example/photo.jpg")
    Attachment.objects.create(message=message, name="trap", url="javascript:alert(1)")
    text = as_agent.get(ticket.get_absolute_url()).content.decode()
    assert 'href="https://i.example/photo.jpg" rel="noreferrer noopener"' in text
    assert "javascript:" not in text
    assert "<img" not in text


def test_a_reply_sent_twice_by_a_double_click_is_one_reply(as_agent: Client, ticket: Ticket) -> None:
    given = {"kind": "reply", "body": "On its way.", "key": "one-composer"}
    as_agent.post(reverse("ticket_write", args=[ticket.id]), given)
    as_agent.post(reverse("ticket_write", args=[ticket.id]), given)
    assert ticket.messages.filter(direction=MessageDirection.OUT).count() == 1


def test_a_refused_reply_comes_back_with_its_text(as_agent: Client, ticket: Ticket) -> None:
    given = {"kind": "reply", "body": "y" * 2001, "key": "k"}
    response = as_agent.post(reverse("ticket_write", args=[ticket.id]), given)
    assert response.status_code == 422
    assert "y" * 2001 in response.content.decode()
    assert not ticket.messages.exists()


def test_a_paused_account_refuses_replies_and_says_why(as_agent: Client, ticket: Ticket) -> None:
    Account.objects.filter(pk=ticket.account_id).update(state=AccountState.PAUSED)
    response = as_agent.post(reverse("ticket_write", args=[ticket.id]), {"kind": "reply", "body": "Hi", "key": "k"})
    assert response.status_code == 422
    assert ticket.account.name in response.context["composer"].problem


def test_a_draft_is_kept_and_counted_as_the_marketplace_counts(as_agent: Client, ticket: Ticket) -> None:
    answer = as_agent.post(reverse("ticket_draft", args=[ticket.id]), {"body": "Bonjour"}).json()
    assert Draft.objects.get(ticket=ticket).text == "Bonjour"
    assert answer["count"] == outbox.count_characters(ticket, "Bonjour")


def test_an_emptied_draft_is_forgotten(as_agent: Client, ticket: Ticket) -> None:
    as_agent.post(reverse("ticket_draft", args=[ticket.id]), {"body": "Bonjour"})
    as_agent.post(reverse("ticket_draft", args=[ticket.id]), {"body": "  "})
    assert not Draft.objects.exists()


def test_a_draft_that_arrives_after_its_reply_does_not_come_back(as_agent: Client, ticket: Ticket) -> None:
    as_agent.post(reverse("ticket_write", args=[ticket.id]), {"kind": "reply", "body": "Bonjour", "key": "k"})
    as_agent.post(reverse("ticket_draft", args=[ticket.id]), {"body": "Bonjour\n"})
    assert not Draft.objects.exists()


def test_a_draft_with_a_null_character_is_kept_without_it(as_agent: Client, ticket: Ticket) -> None:
    response = as_agent.post(reverse("ticket_draft", args=[ticket.id]), {"body": "a\x00b"})
    assert response.status_code in (200, 422)


def test_the_status_changes_and_an_unknown_one_does_not(as_agent: Client, ticket: Ticket) -> None:
    as_agent.post(reverse("ticket_status", args=[ticket.id]), {"status": "solved"})
    as_agent.post(reverse("ticket_status", args=[ticket.id]), {"status": "exploded"})
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED


def test_a_ticket_is_assigned_and_the_log_says_by_whom(as_agent: Client, agent: User, ticket: Ticket) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    as_agent.post(reverse("ticket_assign", args=[ticket.id]), {"agent": agent.id})
    text = as_agent.get(ticket.get_absolute_url()).content.decode()
    assert "Camille Roy took this ticket" in text


def test_tags_are_words_between_commas(as_agent: Client, ticket: Ticket) -> None:
    as_agent.post(reverse("ticket_tags", args=[ticket.id]), {"tags": "Retour, colis,  , retour"})
    ticket.refresh_from_db()
    assert ticket.tags == ["retour", "colis"]


def test_nothing_moved_is_answered_without_a_page(as_agent: Client, ticket: Ticket) -> None:
    counter = as_agent.get(ticket.get_absolute_url()).context["counter"]
    response = as_agent.get(reverse("ticket_changes", args=[ticket.id]), {"since": counter})
    assert response.status_code == 204


def test_an_unsure_reply_can_be_settled_by_a_person(as_agent: Client, agent: User, ticket: Ticket) -> None:
    message = make_message(
        ticket, direction=MessageDirection.OUT, delivery=Delivery.UNSURE, user=agent, attempted_at=timezone.now()
    )
    text = as_agent.get(reverse("outbox")).content.decode()
    assert reverse("message_was_not_sent", args=[message.id]) in text
    as_agent.post(reverse("message_was_not_sent", args=[message.id]))
    message.refresh_from_db()
    assert message.delivery == Delivery.REFUSED


def test_a_refused_reply_leaves_the_outbox_once_another_was_sent(as_agent: Client, ticket: Ticket) -> None:
    make_message(ticket, direction=MessageDirection.OUT, delivery=Delivery.REFUSED, reason="contact details")
    assert len(as_agent.get(reverse("outbox")).context["groups"]) == 1
    make_message(ticket, direction=MessageDirection.OUT)
    assert as_agent.get(reverse("outbox")).context["groups"] == []


@pytest.mark.parametrize("act", ["cancel", "again", "edit", "was_sent", "was_not_sent"])
def test_acts_on_a_message_take_post_only(as_agent: Client, ticket: Ticket, act: str) -> None:
    message = make_message(ticket, direction=MessageDirection.OUT)
    assert as_agent.get(reverse(f"message_{act}", args=[message.id])).status_code == 405


def test_too_late_an_undo_says_so(as_agent: Client, agent: User, ticket: Ticket) -> None:
    message = make_message(ticket, direction=MessageDirection.OUT, delivery=Delivery.SENDING, user=agent)
    response = as_agent.post(reverse("message_cancel", args=[message.id]), follow=True)
    assert [str(word.level_tag) for word in response.context["messages"]] == ["warning"]


def test_other_tickets_of_the_same_buyer_are_one_click_away(as_agent: Client) -> None:
    account = make_account()
    ticket = make_ticket(account=account)
    other = make_ticket(account=account, buyer=ticket.buyer, subject="An older story")
    assert other.get_absolute_url() in as_agent.get(ticket.get_absolute_url()).content.decode()
