"""Whoever answers does so knowing what the buyer was told already; a ticket is solved by its reply, not before it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from connectors.models import Account
from connectors.simulation import BuyerWrites, Simulator, Trouble
from inbox.models import Delivery, EventKind, Message, MessageDirection, Status, Ticket, User
from inbox.pulling import pull
from inbox.sending import delivery, outbox
from inbox.sending.meanwhile import AnsweredMeanwhile, newest_message
from inbox.sending.wishes import ReplyWishes
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import HOUR, NINE, make_message, make_user

pytestmark = pytest.mark.django_db

UNDO = timedelta(seconds=10)


@pytest.fixture
def colleague(db: None) -> User:
    return make_user(first_name="Paul", last_name="Klein")


def answer(ticket: Ticket, by: User, body: str, *, seen: int | None, key: str = "") -> Message:
    wishes = ReplyWishes(seen=seen)
    return outbox.queue_reply(ticket, body=body, by=by, now=timezone.now(), idempotency_key=key, wishes=wishes)


def test_a_reply_stops_if_a_colleague_answered_since(ticket: Ticket, agent: User, colleague: User) -> None:
    seen = make_message(ticket).pk
    theirs = answer(ticket, colleague, "It left today.", seen=seen)
    with pytest.raises(AnsweredMeanwhile) as stopped:
        answer(ticket, agent, "It leaves tomorrow.", seen=seen)
    assert stopped.value.answer == theirs
    assert ticket.messages.filter(direction=MessageDirection.OUT).count() == 1


def test_a_reply_stops_if_the_buyer_was_answered_on_the_marketplaces_own_site(account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1"))
    ticket = Ticket.objects.get()
    seen = newest_message(ticket)
    arrive(account, shop_message("m2", at=NINE + HOUR), now=NINE + 2 * HOUR)
    with pytest.raises(AnsweredMeanwhile):
        answer(ticket, agent, "It leaves tomorrow.", seen=seen)


def test_who_knows_the_other_answer_may_send_his_own(ticket: Ticket, agent: User, colleague: User) -> None:
    theirs = answer(ticket, colleague, "It left today.", seen=0)
    assert answer(ticket, agent, "Here is the number.", seen=theirs.pk).delivery == Delivery.QUEUED


def test_what_was_taken_back_or_written_by_a_machine_stops_nobody(ticket: Ticket, agent: User, colleague: User) -> None:
    taken_back = answer(ticket, colleague, "It left today.", seen=0)
    outbox.cancel_reply(taken_back, by=colleague, now=timezone.now())
    make_message(ticket, direction=MessageDirection.OUT, automatic=True)
    make_message(ticket, direction=MessageDirection.NOTE, user=colleague)
    assert answer(ticket, agent, "It leaves tomorrow.", seen=0).delivery == Delivery.QUEUED


def test_a_new_word_of_the_buyer_stops_nobody(ticket: Ticket, agent: User) -> None:
    make_message(ticket)
    assert answer(ticket, agent, "It leaves tomorrow.", seen=0).delivery == Delivery.QUEUED


def test_the_button_pressed_twice_is_no_answer_of_others(ticket: Ticket, agent: User) -> None:
    first = answer(ticket, agent, "It leaves tomorrow.", seen=0, key="k")
    assert answer(ticket, agent, "It leaves tomorrow.", seen=0, key="k") == first


def test_a_refused_reply_is_not_sent_again_over_a_later_answer(ticket: Ticket, agent: User, colleague: User) -> None:
    refused = make_message(ticket, direction=MessageDirection.OUT, delivery=Delivery.REFUSED, cause="gave_up")
    answer(ticket, colleague, "It left today.", seen=refused.pk)
    with pytest.raises(AnsweredMeanwhile):
        outbox.send_again(refused, by=agent, now=timezone.now())


@pytest.fixture
def waiting(shop: Account, simulator: Simulator) -> Ticket:
    simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Bonjour, où est mon colis ?"))
    pull.pull_account(shop, now=timezone.now())
    return Ticket.objects.get()


def last_word(ticket: Ticket, by: User) -> Message:
    wishes = ReplyWishes(solves=True)
    return outbox.queue_reply(ticket, body="Il arrive demain.", by=by, now=timezone.now(), wishes=wishes)


def status(ticket: Ticket) -> str:
    ticket.refresh_from_db()
    return ticket.status


def test_send_and_solve_solves_once_the_marketplace_has_accepted_it(waiting: Ticket, agent: User) -> None:
    reply = last_word(waiting, agent)
    assert status(waiting) == Status.OPEN
    delivery.deliver(reply.id, now=timezone.now() + UNDO)
    assert status(waiting) == Status.SOLVED
    assert waiting.cycles.get().end_reason == "answered"
    event = waiting.events.get(kind=EventKind.SOLVED)
    assert (event.user, event.message_id) == (agent, reply.id)


def test_a_refused_last_word_solves_nothing(waiting: Ticket, agent: User, simulator: Simulator) -> None:
    simulator.trouble(Trouble.REFUSED, path="send_message")
    reply = last_word(waiting, agent)
    delivery.deliver(reply.id, now=timezone.now() + UNDO)
    assert status(waiting) == Status.OPEN
    assert waiting.needs_reply


def test_a_last_word_taken_back_solves_nothing(waiting: Ticket, agent: User) -> None:
    outbox.cancel_reply(last_word(waiting, agent), by=agent, now=timezone.now())
    assert status(waiting) == Status.OPEN


def test_a_buyer_who_writes_before_it_leaves_is_not_solved_away(
    waiting: Ticket, agent: User, shop: Account, simulator: Simulator
) -> None:
    reply = last_word(waiting, agent)
    simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Et la facture ?", thread_id=waiting.thread_id))
    pull.pull_account(shop, now=timezone.now())
    delivery.deliver(reply.id, now=timezone.now() + UNDO)
    assert status(waiting) != Status.SOLVED


@pytest.mark.usefixtures("impatient")
def test_a_last_word_found_by_a_pull_solves_too(
    waiting: Ticket, agent: User, shop: Account, simulator: Simulator
) -> None:
    simulator.trouble(Trouble.TIMEOUT_AFTER, path="send_message")
    reply = last_word(waiting, agent)
    delivery.deliver(reply.id, now=timezone.now() + UNDO)
    pull.pull_account(shop, now=timezone.now() + UNDO)
    reply.refresh_from_db()
    assert reply.delivery == Delivery.ACCEPTED
    assert status(waiting) == Status.SOLVED
