"""Accounts, their tokens and their call limits, over real PostgreSQL and Redis."""

import threading
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from connectors import accounts
from connectors.accounts import BadCredentials
from connectors.buckets import RedisQuota, take
from connectors.collaborators import AccessToken, Rate
from connectors.errors import TryLater
from connectors.models import Account, AccountState, Application, StoredToken
from connectors.simulation import Simulator
from connectors.tokens import DatabaseTokens

CREDENTIALS = {"client_id": "id", "client_secret": "the-secret", "refresh_token": "the-refresh-token"}


@pytest.mark.django_db
def test_credentials_are_stored_encrypted() -> None:
    account = accounts.connect("ebay", name="Shop", credentials=CREDENTIALS, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT credentials FROM connectors_account WHERE id = %s", [account.id])
        (stored,) = cursor.fetchone()
    assert "the-secret" not in stored
    assert Account.objects.get().credentials == CREDENTIALS


@pytest.mark.django_db
def test_a_missing_credential_is_named() -> None:
    with pytest.raises(BadCredentials, match="client_secret"):
        accounts.connect("ebay", name="Shop", credentials={"client_id": "id", "refresh_token": "r"}, now=timezone.now())


@pytest.mark.django_db
def test_an_unknown_credential_is_named() -> None:
    with pytest.raises(BadCredentials, match="pasword"):
        accounts.connect("ebay", name="Shop", credentials={**CREDENTIALS, "pasword": "x"}, now=timezone.now())


@pytest.mark.django_db
def test_the_installations_keys_serve_accounts_that_bring_none() -> None:
    Application.objects.create(slug="ebay", credentials={"client_id": "ours", "client_secret": "s", "ru_name": "ru"})
    account = accounts.connect("ebay", name="Shop", credentials={"refresh_token": "r"}, now=timezone.now())
    assert accounts.connector_for(account).credentials["client_id"] == "ours"


@pytest.mark.django_db
def test_connecting_the_same_name_again_renews_it(simulator: Simulator) -> None:
    first = accounts.connect("ebay", name="Shop", credentials=CREDENTIALS, now=timezone.now())
    accounts.set_state(first, AccountState.SIGN_IN, reason="ended", now=timezone.now())
    second = accounts.connect("ebay", name="Shop", credentials=CREDENTIALS, now=timezone.now())
    assert second.id == first.id
    assert second.state == AccountState.OK


@pytest.mark.django_db
def test_what_was_known_by_old_credentials_is_asked_again(shop: Account) -> None:
    accounts.check(shop, now=timezone.now())
    assert shop.identity
    renewed = accounts.connect("ebay", name=shop.name, credentials=CREDENTIALS, now=timezone.now())
    assert renewed.pk == shop.pk
    assert (renewed.identity, renewed.sign_in_ends_at) == ({}, None)


@pytest.mark.django_db
def test_a_check_learns_who_the_seller_is(shop: Account) -> None:
    accounts.check(shop, now=timezone.now())
    assert Account.objects.get().seller_name == "velo_shop"


@pytest.mark.django_db(transaction=True)
def test_workers_that_need_a_token_at_once_refresh_it_once() -> None:
    renewals = []
    started = threading.Barrier(4)
    tokens: list[str] = []

    def renew() -> AccessToken:
        renewals.append(1)
        return AccessToken(f"token {len(renewals)}", timezone.now() + timedelta(hours=2))

    def work() -> None:
        started.wait()
        tokens.append(DatabaseTokens("ebay/1").token("user", renew))
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert tokens == ["token 1"] * 4
    assert len(renewals) == 1


@pytest.mark.django_db
def test_a_refused_token_is_renewed_though_it_has_not_ended() -> None:
    keeper = DatabaseTokens("ebay/1")
    keeper.token("user", lambda: AccessToken("old", timezone.now() + timedelta(hours=2)))
    fresh = AccessToken("new", timezone.now() + timedelta(hours=2))
    assert keeper.token("user", lambda: fresh, refused="old") == "new"
    assert DatabaseTokens("ebay/1").token("user", lambda: fresh) == "new"


@pytest.mark.django_db
def test_a_token_is_renewed_five_minutes_before_its_end_and_a_short_lived_one_in_its_last_quarter() -> None:
    now = timezone.now()
    for name, life, early in (("user", timedelta(hours=2), 300), ("short", timedelta(minutes=4), 60)):
        ends_at = now + life
        DatabaseTokens("ebay/1").token(name, partial(AccessToken, "old", ends_at))
        row = StoredToken.objects.get(name=f"ebay/1/{name}")
        assert (ends_at - row.renew_at).total_seconds() == pytest.approx(early, abs=2)
        assert DatabaseTokens("ebay/1").token(name, lambda: AccessToken("too soon", now)) == "old"
    StoredToken.objects.update(renew_at=now)
    assert DatabaseTokens("ebay/1").token("short", lambda: AccessToken("new", now + timedelta(hours=2))) == "new"


def test_a_bucket_lets_a_burst_through_and_then_says_how_long_to_wait() -> None:
    now = timezone.now()
    waits = [take("test", burst=2, per_second=0.5, now=now) for _ in range(3)]
    assert waits == [timedelta(0), timedelta(0), timedelta(seconds=2)]


def test_a_bucket_refills_with_time() -> None:
    now = timezone.now()
    take("refill", burst=1, per_second=1, now=now)
    assert take("refill", burst=1, per_second=1, now=now + timedelta(seconds=1)) == timedelta(0)


def test_what_the_marketplace_says_is_left_comes_before_our_own_guess() -> None:
    quota = RedisQuota("ebay:app")
    quota.learn("messages", remaining=12, limit=200, resets_at=timezone.now() + timedelta(hours=1))
    for _ in range(2):
        quota.take("messages", rate=Rate.per_day(100_000))
    with pytest.raises(TryLater):
        quota.take("messages", rate=Rate.per_day(100_000))


def test_a_bucket_refills_at_the_speed_the_marketplace_grants() -> None:
    quota = RedisQuota("amazon:app")
    quota.learn_rate("orders", per_second=0.001)
    quota.take("orders", rate=Rate(burst=1, per_second=1))
    with pytest.raises(TryLater) as caught:
        quota.take("orders", rate=Rate(burst=1, per_second=1))
    assert caught.value.wait
    assert caught.value.wait > timedelta(minutes=15)


def test_a_used_up_call_limit_asks_to_try_later_until_its_reset() -> None:
    quota = RedisQuota("ebay:app")
    quota.learn("messages", remaining=0, limit=5000, resets_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(TryLater) as caught:
        quota.take("messages", rate=Rate.per_day(5000))
    assert caught.value.wait
    assert caught.value.wait > timedelta(minutes=59)


MAILBOX = {"host": "imap.shop.example", "port": 993, "security": "tls", "user": "shop", "password": "p"}
SMTP = {"host": "smtp.shop.example", "port": 465, "security": "tls"}


@pytest.mark.parametrize("slug", ["amazon", "email"])
@pytest.mark.parametrize(
    ("change", "begins"),
    [
        ({"mailbox": MAILBOX | {"security": "none"}}, "mailbox.security: "),
        ({"mailbox": MAILBOX | {"port": 70000}}, "mailbox.port: "),
        ({"smtp": SMTP | {"security": "none"}}, "smtp.security: "),
        ({"sender": "nope"}, "sender: "),
    ],
)
def test_credentials_that_cannot_be_right_are_refused_before_anything_is_stored(
    db: None, slug: str, change: dict[str, Any], begins: str
) -> None:
    given: dict[str, Any] = {"mailbox": MAILBOX, "smtp": SMTP, "sender": "service@shop.example"}
    given |= {"marketplaces": ["FR"]} if slug == "amazon" else {}
    with pytest.raises(accounts.BadCredentials, match=f"^{begins}"):
        accounts.connect(slug, name="Shop", credentials=given | change, now=timezone.now())
    assert not Account.objects.exists()
    assert accounts.connect(slug, name="Shop", credentials=given, now=timezone.now()).pk


def test_a_country_that_amazon_does_not_serve_is_refused(db: None) -> None:
    given: dict[str, Any] = {"mailbox": MAILBOX, "smtp": SMTP, "sender": "service@shop.example"}
    given["marketplaces"] = ["FR", "XX"]
    with pytest.raises(accounts.BadCredentials, match=r"^marketplaces: .*XX"):
        accounts.connect("amazon", name="Shop", credentials=given, now=timezone.now())
