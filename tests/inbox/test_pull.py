"""Pulling an account from a simulated marketplace over real HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors import accounts
from connectors.models import Account, AccountState, Backfill, Notice, RawItem, Stream
from connectors.simulation import BuyerWrites, Simulator, Trouble
from inbox.accounts.health import account_health
from inbox.arriving.ingest import Counts
from inbox.models import Message, Status, Ticket
from inbox.pulling import backfill, pull, pull_times

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def write(simulator: Simulator, text: str = "Bonjour, où est mon colis ?", **fields: object) -> str:
    return simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", text, **fields)).thread_id  # type: ignore[arg-type]


def test_what_buyers_wrote_arrives_as_tickets(shop: Account, simulator: Simulator) -> None:
    write(simulator)
    report = pull.pull_account(shop, now=timezone.now())
    assert report.problem == ""
    assert Message.objects.count() == 1
    assert Ticket.objects.get().buyer_name == "jeanne_d"


def test_pulling_again_is_a_no_op(shop: Account, simulator: Simulator) -> None:
    write(simulator)
    pull.pull_account(shop, now=timezone.now())
    report = pull.pull_account(shop, now=timezone.now())
    assert report.new == 0
    assert Message.objects.count() == 1


def test_a_new_message_in_an_old_conversation_is_found(shop: Account, simulator: Simulator) -> None:
    thread_id = write(simulator, at=timezone.now() - 5 * HOUR)
    pull.pull_account(shop, now=timezone.now())
    write(simulator, "Toujours rien ?", thread_id=thread_id)
    assert pull.pull_account(shop, now=timezone.now()).new == 1
    assert Ticket.objects.get().message_count == 2


def test_the_first_pull_brings_answered_conversations_in_closed(shop: Account, simulator: Simulator) -> None:
    thread_id = write(simulator, at=timezone.now() - 50 * HOUR)
    simulator.seller_writes(seller="velo_shop", thread_id=thread_id, text="Demain.", at=timezone.now() - 49 * HOUR)
    pull.pull_account(shop, now=timezone.now())
    assert Ticket.objects.get().status == Status.SOLVED


def test_notices_of_the_marketplace_open_no_ticket(shop: Account, simulator: Simulator) -> None:
    simulator.marketplace_writes(seller="velo_shop", subject="Votre facture", html="<p>Bonjour</p>")
    pull.pull_account(shop, now=timezone.now())
    assert Notice.objects.get().subject == "Votre facture"
    assert not Ticket.objects.exists()


def test_a_bad_hour_is_shown_as_could_not_look_and_mended_by_itself(shop: Account, simulator: Simulator) -> None:
    pull.pull_account(shop, now=timezone.now())
    simulator.trouble(Trouble.SERVER_ERROR, times=10, path="/conversation")
    report = pull.pull_account(shop, now=timezone.now())
    shop.refresh_from_db()
    assert report.problem
    assert shop.state == AccountState.FAILING
    assert not account_health(shop, timezone.now()).could_look
    simulator_calm(simulator, shop)
    shop.refresh_from_db()
    assert shop.state == AccountState.OK
    assert account_health(shop, timezone.now()).could_look


def simulator_calm(simulator: Simulator, shop: Account) -> None:
    """Pull until the announced troubles are used up."""
    for _ in range(12):
        if not pull.pull_account(shop, now=timezone.now()).problem:
            return


def test_failures_back_off_longer_each_time(shop: Account, simulator: Simulator) -> None:
    now = timezone.now()
    simulator.trouble(Trouble.UNAVAILABLE, times=100, path="/conversation")
    pull.pull_account(shop, now=now)
    first = Stream.objects.get(name="messages").next_pull_at
    pull.pull_account(shop, now=now)
    second = Stream.objects.get(name="messages").next_pull_at
    assert first and second and now < first < second


def test_revoked_access_asks_for_a_sign_in_on_that_account_only(shop: Account, simulator: Simulator) -> None:
    other = accounts.connect("ebay", name="Other", credentials=simulator.add_seller("other_shop"), now=timezone.now())
    simulator.revoke("velo_shop")  # type: ignore[attr-defined]
    pull.pull_account(shop, now=timezone.now())
    pull.pull_account(other, now=timezone.now())
    shop.refresh_from_db()
    other.refresh_from_db()
    assert shop.state == AccountState.SIGN_IN
    assert other.state == AccountState.OK


def test_an_unreadable_item_does_not_stop_the_others(shop: Account, simulator: Simulator) -> None:
    bad = simulator.buyer_writes(BuyerWrites("velo_shop", "paul_m", "Un", item_id="405900000001"))
    write(simulator, "Deux", item_id="405900000002")
    simulator.spoil(bad.thread_id, {"createdDate": "yesterday"}, message_id=bad.message_id)  # type: ignore[attr-defined]
    report = pull.pull_account(shop, now=timezone.now())
    assert (Message.objects.count(), report.unreadable) == (1, 1)
    assert "createdDate" in RawItem.objects.exclude(problem="").get().problem
    assert account_health(shop, timezone.now()).unreadable == 1


def test_due_accounts_are_claimed_once(shop: Account) -> None:
    now = timezone.now()
    assert pull_times.claim_due(now) == [(shop.id, "ebay")]
    assert pull_times.claim_due(now) == []


def test_a_claim_whose_worker_died_is_due_again(shop: Account) -> None:
    now = timezone.now()
    pull_times.claim_due(now)
    assert pull_times.claim_due(now + pull_times.CLAIM_LOST_AFTER) == [(shop.id, "ebay")]


def test_figures_made_once_a_day_are_not_asked_for_sooner_than_news_is(shop: Account, settings: Settings) -> None:
    settings.LONGEST_PULL_INTERVAL = timedelta(seconds=5)
    now = timezone.now()
    by_name = {stream.name: stream for stream in shop.streams.all()}
    for facts in shop.connector_class.streams:
        pull_times.succeeded(shop, by_name[facts.name], facts, Counts(), now)
    assert list(shop.streams.filter(next_pull_at__gt=now + timedelta(seconds=6)).values_list("name", flat=True)) == [
        "standards"
    ]


def test_a_paused_account_is_left_alone(shop: Account) -> None:
    accounts.pause(shop, now=timezone.now())
    assert pull_times.claim_due(timezone.now()) == []


def ask_for_last_quarter(shop: Account) -> Backfill:
    now = timezone.now()
    return backfill.ask(shop, since=now - 90 * 24 * HOUR, until=now - 40 * 24 * HOUR, now=now)


def test_a_back_fill_brings_in_what_is_missing_and_leaves_the_cursor(shop: Account, simulator: Simulator) -> None:
    pull.pull_account(shop, now=timezone.now())
    cursor = Stream.objects.get(name="messages").cursor
    write(simulator, at=timezone.now() - 60 * 24 * HOUR)
    asked = ask_for_last_quarter(shop)
    assert backfill.run(asked, now=timezone.now()).new == 1
    assert Stream.objects.get(name="messages").cursor == cursor
    asked.refresh_from_db()
    assert asked.finished_at
    assert asked.new == 1


def test_a_back_fill_that_could_not_look_says_so_and_is_due_again(shop: Account, simulator: Simulator) -> None:
    pull.pull_account(shop, now=timezone.now())
    simulator.trouble(Trouble.UNAVAILABLE, times=1, path="/conversation")
    asked = ask_for_last_quarter(shop)
    now = timezone.now()
    backfill.run(asked, now=now)
    asked.refresh_from_db()
    assert asked.problem
    assert backfill.claim_due(now) == []
    assert backfill.claim_due(now + HOUR) == [(asked.id, "ebay")]


def test_a_back_fill_runs_once_however_often_its_task_does(shop: Account, simulator: Simulator) -> None:
    write(simulator, at=timezone.now() - 60 * 24 * HOUR)
    asked = ask_for_last_quarter(shop)
    backfill.run(asked, now=timezone.now())
    backfill.run(asked, now=timezone.now())
    asked.refresh_from_db()
    assert asked.new == 1


def test_a_thread_of_two_thousand_messages_is_one_ticket(shop: Account, simulator: Simulator) -> None:
    start = timezone.now() - 20 * 24 * HOUR
    thread_id = write(simulator, at=start)
    for number in range(1, 2_000):
        write(simulator, f"message {number}", thread_id=thread_id, at=start + number * timedelta(minutes=1))
    report = pull.pull_account(shop, now=timezone.now())
    assert report.problem == ""
    assert Message.objects.count() == 2_000
    ticket = Ticket.objects.get()
    assert ticket.message_count == 2_000
    assert ticket.cycles.get().opened_at == start.replace(microsecond=start.microsecond // 1000 * 1000)
