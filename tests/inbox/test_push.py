"""What becomes of a push: kept once, worked off once, and nothing in it believed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from connectors.models import Account, AccountState, PushDestination, PushEntry, Stream
from connectors.push import ForgedPush
from connectors.simulation import Trouble
from inbox.arriving.ingest import Counts
from inbox.models import ErasureReceipt, Message
from inbox.pulling import pull_times
from inbox.push import pushes
from tests.inbox.pushes import body_of, closed_account, new_message, post, signed
from tests.make import HOUR, NINE, make_account, make_buyer, make_message, make_ticket

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def resting(shop: Account) -> Account:
    """The account `velo_shop`, whose streams are due in an hour."""
    Account.objects.filter(id=shop.id).update(
        identity={"username": "velo_shop", "userId": "u77", "names": ["Old_Name"]}
    )
    Stream.objects.filter(account=shop).update(next_pull_at=NINE + HOUR, last_tried_at=NINE - HOUR)
    shop.refresh_from_db()
    return shop


def take_in(simulator: Any, body: bytes, *, now: datetime = NINE) -> int:
    entry_id = pushes.receive("ebay", body, signed(simulator, body), now=now)
    assert entry_id is not None
    return entry_id


def due_streams(account: Account) -> set[str]:
    return set(account.streams.filter(next_pull_at__lte=NINE).values_list("name", flat=True))


@pytest.mark.parametrize("name", ["velo_shop", "VELO_Shop", "u77", "old_name"])
def test_a_message_wakes_the_seller_under_any_of_his_names(simulator: Any, resting: Account, name: str) -> None:
    entry_id = take_in(simulator, new_message(name))
    assert pushes.process(entry_id, now=NINE) == [(resting.id, "ebay")]
    assert due_streams(resting) == {"messages"}
    assert not Message.objects.exists()


def test_other_accounts_sleep_on(simulator: Any, resting: Account) -> None:
    other = make_account(identity={"username": "lamp_shop"})
    Stream.objects.filter(account=other).update(next_pull_at=NINE + HOUR)
    pushes.process(take_in(simulator, new_message()), now=NINE)
    assert due_streams(other) == set()


def test_a_test_that_names_nobody_wakes_nobody(simulator: Any, resting: Account) -> None:
    assert pushes.process(take_in(simulator, new_message("mocked_seller")), now=NINE) == []
    assert due_streams(resting) == set()


def test_a_stream_in_trouble_keeps_its_back_off(simulator: Any, resting: Account) -> None:
    Stream.objects.filter(account=resting).update(failures=2)
    assert pushes.process(take_in(simulator, new_message()), now=NINE) == []
    assert due_streams(resting) == set()


def test_a_paused_account_is_not_woken(simulator: Any, resting: Account) -> None:
    Account.objects.filter(id=resting.id).update(state=AccountState.PAUSED)
    assert pushes.process(take_in(simulator, new_message()), now=NINE) == []


def test_a_pull_that_was_under_way_looks_again(simulator: Any, resting: Account) -> None:
    stream = resting.streams.get(name="messages")
    Stream.objects.filter(id=stream.id).update(last_tried_at=NINE - SECOND, claimed_at=NINE - SECOND)
    pushes.process(take_in(simulator, new_message()), now=NINE)
    facts = next(facts for facts in resting.connector_class.streams if facts.name == "messages")
    pull_times.succeeded(resting, stream, facts, Counts(), NINE + SECOND)
    stream.refresh_from_db()
    assert stream.next_pull_at == NINE + SECOND


def test_the_same_push_counts_once(simulator: Any, resting: Account) -> None:
    body = new_message(notification_id="once")
    assert pushes.receive("ebay", body, signed(simulator, body), now=NINE) is not None
    assert pushes.receive("ebay", body, signed(simulator, body), now=NINE) is None
    assert PushEntry.objects.count() == 1


def test_a_push_played_back_after_it_was_worked_off_does_nothing(simulator: Any, resting: Account) -> None:
    body = body_of("AUTHORIZATION_REVOCATION", {"username": "velo_shop"}, notification_id="again")
    entry_id = take_in(simulator, body)
    pushes.process(entry_id, now=NINE)
    Account.objects.filter(id=resting.id).update(state=AccountState.OK)
    assert pushes.receive("ebay", body, signed(simulator, body), now=NINE + HOUR) is None
    assert pushes.process(entry_id, now=NINE + HOUR) == ()
    resting.refresh_from_db()
    assert resting.state == AccountState.OK


def test_what_was_worked_off_keeps_no_body(simulator: Any, resting: Account) -> None:
    entry_id = take_in(simulator, new_message())
    assert "anna" in PushEntry.objects.get(id=entry_id).body
    pushes.process(entry_id, now=NINE)
    entry = PushEntry.objects.get(id=entry_id)
    assert (entry.body, entry.next_try_at, entry.problem) == ("", None, "")


def test_a_signed_push_that_cannot_be_read_is_kept_without_its_body(simulator: Any, resting: Account) -> None:
    body = b'{"metadata":{"topic":"NEW_MESSAGE"},"text":"private words"}'
    for _ in range(2):
        assert pushes.receive("ebay", body, signed(simulator, body), now=NINE) is None
    entry = PushEntry.objects.get()
    assert (entry.body, entry.problem) == ("", "notification is missing in a push")
    assert pushes.due(NINE + HOUR) == []


def test_what_goes_wrong_is_tried_again_later(
    simulator: Any, resting: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise RuntimeError

    entry_id = take_in(simulator, closed_account("anna"))
    monkeypatch.setattr(pushes, "forget_person", broken)
    with pytest.raises(RuntimeError):
        pushes.process(entry_id, now=NINE)
    monkeypatch.undo()
    assert pushes.process(entry_id, now=NINE) == ()
    assert PushEntry.objects.get(id=entry_id).body
    assert pushes.due(NINE + HOUR) == [entry_id]
    pushes.process(entry_id, now=NINE + HOUR)
    assert PushEntry.objects.get(id=entry_id).body == ""


def test_a_hand_over_that_was_lost_is_found_by_the_tick(simulator: Any, resting: Account) -> None:
    entry_id = take_in(simulator, new_message())
    assert pushes.due(NINE + SECOND) == []
    assert pushes.due(NINE + timedelta(minutes=1)) == [entry_id]


def test_two_workers_work_a_push_off_once(simulator: Any, resting: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    entry_id = take_in(simulator, closed_account("anna"))
    done = []

    def forget(*args: Any, **options: Any) -> None:
        done.append(pushes.process(entry_id, now=NINE))

    monkeypatch.setattr(pushes, "forget_person", forget)
    pushes.process(entry_id, now=NINE)
    assert done == [()]


def test_old_ids_are_forgotten_when_nothing_is_left_to_do(simulator: Any, resting: Account) -> None:
    done, waiting = take_in(simulator, new_message()), take_in(simulator, new_message())
    pushes.process(done, now=NINE)
    pushes.forget_old(NINE + timedelta(days=29))
    assert PushEntry.objects.count() == 2
    pushes.forget_old(NINE + timedelta(days=31))
    assert list(PushEntry.objects.values_list("id", flat=True)) == [waiting]


# --- people who leave


def test_a_buyer_who_closes_his_account_is_forgotten(simulator: Any, resting: Account) -> None:
    buyer = make_buyer(account=resting, handle="Anna_75")
    ticket = make_ticket(account=resting, buyer=buyer, subject="Anna's lamp")
    message = make_message(ticket, body_text="I am Anna, 5 rue du Port")
    pushes.process(take_in(simulator, closed_account("anna_75", notification_id="n-1")), now=NINE)
    message.refresh_from_db()
    assert "Anna" not in message.body_text
    assert ErasureReceipt.objects.get().reference == "n-1"
    assert due_streams(resting) == set()


def test_a_notice_about_a_stranger_costs_a_few_look_ups(simulator: Any, resting: Account) -> None:
    for number in range(50):
        make_buyer(account=resting, handle=f"buyer_{number}")
    spent = set()
    for number in range(20):
        body = closed_account(f"stranger_{number}")
        headers = signed(simulator, body)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            entry_id = pushes.receive("ebay", body, headers, now=NINE)
            assert entry_id is not None
            pushes.process(entry_id, now=NINE)
        if number:  # the first one fetches the key
            spent.add(len(queries))
    assert len(spent) == 1
    assert spent.pop() <= 14
    assert not ErasureReceipt.objects.exists()


# --- consents that are withdrawn


def revocation(event_at: datetime, name: str = "velo_shop") -> bytes:
    stamp = event_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return body_of("AUTHORIZATION_REVOCATION", {"username": name, "revokeReason": "PASSWORD_CHANGE"}, event_at=stamp)


def test_a_withdrawn_consent_asks_for_a_new_sign_in(simulator: Any, resting: Account) -> None:
    Account.objects.filter(id=resting.id).update(state_since=NINE - HOUR)
    pushes.process(take_in(simulator, revocation(NINE)), now=NINE)
    resting.refresh_from_db()
    assert resting.state == AccountState.SIGN_IN
    assert "sign in again" in resting.state_reason


@pytest.mark.parametrize("event_at", [NINE - 2 * HOUR, datetime(2021, 3, 19, tzinfo=UTC)])
def test_old_news_of_a_consent_change_nothing(simulator: Any, resting: Account, event_at: datetime) -> None:
    Account.objects.filter(id=resting.id).update(state_since=NINE - HOUR)
    pushes.process(take_in(simulator, revocation(event_at)), now=NINE)
    resting.refresh_from_db()
    assert resting.state == AccountState.OK


def test_a_strangers_consent_changes_nothing(simulator: Any, resting: Account) -> None:
    pushes.process(take_in(simulator, revocation(NINE, "somebody")), now=NINE)
    resting.refresh_from_db()
    assert resting.state == AccountState.OK


# --- the endpoint's own side of it


def test_reception_is_noted_on_the_destination(simulator: Any, resting: Account) -> None:
    PushDestination.objects.create(slug="ebay", endpoint="https://x.example/", verification_token="t")
    take_in(simulator, new_message())
    assert PushDestination.objects.get().last_received_at == NINE


def test_a_forged_push_leaves_no_trace(simulator: Any, resting: Account) -> None:
    PushDestination.objects.create(slug="ebay", endpoint="https://x.example/", verification_token="t")
    with pytest.raises(ForgedPush):
        pushes.receive("ebay", new_message("somebody"), signed(simulator, new_message()), now=NINE)
    assert not PushEntry.objects.exists()
    assert PushDestination.objects.get().last_received_at is None


def test_an_accounts_own_keys_serve_where_the_installation_has_none(
    simulator: Any, resting: Account, settings: Any
) -> None:
    keys = {"EBAY_CLIENT_ID": "", "EBAY_CLIENT_SECRET": "", "EBAY_RU_NAME": ""}
    settings.MARKETPLACES = {**settings.MARKETPLACES, "ebay": {**settings.MARKETPLACES["ebay"], **keys}}
    assert take_in(simulator, new_message())


def test_the_key_server_away_is_an_answer_for_later(client: Client, simulator: Any, resting: Account) -> None:
    simulator.trouble(Trouble.UNAVAILABLE, path="/public_key/")
    body = new_message()
    assert post(client, simulator, body) == 503
    assert post(client, simulator, body) == 204
