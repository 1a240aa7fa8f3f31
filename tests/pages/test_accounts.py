"""Accounts and health, connecting, people, settings, first run: works, refuses, says why."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account, AccountState, Application, Notice, RawItem, Stream
from connectors.simulation import Simulator
from inbox.models import Role, User
from inbox.people import first_run
from tests.make import PASSWORD, make_user

pytestmark = pytest.mark.django_db

MANAGING = ["pause", "resume", "backfill", "retry_unreadable", "settings"]


@pytest.mark.parametrize("act", [*MANAGING, "pull"])
def test_acts_on_an_account_take_post_only(as_lead: Client, account: Account, act: str) -> None:
    assert as_lead.get(reverse(f"account_{act}", args=[account.id])).status_code == 405


@pytest.mark.parametrize("act", MANAGING)
def test_an_agent_may_not_manage_accounts(as_agent: Client, account: Account, act: str) -> None:
    assert as_agent.post(reverse(f"account_{act}", args=[account.id])).status_code == 403


def test_nothing_new_is_told_apart_from_could_not_look(as_agent: Client, agent: User, account: Account) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    now = timezone.now()
    Stream.objects.filter(account=account).update(last_success_at=now, last_tried_at=now)
    assert "in sync" in as_agent.get(reverse("accounts")).content.decode()
    Stream.objects.filter(account=account).update(last_error="eBay does not answer", failures=1)
    text = as_agent.get(reverse("accounts")).content.decode()
    assert "could not look" in text
    assert "eBay does not answer" in text


def test_an_account_is_paused_and_resumed(as_lead: Client, account: Account) -> None:
    as_lead.post(reverse("account_pause", args=[account.id]))
    account.refresh_from_db()
    assert account.state == AccountState.PAUSED
    as_lead.post(reverse("account_resume", args=[account.id]))
    account.refresh_from_db()
    assert account.state == AccountState.OK


def test_a_backfill_backwards_is_refused(as_lead: Client, account: Account) -> None:
    address = reverse("account_backfill", args=[account.id])
    assert as_lead.post(address, {"since": "2026-02-02", "until": "2026-01-01"}).status_code == 422


def test_unreadable_items_are_listed_with_their_reason(as_lead: Client, account: Account) -> None:
    RawItem.objects.create(
        account=account,
        kind="message",
        key="m-77",
        version="1",
        body="{}",
        fetched_at=timezone.now(),
        problem="no sender",
    )
    text = as_lead.get(reverse("account", args=[account.id])).content.decode()
    assert "m-77" in text
    assert "no sender" in text


def test_a_notice_is_shown_without_scripts_or_requests(as_agent: Client, account: Account) -> None:
    now = timezone.now()
    notice = Notice.objects.create(
        account=account, external_id="n1", subject="Hi", html="<script>x</script>", written_at=now, fetched_at=now
    )
    policy = as_agent.get(reverse("notice_html", args=[account.id, notice.id]))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_an_account_is_connected_with_pasted_credentials(as_lead: Client, simulator: Simulator) -> None:
    credentials = simulator.add_seller("velo_shop")
    response = as_lead.post(reverse("connect", args=["ebay"]), {"account_name": "Vélos", **credentials})
    account = Account.objects.get(name="Vélos")
    assert response["Location"] == reverse("account", args=[account.id])
    assert account.seller_name == "velo_shop"
    text = as_lead.get(response["Location"]).content.decode()
    assert all(secret not in text for secret in credentials.values() if len(secret) > 12)


def test_missing_credentials_are_named_and_secrets_not_echoed(as_lead: Client) -> None:
    given = {"account_name": "Vélos", "client_secret": "very-secret-value"}
    response = as_lead.post(reverse("connect", args=["ebay"]), given)
    assert response.status_code == 422
    assert "very-secret-value" not in response.content.decode()
    assert not Account.objects.exists()


def test_only_the_owner_enters_the_installation_keys(as_lead: Client) -> None:
    assert as_lead.get(reverse("connect_keys", args=["ebay"])).status_code == 403


def test_stored_keys_are_never_shown_again(as_owner: Client) -> None:
    address = reverse("connect_keys", args=["ebay"])
    given = {"client_id": "app-id-1", "client_secret": "cert-secret-1", "ru_name": "Shop-Runame"}
    as_owner.post(address, given)
    assert Application.objects.get(slug="ebay").credentials["client_secret"] == "cert-secret-1"
    assert "cert-secret-1" not in as_owner.get(address).content.decode()


def test_a_sign_in_leaves_for_the_marketplace_with_a_state(as_lead: Client) -> None:
    keys = {"client_id": "app", "client_secret": "cert", "ru_name": "Runame"}
    Application.objects.create(slug="ebay", credentials=keys)
    response = as_lead.get(reverse("connect_start", args=["ebay"]), {"account_name": "Vélos"})
    assert response.status_code == 200
    assert as_lead.session["sign_in_state"]["state"] in response.content.decode()
    assert 'http-equiv="refresh"' in response.content.decode()


def test_a_way_back_with_a_foreign_state_connects_nothing(as_lead: Client) -> None:
    response = as_lead.get(reverse("connect_finish", args=["ebay"]), {"code": "c", "state": "foreign"})
    assert response["Location"] == reverse("connect", args=["ebay"])
    assert not Account.objects.exists()


def test_an_unknown_marketplace_is_not_found(as_lead: Client) -> None:
    assert as_lead.get(reverse("connect", args=["nowhere"])).status_code == 404


def test_only_the_owner_sees_the_people(as_lead: Client) -> None:
    assert as_lead.get(reverse("people")).status_code == 403


def test_the_owner_adds_a_person_who_can_log_in(as_owner: Client, client: Client) -> None:
    given = {"email": "New@Shop.test", "first_name": "Lou", "role": "agent", "password": "three unrelated words"}
    as_owner.post(reverse("people"), given)
    as_owner.logout()
    response = client.post(reverse("account_login"), {"login": "new@shop.test", "password": "three unrelated words"})
    assert response["Location"] == reverse("queue")


def test_the_last_owner_stays(as_owner: Client, owner: User) -> None:
    as_owner.post(reverse("person_role", args=[owner.id]), {"role": "agent"})
    as_owner.post(reverse("person_deactivate", args=[owner.id]))
    owner.refresh_from_db()
    assert owner.is_active
    assert owner.role == Role.OWNER


def test_the_owner_puts_somebody_in_a_team_and_one_team_has_one_spelling(as_owner: Client, owner: User) -> None:
    somebody = make_user()
    as_owner.post(reverse("person_team", args=[somebody.pk]), {"team": " Night  shift "})
    as_owner.post(reverse("person_team", args=[owner.pk]), {"team": "night SHIFT"})
    assert set(User.objects.values_list("team", flat=True)) == {"Night shift"}
    assert "Night shift" in as_owner.get(reverse("people")).content.decode()


def test_ended_access_ends_at_once(as_owner: Client) -> None:
    other = make_user()
    theirs = Client()
    theirs.force_login(other)
    as_owner.post(reverse("person_deactivate", args=[other.id]))
    assert theirs.get(reverse("queue")).status_code == 302


def test_settings_change_language_zone_and_theme(as_agent: Client, agent: User) -> None:
    given = {
        "first_name": "C",
        "last_name": "R",
        "language": "en",
        "zone": "Europe/Lisbon",
        "theme": "dark",
        "density": "compact",
    }
    as_agent.post(reverse("settings"), given)
    text = as_agent.get(reverse("queue")).content.decode()
    assert '<html lang="en" data-theme="dark" data-density="compact" data-keys="off">' in text


def test_nobody_can_sign_up(client: Client) -> None:
    given = {"email": "x@y.test", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), given)
    assert not User.objects.exists()


def test_the_first_run_link_makes_one_owner_once(client: Client) -> None:
    token = first_run.make_link_token() or ""
    given = {"first_name": "Ada", "email": "ada@shop.test", "password": "three unrelated words"}
    response = client.post(reverse("first_run", args=[token]), given)
    assert response["Location"] == reverse("connect_choose")
    assert User.objects.get().role == Role.OWNER
    assert client.get(response["Location"]).status_code == 200
    assert client.get(reverse("first_run", args=[token])).status_code == 410
    assert first_run.make_link_token() is None


def test_a_made_up_first_run_link_does_nothing(client: Client) -> None:
    assert client.get(reverse("first_run", args=["made-up"])).status_code == 410
    assert client.post(reverse("first_run", args=["made-up"]), {}).status_code == 410


def test_a_newer_first_run_link_ends_the_older_one(client: Client) -> None:
    older, newer = first_run.make_link_token() or "", first_run.make_link_token() or ""
    assert client.get(reverse("first_run", args=[older])).status_code == 410
    assert client.get(reverse("first_run", args=[newer])).status_code == 200


def test_the_language_of_a_visitor_is_remembered(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "en", "next": reverse("account_login")})
    assert '<html lang="en"' in client.get(reverse("account_login")).content.decode()


def test_a_redirect_never_leaves_the_site(client: Client) -> None:
    response = client.post(reverse("set_language"), {"language": "en", "next": "https://evil.example/"})
    assert response["Location"] == reverse("account_login")


def test_machines_are_answered(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"database": "ok", "redis": "ok"}


def test_pages_with_buyers_words_stay_out_of_caches(as_agent: Client) -> None:
    assert "no-store" in as_agent.get(reverse("queue"))["Cache-Control"]


def test_the_policy_allows_our_own_scripts_and_styles_only(as_agent: Client) -> None:
    policy = as_agent.get(reverse("queue"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
