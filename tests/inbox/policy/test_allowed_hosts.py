"""Hosts that a shop may link to: kept with the account, and known wherever the policy check runs."""

import pytest
from django.test import Client
from django.urls import reverse

from connectors.models import Account
from inbox.answering.forbidden import forbidden_in
from inbox.models import Ticket, User
from inbox.policy.checking import check_bare, check_public, findings_of
from inbox.policy.errors import PublicAnswerForbidden
from tests.api.conftest import ApiClient, as_lead  # noqa: F401
from tests.make import make_account

pytestmark = pytest.mark.django_db

LINK = "Bonjour, la notice est sur https://notices.lampes.example/a.pdf"


def rules(found: object) -> list[str]:
    return [one.rule for one in found]  # type: ignore[attr-defined]


@pytest.fixture
def allowed(account: Account) -> Account:
    account.allowed_hosts = ["lampes.example"]
    account.save(update_fields=["allowed_hosts"])
    return account


def test_a_link_to_an_allowed_host_is_no_fault_of_a_reply(ticket: Ticket, account: Account) -> None:
    assert rules(findings_of(ticket, LINK)) == ["link"]
    account.allowed_hosts = ["lampes.example"]
    account.save()
    assert rules(findings_of(Ticket.objects.get(), LINK)) == []


def test_it_is_none_to_many_or_in_public_either_but_only_at_that_account(allowed: Account) -> None:
    other = make_account(name="other")
    assert rules(check_bare(allowed, LINK, language="")) == []
    assert rules(check_bare(other, LINK, language="")) == ["link"]
    check_public(allowed, LINK)
    with pytest.raises(PublicAnswerForbidden):
        check_public(other, LINK)


def test_a_template_may_hold_what_one_account_of_its_marketplaces_may_link_to(allowed: Account) -> None:
    assert forbidden_in(LINK, (), language="fr", marketplaces=[allowed.marketplace]) == []
    assert forbidden_in(LINK, (), language="fr", marketplaces=["amazon"]) != []


def test_a_lead_types_hosts_as_they_stand_in_the_browser(client: Client, lead: User, account: Account) -> None:
    client.force_login(lead)
    address = reverse("account_settings", args=[account.pk])
    client.post(address, {"allowed_hosts": "https://www.Lampes.example/notices\nhelp.lampes.example, lampes.example"})
    account.refresh_from_db()
    assert account.allowed_hosts == ["lampes.example", "help.lampes.example"]
    assert "help.lampes.example" in client.get(reverse("account", args=[account.pk])).content.decode()


@pytest.mark.parametrize("typed", ["com", "10.0.0.1", "lampes", "café.example", "a b@c"])
def test_what_is_no_host_is_refused_with_the_word(client: Client, lead: User, account: Account, typed: str) -> None:
    client.force_login(lead)
    answer = client.post(reverse("account_settings", args=[account.pk]), {"allowed_hosts": typed})
    account.refresh_from_db()
    assert (answer.status_code, account.allowed_hosts) == (422, [])
    assert typed.split()[-1] in answer.content.decode()


def test_leads_say_it_by_api_too_and_the_check_knows(as_lead: ApiClient, account: Account) -> None:  # noqa: F811
    asked = {"marketplace": account.marketplace, "text": LINK, "account": account.pk}
    assert [one["rule"] for one in as_lead.post("/check", asked).json()["findings"]] == ["link"]
    changed = as_lead.patch(f"/accounts/{account.pk}", {"allowed_hosts": ["www.lampes.example"]})
    assert changed.json()["allowed_hosts"] == ["lampes.example"]
    assert as_lead.post("/check", asked).json()["findings"] == []
    assert as_lead.post("/check", {**asked, "account": 0}).status_code == 422
    assert as_lead.patch(f"/accounts/{account.pk}", {"allowed_hosts": ["x"]}).status_code == 422
