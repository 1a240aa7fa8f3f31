"""Buyers are asked once, some time after their ticket was solved, and only where that is in place."""

from collections.abc import Iterator
from typing import Any

import pytest

from connectors import accounts
from connectors.email.simulator import EmailSimulator
from connectors.models import Account
from inbox.models import ClaimState, Delivery, LeftOut, Message, MessageDirection, Status, Survey, Ticket
from inbox.policy.checking import check_bare, stopping
from inbox.sending.delivery import deliver_due
from inbox.surveys.asking import ask_due
from inbox.surveys.choices import choose
from inbox.surveys.links import link_to
from inbox.surveys.planning import plan_surveys
from inbox.surveys.texts import LANGUAGES, mail_text, question_text
from tests.make import DAY, HOUR, NINE, make_account, make_buyer, make_claim, make_message, make_ticket

pytestmark = pytest.mark.django_db

LATER = NINE + 3 * DAY


@pytest.fixture
def mail() -> Iterator[EmailSimulator]:
    simulator = EmailSimulator()
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def mailbox() -> Account:
    account = make_account(marketplace="email", name="Velo", seller_name="contact@velo.example")
    choose(account, is_on=True, days=2, now=NINE - DAY)
    return account


def solved(account: Account, **fields: object) -> Ticket:
    """Asked, answered and solved at nine."""
    values: dict[str, Any] = {"status": Status.SOLVED, "solved_at": NINE, "language": "de"} | fields
    ticket = make_ticket(account=account, **values)
    make_message(ticket)
    make_message(ticket, direction=MessageDirection.OUT)
    return ticket


def planned(ticket: Ticket) -> Survey:
    plan_surveys(NINE + HOUR)
    return Survey.objects.get(ticket=ticket)


def asked(ticket: Ticket) -> Survey:
    planned(ticket)
    ask_due(LATER)
    return Survey.objects.get(ticket=ticket)


def test_a_buyer_is_asked_in_his_language_some_days_after_his_ticket_was_solved(mailbox: Account) -> None:
    ticket = solved(mailbox)
    survey = planned(ticket)
    assert survey.due_at == NINE + 2 * DAY

    ask_due(NINE + DAY)
    assert not ticket.messages.filter(automatic=True).exists()
    ask_due(LATER)

    message = ticket.messages.get(automatic=True)
    assert message.delivery == Delivery.QUEUED
    assert link_to(survey) in message.body_text
    assert message.body_text.startswith("Guten Tag")


def test_nobody_is_asked_twice_however_often_the_tick_comes(mailbox: Account) -> None:
    ticket = solved(mailbox)
    asked(ticket)
    plan_surveys(LATER)
    ask_due(LATER + DAY)
    assert ticket.messages.filter(automatic=True).count() == 1


def test_only_what_is_solved_after_a_lead_switched_it_on_is_asked_about(mailbox: Account) -> None:
    solved(mailbox, solved_at=NINE - 2 * DAY)
    assert plan_surveys(NINE + HOUR) == 0


def test_no_buyer_is_asked_about_what_no_person_answered(mailbox: Account) -> None:
    ticket = make_ticket(account=mailbox, status=Status.SOLVED, solved_at=NINE)
    make_message(ticket)
    assert plan_surveys(NINE + HOUR) == 0


def test_no_marketplace_that_forbids_it_is_asked_through() -> None:
    account = make_account(marketplace="cdiscount")
    choose(account, is_on=True, days=2, now=NINE - DAY)
    assert asked(solved(account)).left_out == LeftOut.NOT_ALLOWED
    assert not Message.objects.filter(automatic=True).exists()


def test_a_reopened_ticket_is_not_asked_about_until_it_is_solved_again(mailbox: Account) -> None:
    ticket = solved(mailbox)
    planned(ticket)
    Ticket.objects.update(status=Status.OPEN, needs_reply=True)
    ask_due(LATER)
    assert not Survey.objects.exists()

    Ticket.objects.update(status=Status.SOLVED, solved_at=LATER, needs_reply=False)
    plan_surveys(LATER + HOUR)
    assert Survey.objects.get().due_at == LATER + 2 * DAY


def test_what_has_not_left_when_the_buyer_writes_again_never_leaves(mailbox: Account) -> None:
    ticket = solved(mailbox)
    asked(ticket)
    Ticket.objects.update(status=Status.OPEN, needs_reply=True)
    deliver_due(LATER + HOUR)
    assert ticket.messages.get(automatic=True).delivery == Delivery.CANCELLED


def test_what_nobody_waits_for_leaves_all_the_same(mail: EmailSimulator) -> None:
    account = accounts.connect("email", name="Contact", credentials=mail.add_seller("velo"), now=NINE - DAY)
    choose(account, is_on=True, days=2, now=NINE - DAY)
    ticket = solved(account, buyer=make_buyer(account=account, handle="lisa@mail.example"))
    asked(ticket)
    deliver_due(LATER + HOUR)
    assert ticket.messages.get(automatic=True).delivery == Delivery.ACCEPTED
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED


def test_a_buyer_who_lost_nothing_is_asked_once_his_claim_is_over(mailbox: Account) -> None:
    ticket = solved(mailbox)
    claim = make_claim(ticket)
    assert asked(ticket).asked_at is None
    claim.ended_at, claim.state = LATER, ClaimState.WON
    claim.save()
    ask_due(LATER + DAY)
    assert Survey.objects.get().asked_at == LATER + DAY


def test_a_claim_lost_is_not_asked_about(mailbox: Account) -> None:
    ticket = solved(mailbox)
    make_claim(ticket, state=ClaimState.LOST, ended_at=NINE)
    assert asked(ticket).left_out == LeftOut.CLAIM_LOST


def test_one_buyer_is_not_asked_about_every_ticket(mailbox: Account) -> None:
    buyer = make_buyer(account=mailbox, handle="lisa@mail.example")
    asked(solved(mailbox, buyer=buyer))
    second = solved(mailbox, buyer=buyer)
    assert asked(second).left_out == LeftOut.ASKED_LATELY


def test_nobody_writes_to_an_address_that_nobody_reads(mailbox: Account) -> None:
    buyer = make_buyer(account=mailbox, handle="no-reply@mail.example")
    assert asked(solved(mailbox, buyer=buyer)).left_out == LeftOut.NOBODY


def test_who_was_planned_before_it_was_switched_off_is_left_alone(mailbox: Account) -> None:
    ticket = solved(mailbox)
    planned(ticket)
    choose(mailbox, is_on=False, days=2, now=NINE + HOUR)
    ask_due(LATER)
    assert Survey.objects.get().left_out == LeftOut.SWITCHED_OFF


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_check_has_nothing_against_what_is_asked(language: str) -> None:
    text = mail_text(language, shop="Velo", link="https://shop.example/s/1.x/")
    assert stopping(check_bare(Account(marketplace="email"), text, language=language)) == ()


@pytest.mark.parametrize(
    ("language", "promise"),
    [
        ("fr", "ne vous le redemanderons pas pour cet échange"),
        ("en", "not ask again about this conversation"),
        ("de", "Zu diesem Anliegen fragen wir kein zweites Mal"),
        ("es", "No se lo volveremos a preguntar por esta consulta"),
        ("it", "Per questa richiesta non glielo chiederemo di nuovo"),
    ],
)
def test_buyers_are_promised_no_more_than_holds_of_being_asked_again(language: str, promise: str) -> None:
    assert promise in mail_text(language, shop="Velo", link="https://shop.example/s/1.x/")
    assert promise in question_text(language, shop="Velo")
