"""What was read in a message is put right with one press; the ticket follows, and it counts."""

import re

import pytest
from django.test import Client

from connectors.models import Account
from inbox.models import Buyer, Message, Ticket, Understanding, User
from inbox.tickets.language import set_language
from inbox.tickets.topics import set_topic
from inbox.understanding.corrections import correct
from inbox.understanding.errors import NoSuchReading
from inbox.understanding.figures import Corrections
from inbox.views.reading import reading
from tests.inbox.arrive import arrive, buyer_message
from tests.make import NINE, make_account, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_account()


@pytest.fixture
def message(account: Account) -> Message:
    arrive(account, buyer_message("m1", text="Bonjour, où est mon colis ?"))
    return Message.objects.select_related("ticket").get()


@pytest.fixture
def row(message: Message) -> Understanding:
    return Understanding.objects.get(pk=message.pk)


def test_the_ticket_follows_its_newest_message(message: Message, agent: User) -> None:
    correct(message, column="topic", given="invoice", by=agent, now=NINE)
    row = Understanding.objects.get()
    assert (row.topic, row.corrected) == ("invoice", {"topic": "delivery"})
    assert Ticket.objects.get().topic == "invoice"


def test_what_is_taken_back_counts_no_more(message: Message, agent: User) -> None:
    correct(message, column="chaser", given="1", by=agent, now=NINE)
    correct(message, column="chaser", given="0", by=agent, now=NINE)
    assert Understanding.objects.get().corrected == {}


def test_the_topic_set_on_the_ticket_is_a_correction_too(message: Message, agent: User) -> None:
    set_topic(message.ticket, topic="payment", by=agent, now=NINE)
    assert Understanding.objects.get().corrected == {"topic": "delivery"}


def test_a_topic_that_a_rule_sets_is_none(message: Message, row: Understanding) -> None:
    set_topic(message.ticket, topic="payment", by=None, now=NINE)
    row.refresh_from_db()
    assert row.corrected == {}


def test_a_withdrawal_that_a_person_sees_starts_the_laws_clock_there(message: Message, agent: User) -> None:
    correct(message, column="withdrawal", given="1", by=agent, now=NINE)
    ticket = Ticket.objects.get()
    assert ticket.topic == "withdrawal"
    assert ticket.events.get(kind="topic", user=agent).message_id == message.pk


def test_the_buyers_language_is_kept_for_what_he_writes_next(account: Account, message: Message, agent: User) -> None:
    set_language(message.ticket, language="nl", by=agent, now=NINE)
    arrive(account, buyer_message("m2", text="Bonjour, avez-vous des nouvelles de mon colis ?"))
    assert (Ticket.objects.get().language, Buyer.objects.get().language) == ("nl", "nl")
    assert Message.objects.latest("id").language == "fr"


def test_what_cannot_be_is_refused(message: Message, agent: User) -> None:
    with pytest.raises(NoSuchReading):
        correct(message, column="topic", given="weather", by=agent, now=NINE)
    with pytest.raises(NoSuchReading):
        correct(message, column="reasons", given="1", by=agent, now=NINE)


def test_the_page_says_why_and_takes_a_correction(message: Message, client: Client, agent: User) -> None:
    client.force_login(agent)
    page = client.get(f"/messages/{message.pk}/understood/").content.decode()
    assert "colis" in page
    client.post(f"/messages/{message.pk}/understood/", {"column": "thanks", "value": "1"})
    assert Understanding.objects.get().thanks


def test_the_page_of_a_message_one_may_not_see_is_not_there(message: Message, client: Client) -> None:
    client.force_login(make_user(role="outside"))
    assert client.get(f"/messages/{message.pk}/understood/").status_code == 404


def test_the_page_says_100_percent_only_where_nothing_was_put_right(
    client: Client, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Corrections("topic", 330, 1), Corrections("level", 330, 0), Corrections("chaser", 900, 899)
    monkeypatch.setattr(reading, "corrections", lambda _now: told)
    client.force_login(lead)
    page = client.get("/settings/reading/").content.decode()
    assert re.findall(r"<td>(\d+)\s%</td>", page) == ["99", "100", "1"]
