"""Credentials with groups, the set-up page, and what an account page says of a mailed marketplace."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.abilities import CheckResult, SetUpCheck
from connectors.models import Account
from inbox import tasks
from inbox.accounts import set_up
from inbox.models import Feedback, User
from tests.make import make_account

pytestmark = pytest.mark.django_db

GIVEN = {
    "account_name": "Lampes",
    "mailbox.host": "imap.shop.example",
    "mailbox.port": "993",
    "mailbox.security": "tls",
    "mailbox.user": "lampes@shop.example",
    "mailbox.password": "box-password",
    "smtp.host": "smtp.shop.example",
    "smtp.port": "587",
    "smtp.security": "starttls",
    "sender": "lampes@shop.example",
    "marketplaces": "FR, DE",
    "mailbox.2.port": "993",
    "mailbox.2.security": "tls",
}
MAILBOX = {"host": "imap.shop.example", "port": "993", "security": "tls", "user": "u", "password": "old-secret"}
STORED = {
    "mailbox": MAILBOX,
    "smtp": {"host": "smtp.shop.example", "port": "587", "security": "starttls"},
    "sender": "lampes@shop.example",
    "marketplaces": ["FR"],
}


@pytest.fixture
def reader(client: Client, lead: User) -> Client:
    """A team lead who reads English."""
    User.objects.filter(pk=lead.pk).update(language="en")
    client.force_login(lead)
    return client


@pytest.fixture
def lamps() -> Account:
    return make_account(marketplace="amazon", name="Lampes", credentials=STORED)


@pytest.fixture(autouse=True)
def _asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.accounts.check", lambda account, now: None)
    monkeypatch.setattr(tasks.check_set_up, "apply_async", lambda *args, **options: None)


def test_the_form_shows_groups_with_their_names(reader: Client) -> None:
    text = reader.get(reverse("connect", args=["amazon"])).content.decode()

    assert "Mailbox that Amazon writes to" in text
    assert "Private application (Selling Partner API)" in text
    assert '<option value="starttls"' in text
    assert 'value="993"' in text


def test_groups_lists_and_choices_become_credentials(reader: Client) -> None:
    reader.post(reverse("connect", args=["amazon"]), GIVEN)

    stored = Account.objects.get(name="Lampes").credentials
    assert stored["mailbox"]["host"] == "imap.shop.example"
    assert stored["marketplaces"] == ["FR", "DE"]
    assert "2" not in stored["mailbox"]
    assert "spapi" not in stored


def test_a_second_mailbox_is_stored_beside_the_first(reader: Client) -> None:
    second = {"mailbox.2.host": "imap.shop.example", "mailbox.2.user": "old", "mailbox.2.password": "second-secret"}

    reader.post(reverse("connect", args=["amazon"]), GIVEN | second)

    stored = Account.objects.get(name="Lampes").credentials
    assert stored["mailbox"]["user"] == "lampes@shop.example"
    assert stored["mailbox"]["2"]["user"] == "old"


def test_an_optional_group_that_was_begun_is_asked_for_whole(reader: Client) -> None:
    answer = reader.post(reverse("connect", args=["amazon"]), {**GIVEN, "spapi.client_id": "amzn1.app"})

    assert answer.status_code == 422
    assert not Account.objects.exists()


def test_what_is_missing_is_said_at_its_field(reader: Client) -> None:
    answer = reader.post(reverse("connect", args=["amazon"]), {**GIVEN, "mailbox.host": ""})

    assert answer.status_code == 422
    assert "id_mailbox.host_error" in answer.content.decode()


def test_a_secret_left_empty_is_kept(reader: Client, lamps: Account) -> None:
    given = {**GIVEN, "mailbox.user": "new", "mailbox.password": ""}

    reader.post(reverse("account_credentials", args=[lamps.id]), given)

    lamps.refresh_from_db()
    assert lamps.credentials["mailbox"]["user"] == "new"
    assert lamps.credentials["mailbox"]["password"] == "old-secret"
    assert lamps.name == "Lampes"


def test_a_third_mailbox_given_by_script_is_shown_and_kept(reader: Client, lamps: Account) -> None:
    third = MAILBOX | {"user": "third@shop.example"}
    lamps.credentials = STORED | {"mailbox": {**MAILBOX, "2": MAILBOX, "3": third}}
    lamps.save(update_fields=["credentials"])
    page = reader.get(reverse("account_credentials", args=[lamps.id])).content.decode()
    assert "third@shop.example" in page
    numbered = {f"mailbox.{number}.{name}": value for number in (2, 3) for name, value in third.items()}

    reader.post(reverse("account_credentials", args=[lamps.id]), {**GIVEN, **numbered, "mailbox.3.password": ""})

    lamps.refresh_from_db()
    assert lamps.credentials["mailbox"]["3"] == third


def test_no_stored_secret_is_shown(reader: Client, lamps: Account) -> None:
    text = reader.get(reverse("account_credentials", args=[lamps.id])).content.decode()

    assert "imap.shop.example" in text
    assert "old-secret" not in text


def test_the_set_up_page_says_what_to_do(reader: Client, lamps: Account) -> None:
    text = reader.get(reverse("account_set_up", args=[lamps.id])).content.decode()

    assert "Add the sending address as approved" in text
    assert "Check now" in text


def test_a_check_runs_in_the_background_and_is_looked_for(reader: Client, lamps: Account) -> None:
    answer = reader.post(reverse("account_set_up_check", args=[lamps.id]), headers={"HX-Request": "true"})

    text = answer.content.decode()
    assert "Checking" in text
    assert 'hx-trigger="every 2s"' in text


def test_results_are_said_in_words(reader: Client, lamps: Account) -> None:
    now = timezone.now()
    checks = (
        SetUpCheck("Reading", CheckResult.FINE, "Signed in."),
        SetUpCheck("Sending", CheckResult.WRONG, "The password is wrong."),
        SetUpCheck("Settings", CheckResult.UNKNOWN, "Guichet cannot see them."),
    )
    set_up._keep(lamps, set_up.SetUpRun(began_at=now, ended_at=now, checks=checks))

    text = reader.get(reverse("account_set_up", args=[lamps.id])).content.decode()

    assert "to be put right" in text
    assert "The password is wrong." in text
    assert "cannot be verified from here" in text
    assert "every 2s" not in text


def test_a_check_whose_worker_died_says_so(reader: Client, lamps: Account) -> None:
    set_up.begin(lamps, now=timezone.now() - timedelta(hours=1))

    assert "did not come to an end" in reader.get(reverse("account_set_up", args=[lamps.id])).content.decode()


def test_a_marketplace_without_checks_has_no_such_page(reader: Client, account: Account) -> None:
    assert reader.get(reverse("account_set_up", args=[account.id])).status_code == 404


@pytest.mark.parametrize("name", ["account_set_up", "account_credentials"])
def test_an_agent_may_neither_set_up_nor_change_credentials(as_agent: Client, lamps: Account, name: str) -> None:
    assert as_agent.get(reverse(name, args=[lamps.id])).status_code == 403


def test_the_age_of_a_secret_is_told_in_its_own_words(reader: Client, lamps: Account) -> None:
    Account.objects.filter(pk=lamps.pk).update(sign_in_ends_at=timezone.now() + timedelta(days=10, hours=1))

    text = reader.get(reverse("account", args=[lamps.id])).content.decode()

    assert "The client secret must be replaced within 10 days" in text
    assert "Enter new credentials" in text
    assert "Sign in again" not in text


def test_an_account_page_leads_to_what_buyers_said_in_public(reader: Client, lamps: Account) -> None:
    now = timezone.now()
    Feedback.objects.create(
        account=lamps, external_id="f", order_id="402-1", rating=2, text="Too dark", written_at=now, fetched_at=now
    )

    there = f"{reverse('feedback')}?account={lamps.id}"
    assert f'href="{there}"' in reader.get(reverse("account", args=[lamps.id])).content.decode()
    text = reader.get(there).content.decode()

    assert "2 of 5" in text
    assert "Too dark" in text
