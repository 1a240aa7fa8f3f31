"""Alerts leave by mail and by push: as wished, once, all that has gathered as one, and with nothing of a buyer."""

import base64
from datetime import time, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from connectors.models import Account, AccountState
from inbox.alerts import going_out, web_push
from inbox.alerts.counting import mark_read
from inbox.alerts.occasions import notify_mentioned, notify_of_accounts, notify_reply
from inbox.alerts.quiet_hours import QuietHours
from inbox.alerts.wishes import Wishes, keep
from inbox.models import Alert, Delivery, PushDevice, Ticket, User
from tests.inbox.alerts.browser import Browser, PushService
from tests.make import HOUR, NINE, make_buyer, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db

ALL = frozenset({"near", "late", "mine", "replies", "accounts"})
NIGHT = QuietHours(time(21), time(7))
EVENING = NINE + 13 * HOUR
"""Eleven at night in Paris."""
MORNING = NINE + 21 * HOUR
"""Seven in the morning there."""


@pytest.fixture(autouse=True)
def _set_up(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.test"
    settings.PUBLIC_URL = "https://guichet.example"
    settings.PUSH_CONTACT = "https://guichet.example"
    settings.VAPID_KEY = base64.urlsafe_b64encode(bytes(31) + b"\x07").decode().rstrip("=")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> PushService:
    service = PushService()
    monkeypatch.setattr(web_push, "public_session", service.session)
    return service


@pytest.fixture
def agent(agent: User) -> User:
    agent.language = "en"
    agent.save()
    keep(agent, Wishes(by_mail=ALL, by_push=ALL, quiet=NIGHT))
    return agent


@pytest.fixture
def ticket(account: Account) -> Ticket:
    buyer = make_buyer(account=account, handle="jeanne_d", name="Jeanne Durand")
    return make_ticket(account=account, buyer=buyer, subject="Where is my lamp?", order_id="11-222")


def mention(ticket: Ticket, agent: User, *, times: int = 1, at: Any = NINE) -> None:
    for _ in range(times):
        notify_mentioned(ticket, [agent], by=make_user(first_name="Tom"), now=at)


def test_one_alert_is_one_mail_in_his_language(
    agent: User, ticket: Ticket, mailoutbox: list[EmailMessage], service: PushService
) -> None:
    mention(ticket, agent)
    going_out.send_due(NINE)
    going_out.send_due(NINE + HOUR)
    (mail,) = mailoutbox
    assert mail.to == [agent.email]
    assert mail.subject == f"Guichet: #{ticket.pk} · {ticket.account.name} (eBay): Tom mentioned you"
    assert f"https://guichet.example/tickets/{ticket.pk}/" in mail.body


def test_neither_mail_nor_push_says_anything_of_the_buyer(
    agent: User, ticket: Ticket, mailoutbox: list[EmailMessage], service: PushService
) -> None:
    browser = Browser(agent)
    mention(ticket, agent)
    going_out.send_due(NINE)
    told = f"{mailoutbox[0].subject} {mailoutbox[0].body} {browser.read(service.taken[0])}"
    assert [word for word in ("Jeanne", "Durand", "jeanne_d", "lamp", "11-222") if word in told] == []


def test_what_quiet_hours_held_back_comes_as_one_when_they_end(
    agent: User, ticket: Ticket, mailoutbox: list[EmailMessage], service: PushService
) -> None:
    browser = Browser(agent)
    mention(ticket, agent, times=3, at=EVENING)
    going_out.send_due(MORNING - timedelta(seconds=1))
    assert (mailoutbox, service.taken) == ([], [])
    going_out.send_due(MORNING)
    assert [mail.subject for mail in mailoutbox] == ["Guichet: 3 alerts"]
    (push,) = service.taken
    assert browser.read(push)["title"] == "3 alerts"


def test_during_quiet_hours_the_page_shows_it_all_the_same(agent: User, ticket: Ticket) -> None:
    mention(ticket, agent, at=EVENING)
    agent.refresh_from_db()
    assert agent.unread_alerts == 1


def test_what_has_been_read_in_the_page_does_not_ring_any_more(
    agent: User, ticket: Ticket, mailoutbox: list[EmailMessage]
) -> None:
    mention(ticket, agent, at=EVENING)
    mark_read(agent, None, now=EVENING + HOUR)
    going_out.send_due(MORNING)
    assert mailoutbox == []


def test_what_a_person_does_not_want_by_mail_is_not_mailed(
    agent: User, ticket: Ticket, mailoutbox: list[EmailMessage]
) -> None:
    keep(agent, Wishes(by_mail=frozenset({"late"}), quiet=None))
    mention(ticket, agent)
    going_out.send_due(NINE)
    assert mailoutbox == []


def test_a_mail_server_that_is_away_is_asked_again_and_gets_one_mail(
    agent: User, ticket: Ticket, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise SMTPServerDisconnected("away")

    mention(ticket, agent)
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", away)
        going_out.send_due(NINE)
    going_out.send_due(NINE + timedelta(minutes=1))
    assert mailoutbox == []
    going_out.send_due(NINE + going_out.LEASE)
    going_out.send_due(NINE + 2 * going_out.LEASE)
    assert len(mailoutbox) == 1


def test_without_a_mail_server_nothing_is_mailed_and_nothing_piles_up(
    agent: User, ticket: Ticket, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    mention(ticket, agent)
    going_out.send_due(NINE)
    assert mailoutbox == []
    assert not Alert.objects.filter(mail_at__isnull=False).exists()


def test_a_push_is_encrypted_for_the_device_and_signed_by_us(agent: User, ticket: Ticket, service: PushService) -> None:
    browser = Browser(agent)
    mention(ticket, agent)
    going_out.send_due(NINE)
    (push,) = service.taken
    assert browser.read(push) == {
        "title": f"#{ticket.pk} · {ticket.account.name} (eBay)",
        "body": "Tom mentioned you",
        "url": f"/tickets/{ticket.pk}/",
        "tag": f"/tickets/{ticket.pk}/",
    }
    assert push.headers["Authorization"].startswith("vapid t=")
    assert web_push.public_key() in push.headers["Authorization"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(agent: User, ticket: Ticket, service: PushService, status: int) -> None:
    gone, here = Browser(agent, "https://push.example.org/gone"), Browser(agent, "https://push.example.org/here")
    service.answers["https://push.example.org/gone"] = status
    mention(ticket, agent)
    going_out.send_due(NINE)
    assert list(PushDevice.objects.all()) == [here.device]
    assert gone.device not in PushDevice.objects.all()


def test_a_push_service_in_trouble_is_asked_again(agent: User, ticket: Ticket, service: PushService) -> None:
    Browser(agent)
    service.answers["https://push.example.org/one"] = 503
    mention(ticket, agent)
    going_out.send_due(NINE)
    service.answers.clear()
    going_out.send_due(NINE + going_out.LEASE)
    going_out.send_due(NINE + 2 * going_out.LEASE)
    assert len(service.taken) == 2


def test_the_writer_of_a_refused_reply_is_told(agent: User, ticket: Ticket) -> None:
    reply = make_message(ticket, direction="out", delivery=Delivery.REFUSED, user=agent)
    notify_reply(reply, by=None, now=NINE)
    notify_reply(reply, by=agent, now=NINE)
    assert [alert.kind for alert in Alert.objects.filter(user=agent)] == ["reply_refused"]


def test_leads_are_told_once_of_an_account_that_does_not_work(agent: User, lead: User, account: Account) -> None:
    Account.objects.update(state=AccountState.FAILING, state_since=NINE)
    notify_of_accounts(NINE + timedelta(minutes=5))
    assert not Alert.objects.exists()
    notify_of_accounts(NINE + timedelta(minutes=15))
    notify_of_accounts(NINE + timedelta(minutes=30))
    assert [alert.user for alert in Alert.objects.all()] == [lead]
    Account.objects.update(state=AccountState.SIGN_IN, state_since=NINE + HOUR)
    notify_of_accounts(NINE + HOUR)
    assert Alert.objects.filter(user=lead).count() == 2
