"""Forwarding from the ticket's page: the form, what leaves, and what the conversation shows of it."""

from datetime import timedelta

import pytest
from django.conf import settings as installation
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.forwards import delivery
from inbox.models import Delivery, Forward, Ticket, User
from inbox.pulling import pull
from tests.inbox.test_forwards import CARRIER, mail, mailbox, waiting  # noqa: F401 - fixtures
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def given(mailbox: Account, **fields: object) -> dict[str, object]:  # noqa: F811
    values = {"sender": mailbox.pk, "to": CARRIER, "subject": "Colis", "body": "Où est le colis ?", "key": "k"}
    return {**values, **fields}


def test_nothing_is_chosen_to_begin_with_and_quotes_come_into_the_text(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    address = reverse("ticket_forward", args=[waiting.pk])
    page = reader.get(address).content.decode()
    assert "Où est mon colis" in page
    assert "checked" not in page.partition("forward-form")[2].partition("</form>")[0]
    chosen = {"messages": [waiting.messages.get().pk], "insert": "1", "body": "Hello"}
    filled = reader.post(address, given(mailbox, **chosen)).content.decode()
    assert "&gt; Où est mon colis ?" in filled
    assert not Forward.objects.exists()


def test_it_leaves_is_shown_with_its_answer_and_answered_again(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    reader.post(reverse("ticket_forward", args=[waiting.pk]), given(mailbox), follow=True)
    reader.post(reverse("ticket_forward", args=[waiting.pk]), given(mailbox), follow=True)
    forward = Forward.objects.get()
    assert "Mails to carriers and suppliers" in reader.get(reverse("outbox")).content.decode()
    delivery.send_due(timezone.now() + installation.UNDO_SEND + timedelta(seconds=1))
    pull.pull_account(mailbox, now=timezone.now())
    page = reader.get(reverse("ticket", args=[waiting.pk])).content.decode()
    assert f"By mail to {CARRIER}" in page
    assert "Answer by mail, not from the buyer" in page
    answer = forward.mails.get()
    again = reader.get(reverse("ticket_forward", args=[waiting.pk]), {"after": answer.pk}).content.decode()
    assert f'value="{CARRIER}"' in again


def test_it_can_be_taken_back_from_the_page(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    reader.post(reverse("ticket_forward", args=[waiting.pk]), given(mailbox))
    forward = Forward.objects.get()
    reader.post(reverse("forward_act", args=[forward.pk, "cancel"]))
    forward.refresh_from_db()
    assert forward.delivery == Delivery.CANCELLED
    assert CARRIER not in reader.get(reverse("ticket", args=[waiting.pk])).content.decode()


def test_what_cannot_leave_comes_back_as_typed(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    answer = reader.post(reverse("ticket_forward", args=[waiting.pk]), given(mailbox, to="not an address"))
    assert answer.status_code == 422
    assert "Où est le colis ?" in answer.content.decode()
    assert not Forward.objects.exists()


def test_an_answers_file_is_a_download_of_those_who_may_see_the_ticket(
    reader: Client,
    waiting: Ticket,  # noqa: F811
    mailbox: Account,  # noqa: F811
) -> None:
    del mailbox
    stranger = Client()
    stranger.force_login(make_user(role="outside"))
    assert stranger.get(reverse("ticket_forward", args=[waiting.pk])).status_code == 404
    assert reader.get(reverse("forward_file", args=[1])).status_code == 404
