"""The preview of a reply: as the marketplace shows it, with what would keep it from leaving; nothing is sent."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors import accounts
from connectors.email.simulator import EmailSimulator
from connectors.models import Account
from connectors.simulation import BuyerWrites
from inbox.models import Draft, Message, Ticket, User
from inbox.pulling import pull

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


@pytest.fixture
def asked_by_mail(db: None) -> Iterator[Ticket]:
    simulated = EmailSimulator()
    simulated.start()
    account = accounts.connect("email", name="Contact", credentials=simulated.add_seller("velo"), now=timezone.now())
    simulated.buyer_writes(BuyerWrites("velo", "jeanne", "Où est mon colis ?", subject="Colis", buyer_name="Jeanne"))
    pull.pull_account(account, now=timezone.now())
    yield Ticket.objects.get(account=account)
    simulated.stop()


def shown(reader: Client, ticket: Ticket, body: str) -> str:
    page = reader.post(reverse("ticket_preview", args=[ticket.pk]), {"body": body}, headers={"HX-Request": "true"})
    return page.content.decode()


def test_a_mail_is_shown_with_its_subject_and_what_is_quoted_below(reader: Client, asked_by_mail: Ticket) -> None:
    page = shown(reader, asked_by_mail, "It leaves <b>today</b>.")
    assert "Re: Colis" in page
    assert "It leaves &lt;b&gt;today&lt;/b&gt;." in page
    assert "&gt; Où est mon colis ?" in page
    assert not Message.objects.filter(direction="out").exists()


def test_what_cannot_leave_is_said_before(reader: Client, ticket: Ticket) -> None:
    limit = ticket.account.connector_class.limits.max_characters
    page = shown(reader, ticket, "x" * (limit + 3))
    assert "3 characters too long" in page
    assert f"{limit + 3} of {limit} characters" in page
    assert "nothing to send" in shown(reader, ticket, " ")


def test_a_marketplace_says_what_becomes_of_markup(reader: Client, ticket: Ticket) -> None:
    assert "plain text" in shown(reader, ticket, "<b>Hello</b>")


def test_without_javascript_the_preview_is_a_page_and_the_text_is_kept(
    reader: Client, ticket: Ticket, account: Account
) -> None:
    del account
    page = reader.post(reverse("ticket_preview", args=[ticket.pk]), {"body": "Hello"}).content.decode()
    assert "Hello" in page
    assert Draft.objects.get().text == "Hello"
