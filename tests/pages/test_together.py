"""Colleagues at the same ticket: seen in the list and beside the composer, with what they have typed so far."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inbox.models import Draft, Ticket, User
from inbox.sending.outbox import queue_reply
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_is_there() -> None:
    cache.clear()


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user(first_name="Camille", last_name="Roy", language="en"))
    return client


@pytest.fixture
def paul(db: None) -> Client:
    colleague = Client()
    colleague.force_login(make_user(first_name="Paul", last_name="Klein", language="en"))
    return colleague


def typing(client: Client, ticket: Ticket, text: str, **given: str) -> None:
    client.post(reverse("ticket_draft", args=[ticket.id]), {"body": text, **given})


def near(client: Client, ticket: Ticket) -> str:
    version: str = client.get(ticket.get_absolute_url()).context["together"].version
    return version


def test_whoever_looks_at_the_ticket_is_seen_beside_the_composer(reader: Client, paul: Client, ticket: Ticket) -> None:
    paul.get(ticket.get_absolute_url())
    text = reader.get(ticket.get_absolute_url()).content.decode()
    assert "Paul Klein is looking at this ticket" in text
    assert "Camille Roy is looking" not in text


def test_what_a_colleague_types_is_shown_to_be_read(reader: Client, paul: Client, ticket: Ticket) -> None:
    typing(paul, ticket, "It left to")
    page = reader.get(ticket.get_absolute_url())
    text = page.content.decode()
    assert "Paul Klein is writing" in text
    assert [(draft.name, draft.text) for draft in page.context["together"].drafts] == [("Paul Klein", "It left to")]
    assert page.context["composer"].text == ""


def test_a_colleagues_note_is_not_shown_before_it_is_written(reader: Client, paul: Client, ticket: Ticket) -> None:
    typing(paul, ticket, "He is angry", kind="note")
    assert "He is angry" not in reader.get(ticket.get_absolute_url()).content.decode()


def test_the_next_letters_come_with_the_next_poll(reader: Client, paul: Client, ticket: Ticket) -> None:
    typing(paul, ticket, "It left to")
    page = reader.get(ticket.get_absolute_url())
    asked = {"since": page.context["counter"], "near": page.context["together"].version}
    address = reverse("ticket_changes", args=[ticket.id])
    assert reader.get(address, asked).status_code == 204
    typing(paul, ticket, "It left today")
    answer = reader.get(address, asked)
    assert (answer.status_code, answer["HX-Reswap"]) == (200, "none")
    assert "It left today" in answer.content.decode()
    assert 'id="thread-window"' not in answer.content.decode()


def test_a_page_that_nobody_looks_at_counts_nobody(reader: Client, paul: Client, ticket: Ticket) -> None:
    counter = reader.get(ticket.get_absolute_url()).context["counter"]
    paul.get(reverse("ticket_changes", args=[ticket.id]), {"since": counter, "away": "1"})
    assert near(reader, ticket) == ""
    paul.get(reverse("ticket_changes", args=[ticket.id]), {"since": counter})
    assert near(reader, ticket) != ""


def test_the_list_marks_tickets_where_somebody_is(reader: Client, paul: Client, ticket: Ticket) -> None:
    paul.get(ticket.get_absolute_url())
    page = reader.get(reverse("queue") + "?view=open")
    assert [one.words for one in page.context["row_presence"].rows[ticket.id]] == [
        "Paul Klein is looking at this ticket"
    ]


def test_the_list_learns_of_it_with_its_poll_and_only_then(reader: Client, paul: Client, ticket: Ticket) -> None:
    page = reader.get(reverse("queue"))
    asked = {"since": page.context["list_counter"], "near": page.context["row_presence"].version}
    assert reader.get(reverse("list_changes"), asked).status_code == 204
    paul.get(ticket.get_absolute_url())
    answer = reader.get(reverse("list_changes"), asked)
    assert answer["HX-Reswap"] == "none"
    assert "Paul Klein is looking at this ticket" in answer.content.decode()


def test_a_note_is_kept_beside_the_reply(reader: Client, ticket: Ticket) -> None:
    typing(reader, ticket, "It leaves")
    typing(reader, ticket, "Ask the warehouse", kind="note")
    composer = reader.get(ticket.get_absolute_url()).context["composer"]
    assert (composer.kind, composer.text, composer.other) == ("reply", "It leaves", "Ask the warehouse")


def test_a_note_that_was_added_is_no_draft_any_more(reader: Client, ticket: Ticket) -> None:
    typing(reader, ticket, "Ask the warehouse", kind="note")
    given = {"kind": "note", "body": "Ask the warehouse", "key": "k"}
    reader.post(reverse("ticket_write", args=[ticket.id]), given)
    assert not Draft.objects.exists()


def test_sending_the_reply_keeps_the_note(reader: Client, ticket: Ticket) -> None:
    typing(reader, ticket, "Ask the warehouse", kind="note")
    reader.post(reverse("ticket_write", args=[ticket.id]), {"kind": "reply", "body": "It leaves.", "key": "k"})
    assert Draft.objects.get().note == "Ask the warehouse"


def test_a_text_found_on_the_device_that_was_sent_is_forgotten(reader: Client, ticket: Ticket) -> None:
    reader.post(reverse("ticket_write", args=[ticket.id]), {"kind": "reply", "body": "It leaves.", "key": "k"})
    ticket.messages.update(written_at=ticket.created_at)
    answer = reader.post(reverse("ticket_draft", args=[ticket.id]), {"body": "It leaves.", "key": "k"}).json()
    assert answer["sent"]
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_comes_while_its_reply_is_being_queued_is_none(reader: Client, ticket: Ticket) -> None:
    writer = User.objects.get(first_name="Camille")
    said: list[dict[str, object]] = []

    def keep() -> None:
        said.append(reader.post(reverse("ticket_draft", args=[ticket.id]), {"body": "It leaves.", "key": "k"}).json())
        connection.close()

    beside = Thread(target=keep)
    with transaction.atomic():
        queue_reply(ticket, body="It leaves.", by=writer, now=timezone.now(), idempotency_key=f"page-{writer.pk}-k")
        beside.start()
        _until_somebody_waits()
    beside.join()
    assert said[0].get("sent")
    assert not Draft.objects.exists()


def _until_somebody_waits() -> None:
    """Until another session of this database waits for a row. Not for ever: the test then fails by itself."""
    end = timezone.now() + timedelta(seconds=20)
    with connection.cursor() as cursor:
        while timezone.now() < end:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return


def test_what_one_person_typed_is_not_kept_or_sent_as_anothers(reader: Client, ticket: Ticket) -> None:
    somebody = make_user()
    answer = reader.post(reverse("ticket_draft", args=[ticket.id]), {"body": "It leaves", "writer": somebody.pk})
    assert answer.status_code == 409
    given = {"kind": "reply", "body": "It leaves.", "key": "k", "writer": somebody.pk}
    assert reader.post(reverse("ticket_write", args=[ticket.id]), given).status_code == 422
    assert not Draft.objects.exists()
    assert not ticket.messages.exists()


def test_a_log_in_beside_the_page_says_to_go_back(reader: Client, client: Client) -> None:
    assert "your text is there" in reader.get(reverse("logged_in_again")).content.decode()
    User.objects.all().update(is_active=False)
    assert client.get(reverse("logged_in_again")).status_code == 302
