"""Copies of the shop's own answers: they confirm ours, answer the one conversation that fits, or wait."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.errors import OutcomeUnknown
from connectors.incoming import IncomingCopy, Person, ThreadKey
from connectors.models import Account, Notice
from inbox.arriving.copies import place_loose_copies
from inbox.models import Delivery, LooseCopy, Message, Status, Ticket, User
from inbox.pulling import pull
from inbox.sending import delivery, outbox
from inbox.sending.reply_keys import reply_key
from tests.inbox.arrive import arrive, buyer_message
from tests.inbox.fake_marketplace import Post
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
ANSWER = "Bonjour, votre colis arrive demain."


def copy_of(text: str = ANSWER, *, at: datetime = NINE + HOUR, external_id: str = "c1", **fields: Any) -> IncomingCopy:
    return IncomingCopy(external_id, at, "Your e-mail to Jeanne", text, **fields)


def ask(account: Account, external_id: str, *, buyer: str = "Jeanne", at: datetime = NINE, **fields: Any) -> Ticket:
    """A buyer of that name waits in a conversation of its own."""
    person = Person(f"{external_id}@relay.test", buyer)
    arrive(account, buyer_message(external_id, thread_id=external_id, at=at, buyer=person, **fields), now=at)
    return Ticket.objects.get(thread_id=external_id)


def answer(ticket: Ticket, by: User, *, now: datetime = NINE + HOUR, text: str = ANSWER) -> Message:
    message = outbox.queue_reply(ticket, body=text, by=by, now=now - MINUTE)
    delivery.deliver(message.pk, now=now)
    message.refresh_from_db()
    return message


def test_an_accepted_reply_is_not_confirmed_before_its_copy_comes(postbox: Account, agent: User) -> None:
    reply = answer(ask(postbox, "m1"), agent)
    assert (reply.delivery, reply.confirmed_at) == (Delivery.ACCEPTED, None)
    arrive(postbox, copy_of(at=NINE + HOUR + 5 * MINUTE), now=NINE + 2 * HOUR)
    reply.refresh_from_db()
    assert reply.confirmed_at == NINE + HOUR + 5 * MINUTE
    assert Message.objects.filter(direction="out").count() == 1
    assert not Notice.objects.exists()


def test_a_copy_settles_a_reply_of_which_nobody_knew_whether_it_left(postbox: Account, post: Post, agent: User) -> None:
    post.answers.append(OutcomeUnknown("the connection broke"))
    ticket = ask(postbox, "m1")
    reply = answer(ticket, agent)
    assert reply.delivery == Delivery.UNSURE
    arrive(postbox, copy_of(f"{ANSWER}\n\n> Bonjour, où est mon colis ?"), now=NINE + 2 * HOUR)
    reply.refresh_from_db()
    ticket.refresh_from_db()
    assert (reply.delivery, reply.accepted_at) == (Delivery.ACCEPTED, NINE + HOUR)
    assert (ticket.status, ticket.needs_reply) == (Status.WAITING, False)


def test_the_same_words_to_two_buyers_confirm_neither_unless_the_copy_says_whose(postbox: Account, agent: User) -> None:
    first = answer(ask(postbox, "m1"), agent)
    second = answer(ask(postbox, "m2", buyer="Paul"), agent)
    arrive(postbox, copy_of(), now=NINE + 2 * HOUR)
    assert LooseCopy.objects.get().placed_at is None
    arrive(postbox, copy_of(external_id="c2", buyer_name="paul"), now=NINE + 2 * HOUR)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.confirmed_at is None
    assert second.confirmed_at == NINE + HOUR


def test_an_answer_typed_on_the_marketplace_stops_the_clock_of_the_order_it_names(postbox: Account) -> None:
    ticket, other = ask(postbox, "m1", order_id="1-2-3"), ask(postbox, "m2", order_id="4-5-6")
    arrive(postbox, copy_of(order_id="1-2-3"), now=NINE + 3 * HOUR)
    ticket.refresh_from_db()
    other.refresh_from_db()
    cycle = ticket.cycles.get()
    assert (cycle.end_reason, cycle.answered_at) == ("answered_outside", NINE + HOUR)
    assert (ticket.status, ticket.message_count) == (Status.WAITING, 2)
    assert other.needs_reply


def test_without_an_order_the_only_waiting_buyer_of_that_name_is_meant(postbox: Account) -> None:
    ask(postbox, "m1", buyer="Jeanne")
    ask(postbox, "m2", buyer="Paul")
    arrive(postbox, copy_of(buyer_name="JEANNE"), now=NINE + 2 * HOUR)
    assert [ticket.thread_id for ticket in Ticket.objects.filter(needs_reply=True)] == ["m2"]


def test_two_buyers_of_one_name_are_told_apart_by_what_the_copy_quotes(postbox: Account) -> None:
    ask(postbox, "m1", text="Bonjour, où est mon colis ?")
    ask(postbox, "m2", text="La couleur n'est pas la bonne, hélas.")
    arrive(postbox, copy_of(f"{ANSWER}\nLa couleur n'est pas la  bonne, hélas.", buyer_name="Jeanne"), now=NINE + DAY)
    assert [ticket.thread_id for ticket in Ticket.objects.filter(needs_reply=True)] == ["m1"]


def test_a_copy_that_fits_two_conversations_stops_no_clock_and_is_shown_on_the_account(postbox: Account) -> None:
    ask(postbox, "m1")
    ask(postbox, "m2")
    counts = arrive(postbox, copy_of(buyer_name="Jeanne"), now=NINE + 2 * HOUR)
    assert counts.new == 1
    assert Ticket.objects.filter(needs_reply=True).count() == 2
    assert Notice.objects.get().text == ANSWER


def test_a_buyer_who_wrote_after_the_answer_is_not_the_one_it_answered(postbox: Account) -> None:
    ask(postbox, "m1", at=NINE + 2 * HOUR)
    arrive(postbox, copy_of(buyer_name="Jeanne"), now=NINE + 3 * HOUR)
    assert Ticket.objects.get().needs_reply
    assert Notice.objects.exists()


def test_a_copy_that_comes_before_the_buyers_message_is_placed_later(postbox: Account) -> None:
    arrive(postbox, copy_of(buyer_name="Jeanne"), now=NINE + HOUR)
    assert place_loose_copies(postbox, now=NINE + HOUR) == 0
    ticket = ask(postbox, "m1")
    assert place_loose_copies(postbox, now=NINE + 2 * HOUR) == 1
    ticket.refresh_from_db()
    assert (ticket.needs_reply, ticket.message_count) == (False, 2)
    assert not Notice.objects.exists()
    assert place_loose_copies(postbox, now=NINE + 3 * HOUR) == 0


def test_every_pull_tries_again(postbox: Account) -> None:
    arrive(postbox, copy_of(buyer_name="Jeanne"), now=NINE + HOUR)
    ask(postbox, "m1")
    pull.pull_account(postbox, now=NINE + 2 * HOUR)
    assert not Ticket.objects.get().needs_reply


def test_a_copy_is_not_tried_for_longer_than_a_week(postbox: Account) -> None:
    arrive(postbox, copy_of(buyer_name="Jeanne"), now=NINE + HOUR)
    ask(postbox, "m1")
    assert place_loose_copies(postbox, now=NINE + 9 * DAY) == 0


def test_the_same_copy_for_a_second_address_changes_nothing(postbox: Account, agent: User) -> None:
    answer(ask(postbox, "m1"), agent)
    other = ask(postbox, "m2")
    arrive(postbox, copy_of(), now=NINE + 2 * HOUR)
    again = arrive(postbox, copy_of(external_id="c2"), copy_of(), now=NINE + 2 * HOUR)
    other.refresh_from_db()
    assert other.needs_reply
    assert again.repeated == 1
    assert Message.objects.filter(direction="out").count() == 1


def test_history_answered_on_the_marketplace_gets_its_answers(postbox: Account) -> None:
    person = Person("x@relay.test", "Jeanne")
    question = buyer_message("m1", buyer=person, order_id="1-2-3")
    arrive(postbox, question, copy_of(order_id="1-2-3"), now=NINE + 20 * DAY, quiet=True)
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.message_count, ticket.last_direction) == (Status.SOLVED, 2, "out")


def test_what_answers_a_reply_that_a_copy_settled_finds_its_conversation(
    postbox: Account, post: Post, agent: User
) -> None:
    """The reply has the copy's id; its own Message-ID is known by the key in it."""
    post.answers.append(OutcomeUnknown("the connection broke"))
    ticket = ask(postbox, "m1")
    reply = answer(ticket, agent)
    arrive(postbox, copy_of(), now=NINE + 2 * HOUR)
    names = (ThreadKey(f"mid:<{reply_key(reply)}@shop.test>"),)
    thanks = buyer_message("m2", thread_id="m2", at=NINE + 3 * HOUR, thread_keys=names)
    arrive(postbox, thanks, now=NINE + 3 * HOUR)
    assert Message.objects.get(external_id="m2").ticket == ticket
