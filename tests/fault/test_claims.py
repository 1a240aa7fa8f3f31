"""Two workers at the same moment, each with a connection of its own; and workers that come back too late."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors.models import Account, AccountState
from connectors.simulation import BuyerWrites, Simulator, Trouble
from inbox.arriving import arrivals
from inbox.arriving.landing import landings_of
from inbox.errors import AlreadyLeft
from inbox.models import Delivery, Message, Role, Ticket, User
from inbox.pulling import pull, pull_times
from inbox.sending import delivery, outbox, settling
from tests.make import make_account, make_message, make_ticket, make_user

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run the jobs at the same moment, each in a thread with its own connection; return what they returned."""
    start = threading.Barrier(len(jobs))
    answers: dict[int, Any] = {}

    def run(number: int, job: Callable[[], Any]) -> None:
        try:
            start.wait(60)
            answers[number] = job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[number] for number in range(len(jobs))]


def waiting_ticket(shop: Account, simulator: Simulator, *, buyer: str = "jeanne_d") -> Ticket:
    thread = simulator.buyer_writes(BuyerWrites("velo_shop", buyer, "Bonjour, où est mon colis ?")).thread_id
    pull.pull_account(shop, now=timezone.now())
    return Ticket.objects.get(thread_id=thread)


def queued(ticket: Ticket, by: User, body: str = "Il arrive demain.") -> Message:
    return outbox.queue_reply(ticket, body=body, by=by, now=timezone.now() - HOUR)


@pytest.fixture
def camille(db: None) -> User:
    return make_user(role=Role.AGENT)


def test_ticks_at_once_claim_an_account_once(shop: Account) -> None:
    now = timezone.now()
    claimed = at_once(*[lambda: pull_times.claim_due(now)] * 4)
    assert sorted(claimed) == [[], [], [], [(shop.id, "ebay")]]


def test_pulls_at_once_store_every_message_once(shop: Account, simulator: Simulator) -> None:
    for number in range(30):
        simulator.buyer_writes(BuyerWrites("velo_shop", f"buyer{number}", "Bonjour ?"))
    at_once(*[lambda: pull.pull_account(shop, now=timezone.now())] * 3)
    assert Ticket.objects.count() == 30
    assert Message.objects.count() == 30


def test_two_workers_with_the_same_reply_send_it_once(shop: Account, simulator: Simulator, camille: User) -> None:
    message = queued(waiting_ticket(shop, simulator), camille)
    outcomes = at_once(*[lambda: delivery.deliver(message.id, now=timezone.now())] * 4)
    assert [outcome.delivery for outcome in outcomes if outcome] == [Delivery.ACCEPTED]
    assert len(simulator.replies()) == 1


def test_the_same_key_at_once_queues_one_reply(shop: Account, simulator: Simulator, camille: User) -> None:
    ticket = waiting_ticket(shop, simulator)

    def press() -> int:
        now = timezone.now()
        return outbox.queue_reply(ticket, body="Demain.", by=camille, now=now, idempotency_key="k").pk

    assert len(set(at_once(*[press] * 4))) == 1


def test_a_reply_taken_back_at_the_moment_it_leaves_is_one_of_both(
    shop: Account, simulator: Simulator, camille: User
) -> None:
    message = queued(waiting_ticket(shop, simulator), camille)

    def take_back() -> bool:
        try:
            outbox.cancel_reply(message, by=camille, now=timezone.now())
        except AlreadyLeft:
            return False
        return True

    cancelled, _ = at_once(take_back, lambda: delivery.deliver(message.id, now=timezone.now()))
    message.refresh_from_db()
    assert message.delivery == (Delivery.CANCELLED if cancelled else Delivery.ACCEPTED)
    assert len(simulator.replies()) == (0 if cancelled else 1)


def test_looks_for_unsure_replies_at_once_look_once(shop: Account, simulator: Simulator, camille: User) -> None:
    message = queued(waiting_ticket(shop, simulator), camille)
    simulator.trouble(Trouble.SERVER_ERROR, path="send_message")
    delivery.deliver(message.id, now=timezone.now())
    now = timezone.now() + HOUR
    outcomes = at_once(*[lambda: settling.settle_due(now)] * 3)
    assert sorted(len(found) for found in outcomes) == [0, 0, 1]


def test_a_worker_that_was_stuck_after_its_claim_sends_nothing(
    shop: Account, simulator: Simulator, camille: User, settings: Settings
) -> None:
    message = queued(waiting_ticket(shop, simulator), camille)
    settings.SENDING_LEASE = timedelta(0)
    delivery.deliver(message.id, now=timezone.now())
    message.refresh_from_db()
    assert message.delivery == Delivery.QUEUED
    assert simulator.replies() == ()


def test_replies_behind_a_stuck_one_and_of_an_account_that_is_away_hold_up_no_others(camille: User) -> None:
    stuck, away, well = make_ticket(), make_ticket(account=make_account(state=AccountState.SIGN_IN)), make_ticket()
    before = timezone.now() - HOUR
    make_message(stuck, direction="out", delivery=Delivery.UNSURE, attempted_at=before)
    for ticket in (stuck, away):
        for _ in range(3):
            make_message(ticket, direction="out", delivery=Delivery.QUEUED, send_after=before)
    ours = make_message(well, direction="out", delivery=Delivery.QUEUED, send_after=timezone.now())
    assert delivery.claim_due(timezone.now(), at_most=2) == [ours.id]


def test_a_marketplace_that_is_away_is_asked_once_per_look(shop: Account, simulator: Simulator, camille: User) -> None:
    for buyer in ("jeanne_d", "paul_m", "lea_r"):
        message = queued(waiting_ticket(shop, simulator, buyer=buyer), camille)
        simulator.trouble(Trouble.SERVER_ERROR, path="send_message")
        delivery.deliver(message.id, now=timezone.now())
    simulator.trouble(Trouble.UNAVAILABLE, times=3, path="conversation")
    assert settling.settle_due(timezone.now() + HOUR) == []
    assert Message.objects.filter(delivery=Delivery.UNSURE, checked_at=None).count() == 2


def sent_but_not_recorded(message: Message) -> Callable[[], None]:
    """Send a reply; return what the worker, slow to go on, does next."""
    recorded: list[Any] = []
    with patch.object(delivery, "_accepted", lambda *what: recorded.extend(what)):
        delivery.deliver(message.id, now=timezone.now())
    accepted = delivery._accepted
    return lambda: accepted(*recorded)


def test_an_acceptance_recorded_while_a_pull_has_the_page_in_hand_makes_no_second_message(
    shop: Account, simulator: Simulator, camille: User
) -> None:
    ticket = waiting_ticket(shop, simulator)
    message = queued(ticket, camille)
    record = sent_but_not_recorded(message)
    lock_tickets = landings_of

    def recorded_first(*what: Any) -> Any:
        at_once(record)
        return lock_tickets(*what)

    with patch.object(arrivals, "landings_of", recorded_first):
        report = pull.pull_account(shop, now=timezone.now())
    message.refresh_from_db()
    ticket.refresh_from_db()
    assert report.problem == ""
    assert message.delivery == Delivery.ACCEPTED
    assert (ticket.messages.count(), ticket.message_count) == (2, 2)
    assert ticket.cycles.get().answered_by == message


def test_a_reply_recognised_by_a_pull_shows_in_the_list_like_any_other(
    shop: Account, simulator: Simulator, camille: User
) -> None:
    ticket = waiting_ticket(shop, simulator)
    record = sent_but_not_recorded(queued(ticket, camille))
    pull.pull_account(shop, now=timezone.now())
    record()
    ticket.refresh_from_db()
    assert (ticket.message_count, ticket.last_direction, ticket.snippet) == (2, "out", "Il arrive demain.")


def test_a_refused_reply_is_not_counted_as_a_message(shop: Account, simulator: Simulator, camille: User) -> None:
    ticket = waiting_ticket(shop, simulator)
    refused, accepted = queued(ticket, camille), queued(ticket, camille, "Il est parti.")
    simulator.trouble(Trouble.REFUSED, path="send_message")
    for message in (refused, accepted):
        delivery.deliver(message.id, now=timezone.now())
    ticket.refresh_from_db()
    assert (ticket.messages.count(), ticket.message_count) == (3, 2)


def test_recording_an_acceptance_and_taking_in_the_same_reply_do_not_block_each_other(
    shop: Account, simulator: Simulator, camille: User
) -> None:
    """Both lock the ticket first; in another order PostgreSQL would have to end one of them."""
    tickets = [waiting_ticket(shop, simulator, buyer=f"buyer{number}") for number in range(12)]
    messages = [queued(ticket, camille) for ticket in tickets]
    records = [sent_but_not_recorded(message) for message in messages]

    def record_all() -> None:
        for record in reversed(records):
            record()

    report, _ = at_once(lambda: pull.pull_account(shop, now=timezone.now()), record_all)
    assert report.problem == ""
    assert Message.objects.filter(delivery=Delivery.ACCEPTED).count() == 12
    assert Message.objects.filter(direction="out").count() == 12


def test_a_bug_of_ours_shows_on_the_account_and_is_tried_again(shop: Account, simulator: Simulator) -> None:
    simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Bonjour ?"))
    now = timezone.now()
    with patch.object(pull, "ingest", side_effect=RuntimeError("a bug")), pytest.raises(RuntimeError):
        pull.pull_account(shop, now=now)
    shop.refresh_from_db()
    failed = shop.streams.get(name="messages")
    assert shop.state == AccountState.FAILING
    assert "RuntimeError" in failed.last_error
    assert failed.next_pull_at == now + pull_times.FIRST_BACK_OFF
    pull.pull_account(shop, now=timezone.now())
    shop.refresh_from_db()
    assert shop.state == AccountState.OK
    assert Ticket.objects.count() == 1


def test_an_account_is_well_only_when_its_messages_are_read(shop: Account, simulator: Simulator) -> None:
    """The notices, read after the messages, must not hide that the messages could not be."""
    pull.pull_account(shop, now=timezone.now())
    simulator.trouble(Trouble.SERVER_ERROR, path="conversation")
    pull.pull_account(shop, now=timezone.now())
    shop.refresh_from_db()
    assert list(shop.streams.filter(failures__gt=0).values_list("name", flat=True)) == ["messages"]
    assert shop.state == AccountState.FAILING
    pull.pull_account(shop, now=timezone.now())
    shop.refresh_from_db()
    assert shop.state == AccountState.OK
