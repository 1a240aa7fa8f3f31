"""A reply that was taken first and then came back: refused, with its reason, and the buyer waits as before."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.errors import OutcomeUnknown
from connectors.incoming import IncomingFailure, Person
from connectors.models import Account, Notice
from inbox.models import Cause, Delivery, EventKind, Message, Status, Ticket, User
from inbox.sending import delivery, outbox
from inbox.sending.reply_keys import reply_key
from inbox.tickets import triage
from tests.inbox.arrive import arrive, buyer_message
from tests.inbox.fake_marketplace import Post
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
ALIAS = "abc123@relay.test"


def failure(*, at: datetime = NINE + 2 * HOUR, external_id: str = "f1", **fields: Any) -> IncomingFailure:
    values: dict[str, Any] = {"permanent": True, "reason": "mailbox unknown", "remedy": "opted_out"} | fields
    return IncomingFailure(external_id, at, "Undelivered", "It could not be delivered.", **values)


def last_word(ticket: Ticket) -> dict[str, str]:
    """What the log said of a delivery last."""
    found: dict[str, str] = ticket.events.filter(kind=EventKind.DELIVERY).order_by("-id")[0].after or {}
    return found


@pytest.fixture
def waiting(postbox: Account) -> Ticket:
    """A buyer who asked at nine about an order."""
    arrive(postbox, buyer_message("m1", buyer=Person(ALIAS, "Jeanne"), order_id="1-2-3"), now=NINE)
    return Ticket.objects.get()


def answer(ticket: Ticket, by: User, *, now: datetime = NINE + HOUR, text: str = "Demain.") -> Message:
    message = outbox.queue_reply(ticket, body=text, by=by, now=now - MINUTE)
    delivery.deliver(message.pk, now=now)
    message.refresh_from_db()
    return message


def test_a_bounce_makes_the_reply_refused_and_the_wait_goes_on_from_its_beginning(waiting: Ticket, agent: User) -> None:
    reply = answer(waiting, agent)
    arrive(waiting.account, failure(message_id=reply.external_id), now=NINE + 2 * HOUR)
    reply.refresh_from_db()
    waiting.refresh_from_db()
    assert (reply.delivery, reply.cause) == (Delivery.REFUSED, Cause.BOUNCED)
    assert (reply.reason, reply.remedy) == ("mailbox unknown", "opted_out")
    assert reply.retryable
    assert (waiting.status, waiting.needs_reply, waiting.unread) == (Status.OPEN, True, True)
    assert waiting.reply_due_at == NINE + DAY
    assert (waiting.message_count, waiting.last_direction) == (1, "in")
    assert waiting.cycles.get().opened_at == NINE
    assert last_word(waiting)["cause"] == "bounced"


def test_without_our_name_of_it_the_newest_reply_on_that_order_to_that_buyer_is_meant(
    waiting: Ticket, agent: User
) -> None:
    first = answer(waiting, agent)
    second = answer(waiting, agent, text="Après-demain.", now=NINE + HOUR + 5 * MINUTE)
    arrive(waiting.account, failure(order_id="1-2-3", buyer_handle=ALIAS.upper()), now=NINE + 2 * HOUR)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.delivery, second.delivery) == (Delivery.ACCEPTED, Delivery.REFUSED)


def test_the_same_notice_for_a_second_address_refuses_nothing_else(waiting: Ticket, agent: User) -> None:
    first = answer(waiting, agent)
    answer(waiting, agent, text="Après-demain.", now=NINE + HOUR + 5 * MINUTE)
    arrive(waiting.account, failure(order_id="1-2-3", buyer_handle=ALIAS), now=NINE + 2 * HOUR)
    counts = arrive(waiting.account, failure(external_id="f2", order_id="1-2-3"), now=NINE + 2 * HOUR)
    first.refresh_from_db()
    assert first.delivery == Delivery.ACCEPTED
    assert (counts.new, counts.repeated) == (0, 1)


def test_while_it_is_still_being_tried_only_the_log_says_so(waiting: Ticket, agent: User) -> None:
    reply = answer(waiting, agent)
    late = failure(message_id=reply.external_id, permanent=False, reason="greylisted")
    arrive(waiting.account, late, now=NINE + 2 * HOUR)
    reply.refresh_from_db()
    waiting.refresh_from_db()
    assert reply.delivery == Delivery.ACCEPTED
    assert not waiting.needs_reply
    assert last_word(waiting)["delayed"] == "greylisted"


def test_what_belongs_to_no_reply_is_shown_on_the_account_once(waiting: Ticket) -> None:
    lost = failure(message_id="<somebody@else.test>", order_id="9-9-9")
    assert arrive(waiting.account, lost, now=NINE + 2 * HOUR).new == 1
    assert arrive(waiting.account, lost, now=NINE + 2 * HOUR).new == 0
    assert Notice.objects.get().text == "It could not be delivered."


def test_a_bounce_settles_a_reply_of_which_nobody_knew_whether_it_left(
    waiting: Ticket, post: Post, agent: User
) -> None:
    post.answers.append(OutcomeUnknown("the connection broke"))
    reply = answer(waiting, agent)
    arrive(waiting.account, failure(message_id=f"<{reply_key(reply)}@shop.test>"), now=NINE + 2 * HOUR)
    reply.refresh_from_db()
    assert (reply.delivery, reply.cause) == (Delivery.REFUSED, Cause.BOUNCED)


def test_a_ticket_solved_since_is_open_again_with_its_old_deadline(waiting: Ticket, agent: User) -> None:
    reply = answer(waiting, agent)
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=NINE + 2 * HOUR)
    arrive(waiting.account, failure(message_id=reply.external_id, at=NINE + 3 * HOUR), now=NINE + 3 * HOUR)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.solved_at, waiting.reply_due_at) == (Status.OPEN, None, NINE + DAY)


def test_a_buyer_who_wrote_again_meanwhile_waits_since_his_first_question(waiting: Ticket, agent: User) -> None:
    reply = answer(waiting, agent)
    again = buyer_message("m2", buyer=Person(ALIAS), at=NINE + 90 * MINUTE)
    arrive(waiting.account, again, now=NINE + 90 * MINUTE)
    assert waiting.cycles.count() == 2
    arrive(waiting.account, failure(message_id=reply.external_id), now=NINE + 2 * HOUR)
    waiting.refresh_from_db()
    assert waiting.cycles.get().opened_at == NINE
    assert waiting.reply_due_at == NINE + DAY


def test_the_reply_can_be_sent_again_and_answers_then(waiting: Ticket, post: Post, agent: User) -> None:
    reply = answer(waiting, agent)
    arrive(waiting.account, failure(message_id=reply.external_id), now=NINE + 2 * HOUR)
    reply.refresh_from_db()
    again = outbox.send_again(reply, by=agent, now=NINE + 2 * HOUR)
    delivery.deliver(again.pk, now=NINE + 3 * HOUR)
    waiting.refresh_from_db()
    assert len({sent.key for sent in post.sent}) == 2
    assert not waiting.needs_reply
    assert waiting.cycles.get().answered_by == again


def test_a_reply_that_counts_as_arrived_since_it_was_taken_may_still_come_back(
    waiting: Ticket, post: Post, agent: User
) -> None:
    post.confirmed = True
    reply = answer(waiting, agent)
    assert reply.confirmed_at
    arrive(waiting.account, failure(order_id="1-2-3", buyer_handle=ALIAS), now=NINE + 2 * HOUR)
    reply.refresh_from_db()
    assert (reply.delivery, reply.cause) == (Delivery.REFUSED, Cause.BOUNCED)


def test_of_two_such_replies_neither_is_guessed_to_have_come_back(waiting: Ticket, post: Post, agent: User) -> None:
    post.confirmed = True
    answer(waiting, agent)
    answer(waiting, agent, text="Après-demain.", now=NINE + HOUR + 5 * MINUTE)
    arrive(waiting.account, failure(order_id="1-2-3", buyer_handle=ALIAS), now=NINE + 2 * HOUR)
    assert not Message.objects.filter(delivery=Delivery.REFUSED).exists()
    assert Notice.objects.count() == 1
