"""Reports go out once, in the language and with the limits of who gets them."""

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from connectors.models import Account
from inbox.models import Role, User
from kpis.models import Report, ReportWish
from kpis.reports.sending import send_due
from tests.kpis.make import make_wait
from tests.make import make_ticket, make_user

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 16, 7, 1, tzinfo=PARIS)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _a_mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.shop.test"


def wishing(role: str = Role.OWNER, language: str = "en") -> User:
    user = make_user(role=role, language=language)
    ReportWish.objects.create(user=user, weekly_on=0, hour=7, wished_at=MONDAY - timedelta(days=30))
    return user


def test_a_report_is_sent_once_however_often_the_clock_ticks(account: Account) -> None:
    make_wait(make_ticket(account=account), MONDAY - timedelta(days=4), answered=2 * HOUR)
    user = wishing()
    assert [send_due(MONDAY), send_due(MONDAY), send_due(MONDAY + HOUR)] == [1, 0, 0]
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    assert sent.subject == "Guichet: Figures of the week, 9 to 15 November 2026"
    assert "Answered within 24 hours · 100 % · 1 of 1" in sent.body
    html, pdf = sent.alternatives[0][0], sent.attachments[0]  # type: ignore[attr-defined]
    assert "<h1" in html
    assert "1 of 1" in html
    assert pdf[0] == "guichet-week-2026-11-09.pdf"
    assert pdf[1].startswith(b"%PDF")


def test_a_report_waits_until_the_week_is_over_where_the_shop_is() -> None:
    User.objects.filter(pk=wishing().pk).update(zone="Pacific/Auckland")
    assert send_due(datetime(2026, 11, 15, 23, 59, tzinfo=PARIS)) == 0
    assert send_due(datetime(2026, 11, 16, 0, 1, tzinfo=PARIS)) == 1
    assert "9 to 15 November 2026 (days of Europe/Paris)" in mail.outbox[0].subject


def test_what_is_so_right_now_is_told_from_what_was_in_the_week(account: Account) -> None:
    make_ticket(account=account, needs_reply=True, reply_due_at=MONDAY - HOUR)
    wishing()
    send_due(MONDAY)
    (sent,) = mail.outbox
    assert "Right now:\n\n1 ticket is late." in sent.body
    assert "Right now:" in sent.alternatives[0][0]  # type: ignore[attr-defined]


def test_a_french_reader_gets_it_in_french(in_english: None) -> None:
    wishing(language="fr")
    send_due(MONDAY)
    assert "du 9 au 15 novembre 2026" in mail.outbox[0].subject


def test_what_another_worker_has_claimed_is_not_sent_again() -> None:
    wishing()
    with patch("kpis.reports.sending.message_of", side_effect=SystemExit), pytest.raises(SystemExit):
        send_due(MONDAY)
    assert send_due(MONDAY + HOUR) == 0
    assert Report.objects.get().sent_at is None


def test_what_the_mail_server_refused_goes_out_later() -> None:
    wishing()
    with patch("django.core.mail.EmailMessage.send", side_effect=SMTPServerDisconnected):
        assert send_due(MONDAY) == 0
    assert send_due(MONDAY + timedelta(minutes=1)) == 0
    assert send_due(MONDAY + timedelta(minutes=11)) == 1


def test_an_agent_s_report_has_only_his_own_figures(account: Account) -> None:
    make_wait(make_ticket(account=account), MONDAY - timedelta(days=4), answered=2 * HOUR)
    wishing(role=Role.AGENT)
    send_due(MONDAY)
    assert "100 %" not in mail.outbox[0].body


def test_who_may_see_no_figures_any_more_gets_none() -> None:
    wishing(role=Role.OUTSIDE)
    assert send_due(MONDAY) == 0
    assert not Report.objects.exists()


def test_without_a_mail_server_nothing_is_noted(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    wishing()
    assert send_due(MONDAY) == 0
    assert not Report.objects.exists()


def test_a_person_says_when_reports_come(client: Client, owner: User) -> None:
    client.force_login(owner)
    assert client.post(reverse("reports"), {"weekly_on": "4", "hour": "8", "monthly": "on"}).status_code == 302
    wish = ReportWish.objects.get(user=owner)
    assert (wish.weekly_on, wish.hour, wish.monthly) == (4, 8, True)
    client.post(reverse("reports"), {"weekly_on": "", "hour": "8"})
    wish.refresh_from_db()
    assert (wish.weekly_on, wish.monthly) == (None, False)
    assert client.post(reverse("reports"), {"hour": "25"}).status_code == 422
