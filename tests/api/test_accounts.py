"""Connecting accounts and seeing whether they are in sync."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from connectors import accounts
from connectors.incoming import IncomingIndicator, Standing
from connectors.models import Account, AccountState, RawItem, Stream
from inbox.accounts.indicators import take_in_indicators
from tests.api.conftest import ApiClient
from tests.make import DAY, NINE, make_account

pytestmark = pytest.mark.django_db

CREDENTIALS = {"client_id": "the-id", "client_secret": "the-secret", "refresh_token": "the-refresh"}


@pytest.fixture(autouse=True)
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The accounts whose pull was asked of a worker."""
    ids: list[int] = []
    monkeypatch.setattr("inbox.tasks.pull_account.apply_async", lambda args, **options: ids.extend(args))
    return ids


def test_a_lead_connects_an_account_and_its_first_pull_is_due(as_lead: ApiClient, enqueued: list[int]) -> None:
    answer = as_lead.post("/accounts", {"marketplace": "ebay", "name": " Vélo Shop ", "credentials": CREDENTIALS})

    account = Account.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"id": account.id, "marketplace": "ebay", "name": "Vélo Shop", "state": "ok"}
    assert account.credentials == CREDENTIALS
    assert account.streams.filter(next_pull_at__lte=timezone.now()).exists()
    assert enqueued == [account.id]


def test_the_name_of_a_known_account_renews_its_credentials(as_lead: ApiClient) -> None:
    account = make_account(name="Vélo", state=AccountState.SIGN_IN)

    answer = as_lead.post("/accounts", {"marketplace": "ebay", "name": "Vélo", "credentials": CREDENTIALS})

    account.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json()["id"] == account.id
    assert (account.credentials, account.state) == (CREDENTIALS, "ok")


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"marketplace": "fleamarket"}, ["marketplace"]),
        ({"marketplace": None}, ["marketplace"]),
        ({"name": "  "}, ["name"]),
        ({"name": "x" * 121}, ["name"]),
        ({"name": "a\x00b"}, ["name"]),
        ({"credentials": {}}, ["credentials.client_id", "credentials.client_secret", "credentials.refresh_token"]),
        ({"credentials": {**CREDENTIALS, "pin": "1"}}, ["credentials.pin"]),
        ({"credentials": {**CREDENTIALS, "client_id": 5}}, ["credentials.client_id"]),
        ({"credentials": "all of them"}, ["credentials"]),
        ({"state": "ok"}, ["state"]),
    ],
)
def test_a_wrong_account_is_refused_by_field(as_lead: ApiClient, change: dict[str, object], fields: list[str]) -> None:
    wanted = {"marketplace": "ebay", "name": "Vélo", "credentials": CREDENTIALS} | change

    answer = as_lead.post("/accounts", wanted)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == fields
    assert not Account.objects.exists()


MAIL_SERVER = {"host": "127.0.0.1", "port": 993, "security": "tls", "user": "shop@shop.example", "password": "secret"}
MAIL = {"mailbox": MAIL_SERVER, "smtp": {"host": "smtp.shop.example", "port": "465"}, "sender": "shop@shop.example"}


def test_credentials_in_groups_connect_a_mailbox(as_lead: ApiClient) -> None:
    answer = as_lead.post("/accounts", {"marketplace": "email", "name": "Contact", "credentials": MAIL})

    assert answer.status_code == 201
    assert Account.objects.get().credentials == MAIL


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"mailbox": {**MAIL_SERVER, "port": "IMAP"}}, ["credentials.mailbox.port"]),
        ({"mailbox": {**MAIL_SERVER, "security": "ssl"}}, ["credentials.mailbox.security"]),
        ({"mailbox": {**MAIL_SERVER, "folders": "INBOX"}}, ["credentials.mailbox.folders"]),
        ({"smtp": None}, ["credentials.smtp.host", "credentials.smtp.port"]),
        ({"sender": {"address": "x"}}, ["credentials.sender.address", "credentials.sender"]),
    ],
)
def test_a_wrong_group_is_refused_by_its_dotted_field(
    as_lead: ApiClient, change: dict[str, object], fields: list[str]
) -> None:
    wanted = {"marketplace": "email", "name": "Contact", "credentials": {**MAIL, **change}}

    answer = as_lead.post("/accounts", wanted)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == fields
    assert "secret" not in answer.content.decode()
    assert not Account.objects.exists()


def test_with_redis_away_the_account_is_connected_all_the_same(
    as_lead: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **options: object) -> None:
        from kombu.exceptions import OperationalError

        raise OperationalError

    monkeypatch.setattr("inbox.tasks.pull_account.apply_async", away)

    answer = as_lead.post("/accounts", {"marketplace": "ebay", "name": "Vélo", "credentials": CREDENTIALS})

    assert answer.status_code == 201


def test_an_account_shows_its_health(as_agent: ApiClient) -> None:
    account = make_account(name="Vélo", seller_name="velo_shop", missing=["No orders: scope missing."])
    Stream.objects.filter(account=account).update(
        last_success_at=timezone.now() - timedelta(seconds=90), next_pull_at=NINE
    )
    Stream.objects.filter(account=account, name="messages").update(last_error="503")
    RawItem.objects.create(
        account=account, kind="message", key="1", version="1", body="{}", fetched_at=NINE, problem="no text"
    )

    found = as_agent.get(f"/accounts/{account.id}").json()

    assert 90 <= found.pop("lag_seconds") < 150
    assert found.pop("last_success_at").endswith("Z")
    assert found == {
        "id": account.id,
        "marketplace": "ebay",
        "name": "Vélo",
        "state": "ok",
        "seller_name": "velo_shop",
        "state_reason": None,
        "state_since": "2026-11-16T09:00:00Z",
        "last_new_at": None,
        "last_error": "503",
        "unreadable": 1,
        "next_pull_at": "2026-11-16T09:00:00Z",
        "sign_in_ends_at": None,
        "quotas": [],
        "missing": ["No orders: scope missing."],
        "allowed_hosts": [],
        "indicators": [],
    }


def test_credentials_never_come_out(as_lead: ApiClient) -> None:
    created = as_lead.post("/accounts", {"marketplace": "ebay", "name": "Vélo", "credentials": CREDENTIALS})
    one = as_lead.get(f"/accounts/{created.json()['id']}")
    every = as_lead.get("/accounts")

    shown = (created.content + one.content + every.content).decode()
    assert not any(secret in shown for secret in CREDENTIALS.values())


def test_the_list_holds_every_account_without_reading_credentials(as_agent: ApiClient) -> None:
    ids = [make_account().id for _ in range(3)]

    with CaptureQueriesContext(connection) as queries:
        items = as_agent.get("/accounts").json()["items"]

    assert sorted(item["id"] for item in items) == sorted(ids)
    assert not any('"credentials"' in query["sql"] for query in queries.captured_queries)


def test_quotas_are_shown_as_last_seen(as_agent: ApiClient) -> None:
    seen = {
        "api": "messages",
        "limit": 5000,
        "remaining": 4000,
        "resets_at": "2026-11-17T00:00:00+00:00",
        "seen_at": "x",
    }
    account = make_account(quotas=[seen])

    found = as_agent.get(f"/accounts/{account.id}").json()

    assert found["quotas"] == [
        {"api": "messages", "limit": 5000, "remaining": 4000, "resets_at": "2026-11-17T00:00:00Z"}
    ]


def test_a_pull_makes_every_stream_due(as_agent: ApiClient, enqueued: list[int]) -> None:
    account = make_account()

    answer = as_agent.post(f"/accounts/{account.id}/pull")

    assert answer.status_code == 202
    assert answer.json() == {"account_id": account.id, "state": "ok"}
    assert not account.streams.filter(next_pull_at=None).exists()
    assert enqueued == [account.id]


def test_a_paused_account_is_not_pulled(as_agent: ApiClient, account: Account, enqueued: list[int]) -> None:
    accounts.pause(account, now=timezone.now())

    answer = as_agent.post(f"/accounts/{account.id}/pull")

    assert answer.status_code == 409
    assert enqueued == []


def test_an_unknown_account_is_not_found(as_agent: ApiClient) -> None:
    assert as_agent.get("/accounts/1").status_code == 404
    assert as_agent.post("/accounts/1/pull").status_code == 404


def test_an_account_shows_the_figures_the_marketplace_judges_it_by(as_agent: ApiClient, account: Account) -> None:
    before = IncomingIndicator("GLOBAL/DEFECTS", "Transaction defects", "0.42 %", NINE, "2 %", Standing.GOOD)
    after = IncomingIndicator("GLOBAL/DEFECTS", "Transaction defects", "1.90 %", NINE + DAY, "2 %", Standing.WATCH)
    take_in_indicators(account, [before, after], now=NINE + DAY)

    expected = {
        "name": "GLOBAL/DEFECTS",
        "label": "Transaction defects",
        "value": "1.90 %",
        "threshold": "2 %",
        "peers": None,
        "rating": None,
        "standing": "watch",
        "on": "2026-11-17",
        "before": "0.42 %",
        "before_on": "2026-11-16",
    }
    assert as_agent.get(f"/accounts/{account.pk}").json()["indicators"] == [expected]
    assert as_agent.get("/accounts").json()["items"][0]["indicators"] == [expected]
