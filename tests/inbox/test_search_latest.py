"""However common a word is, the latest that hold it are found, and the list says so; buyers are proposed by name."""

import pytest
from django.utils import timezone

from connectors.models import Account
from inbox.models import Buyer, Role, Status, Ticket, User
from inbox.search.completion import completions
from inbox.search.find import search_tickets
from inbox.search.latest import latest_ids, newest_ids
from inbox.search.terms import Asker
from tests.make import NINE, make_account, make_buyer, make_forward, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inbox.search.latest.BLOCK", 2)
    monkeypatch.setattr("inbox.search.latest.STRETCHES", (1, 3))


def found(text: str, user: User) -> set[Ticket]:
    return set(search_tickets(Ticket.objects.visible_to(user), text, user=user, now=NINE))


def proposed(text: str, user: User) -> list[str]:
    return [one.text for one in completions(text, Asker(user, NINE))]


@pytest.mark.usefixtures("short_stretches")
@pytest.mark.parametrize("most", [1, 2, 3, 7, 20])
def test_the_latest_rows_are_the_same_in_whatever_stretches_they_are_taken(account: Account, most: int) -> None:
    tickets = [make_ticket(account=account, subject="lamp" if number % 3 else "") for number in range(20)]
    wanted = [ticket.pk for ticket in reversed(tickets) if ticket.subject][:most]

    (newest,) = newest_ids(Ticket)
    assert latest_ids(Ticket.objects.filter(subject="lamp"), newest=newest, most=most) == wanted


@pytest.mark.usefixtures("short_stretches")
def test_an_old_message_is_found_behind_many_stretches(agent: User, account: Account) -> None:
    buyer = make_buyer(account=account, name="Jeanne Martin")
    old = make_ticket(account=account, buyer=buyer)
    make_message(old, body_text="Le guidon est tordu", language="fr")
    for _ in range(12):
        make_message(make_ticket(account=account), body_text="Bonjour", language="fr")

    assert found("guidon", agent) == {old}
    assert found("martin", agent) == {old}
    assert found("guidon martin", agent) == {old}


def test_a_name_that_many_have_goes_with_a_word_of_a_message(
    agent: User, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.search.buyers.FEW", 1)
    martins = [make_buyer(account=account, name=f"{first} Martin") for first in ("Jeanne", "Paul", "Lise")]
    tickets = [make_ticket(account=account, buyer=buyer) for buyer in martins]
    make_message(tickets[1], body_text="Où est mon colis ?", language="fr")
    make_message(make_ticket(account=account), body_text="Où est mon colis ?", language="fr")

    assert found("colis martin", agent) == {tickets[1]}


def test_operators_alone_leave_spam_out(agent: User, account: Account) -> None:
    make_ticket(account=account, language="de", status=Status.SPAM, order_id="")
    ticket = make_ticket(account=account, language="de", order_id="")

    assert found("lang:de", agent) == {ticket}


def test_what_was_mailed_to_a_carrier_is_found(agent: User, account: Account) -> None:
    make_ticket(account=account)
    ticket = make_ticket(account=account)
    make_forward(
        ticket, by=agent, subject="Colis égaré", body_text="Où est ce carton ?", answer="Retrouvé à l'entrepôt"
    )

    for text in ("egare", "carton", "suivi@transport.example", "entrepôt retrouvé", '"ce carton"'):
        assert found(text, agent) == {ticket}, text


def test_names_of_buyers_are_proposed_behind_from(agent: User, account: Account) -> None:
    make_buyer(account=account, handle="lise_44", name="Élise Müller")
    make_buyer(account=account, handle="lise_45", name="Élise Müller")
    make_buyer(account=account, handle="max_1", name="")
    Buyer.objects.create(account=account, handle="lisette", name="Lisette", erased_at=timezone.now())

    assert proposed("is:late from:elis", agent) == ['is:late from:"Élise Müller" ']
    assert proposed("de:max", agent) == ["de:max_1 "]
    assert proposed("from:el", agent) == []
    assert proposed("from:lisette", agent) == []


def test_an_outside_agent_is_proposed_only_buyers_he_may_see(account: Account) -> None:
    elsewhere = make_account(name="Secret shop")
    make_ticket(account=elsewhere, buyer=make_buyer(account=elsewhere, name="Lise Secret"))
    make_ticket(account=account, buyer=make_buyer(account=account, name="Lise Martin"))
    outside = make_user(role=Role.OUTSIDE, email="outside@agency.test")
    outside.shops.set([account])

    assert proposed("from:lise", outside) == ['from:"Lise Martin" ']
