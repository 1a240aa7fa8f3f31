"""The outbox against a simulated marketplace over real HTTP: never doubled, never lost, never a false word."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from connectors import accounts
from connectors.ebay.connector import EbayConnector
from connectors.models import Account, AccountState
from connectors.simulation import BuyerWrites, Simulator, Trouble
from inbox.errors import AccountAway, AlreadyLeft, EmptyReply, KeyUsedDifferently, NotSettled, ReplyTooLong
from inbox.models import Cause, Delivery, Message, Status, Ticket, User
from inbox.pulling import pull
from inbox.sending import delivery, outbox, settling

pytestmark = pytest.mark.django_db

UNDO = timedelta(seconds=10)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def waiting(shop: Account, simulator: Simulator) -> Ticket:
    """A ticket pulled from the marketplace, with a buyer who waits."""
    simulator.buyer_writes(BuyerWrites("velo_shop", "jeanne_d", "Bonjour, où est mon colis ?"))
    pull.pull_account(shop, now=timezone.now())
    return Ticket.objects.get()


def queue(ticket: Ticket, by: User, body: str = "Il arrive demain.", **fields: Any) -> Message:
    return outbox.queue_reply(ticket, body=body, by=by, now=timezone.now(), **fields)


def deliver(message: Message) -> Message:
    """As the worker does once the undo delay is over."""
    delivery.deliver(message.id, now=timezone.now() + UNDO)
    message.refresh_from_db()
    return message


def replies(simulator: Simulator) -> list[str]:
    return [reply.text for reply in simulator.replies()]


def test_a_reply_reaches_the_marketplace_and_answers_the_buyer(
    waiting: Ticket, agent: User, simulator: Simulator
) -> None:
    message = deliver(queue(waiting, agent))
    waiting.refresh_from_db()
    assert replies(simulator) == ["Il arrive demain."]
    assert message.delivery == Delivery.ACCEPTED
    assert message.external_id == simulator.replies()[0].message_id
    assert waiting.status == Status.WAITING
    assert waiting.reply_due_at is None
    assert waiting.cycles.get().answered_by == message


def test_a_reply_does_not_leave_before_the_undo_delay_is_over(
    waiting: Ticket, agent: User, simulator: Simulator
) -> None:
    message = queue(waiting, agent)
    assert delivery.deliver(message.id, now=timezone.now()) is None
    assert replies(simulator) == []


def test_a_queued_reply_does_not_stop_the_clock(waiting: Ticket, agent: User) -> None:
    queue(waiting, agent)
    waiting.refresh_from_db()
    assert waiting.needs_reply


def test_a_reply_can_be_taken_back_until_it_leaves(waiting: Ticket, agent: User, simulator: Simulator) -> None:
    message = queue(waiting, agent)
    outbox.cancel_reply(message, by=agent, now=timezone.now())
    assert deliver(message).delivery == Delivery.CANCELLED
    assert replies(simulator) == []


def test_a_reply_that_has_left_cannot_be_taken_back(waiting: Ticket, agent: User) -> None:
    message = deliver(queue(waiting, agent))
    with pytest.raises(AlreadyLeft):
        outbox.cancel_reply(message, by=agent, now=timezone.now())


def test_delivering_twice_sends_once(waiting: Ticket, agent: User, simulator: Simulator) -> None:
    message = deliver(deliver(queue(waiting, agent)))
    assert message.delivery == Delivery.ACCEPTED
    assert len(replies(simulator)) == 1


def test_our_own_reply_is_recognised_at_the_next_pull(waiting: Ticket, agent: User, shop: Account) -> None:
    deliver(queue(waiting, agent))
    pull.pull_account(shop, now=timezone.now())
    assert waiting.messages.filter(direction="out").count() == 1


@pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.UNAVAILABLE])
def test_a_call_without_effect_is_repeated_later(
    waiting: Ticket, agent: User, simulator: Simulator, trouble: Trouble
) -> None:
    simulator.trouble(trouble, path="send_message")
    message = deliver(queue(waiting, agent))
    assert (message.delivery, message.cause) == (Delivery.QUEUED, Cause.NO_EFFECT)
    delivery.deliver(message.id, now=timezone.now() + 30 * MINUTE)
    message.refresh_from_db()
    assert message.delivery == Delivery.ACCEPTED
    assert len(replies(simulator)) == 1


def test_repeats_are_bounded_and_end_visibly_unsent(waiting: Ticket, agent: User, simulator: Simulator) -> None:
    simulator.trouble(Trouble.UNAVAILABLE, times=100, path="send_message")
    message = queue(waiting, agent)
    for attempt in range(1, delivery.MOST_ATTEMPTS + 1):
        delivery.deliver(message.id, now=timezone.now() + attempt * timedelta(hours=2))
    message.refresh_from_db()
    waiting.refresh_from_db()
    assert (message.delivery, message.cause) == (Delivery.REFUSED, Cause.GAVE_UP)
    assert message.retryable
    assert waiting.needs_reply


def test_a_refusal_is_shown_in_the_marketplaces_words_and_never_repeated(
    waiting: Ticket, agent: User, simulator: Simulator
) -> None:
    simulator.trouble(Trouble.REFUSED, path="send_message")
    message = deliver(queue(waiting, agent))
    assert (message.delivery, message.cause) == (Delivery.REFUSED, Cause.REFUSED)
    assert message.reason
    assert not message.retryable
    assert deliver(message).delivery == Delivery.REFUSED
    assert replies(simulator) == []


@pytest.mark.usefixtures("impatient")
def test_a_time_out_after_acceptance_is_settled_by_reading_back(
    waiting: Ticket, agent: User, simulator: Simulator
) -> None:
    simulator.trouble(Trouble.TIMEOUT_AFTER, path="send_message")
    message = deliver(queue(waiting, agent))
    assert message.delivery == Delivery.UNSURE
    settling.settle_due(timezone.now() + MINUTE)
    message.refresh_from_db()
    waiting.refresh_from_db()
    assert message.delivery == Delivery.ACCEPTED
    assert not waiting.needs_reply
    assert len(replies(simulator)) == 1


@pytest.mark.usefixtures("impatient")
def test_a_time_out_before_acceptance_ends_visibly_unsent(waiting: Ticket, agent: User, simulator: Simulator) -> None:
    simulator.trouble(Trouble.TIMEOUT_BEFORE, path="send_message")
    message = deliver(queue(waiting, agent))
    settling.settle_due(timezone.now() + MINUTE)
    message.refresh_from_db()
    assert message.delivery == Delivery.UNSURE
    settling.settle_due(timezone.now() + 5 * MINUTE)
    message.refresh_from_db()
    assert (message.delivery, message.cause) == (Delivery.REFUSED, Cause.NOT_SHOWN)
    assert message.retryable
    assert replies(simulator) == []


@pytest.mark.usefixtures("impatient")
def test_a_reply_that_shows_up_after_all_is_accepted_after_all(
    waiting: Ticket, agent: User, simulator: Simulator, shop: Account
) -> None:
    simulator.trouble(Trouble.TIMEOUT_BEFORE, path="send_message")
    message = deliver(queue(waiting, agent))
    settling.settle_due(timezone.now() + 5 * MINUTE)
    simulator.seller_writes(seller="velo_shop", thread_id=waiting.thread_id, text=message.body_text)
    pull.pull_account(shop, now=timezone.now())
    message.refresh_from_db()
    assert message.delivery == Delivery.ACCEPTED


def test_a_server_error_leaves_the_reply_unsure_and_is_not_repeated(
    waiting: Ticket, agent: User, simulator: Simulator
) -> None:
    simulator.trouble(Trouble.SERVER_ERROR, path="send_message")
    message = deliver(queue(waiting, agent))
    assert (message.delivery, message.cause) == (Delivery.UNSURE, Cause.NO_ANSWER)
    assert deliver(message).delivery == Delivery.UNSURE


def test_a_worker_that_dies_while_sending_leaves_the_reply_unsure(waiting: Ticket, agent: User) -> None:
    message = queue(waiting, agent)
    with patch.object(EbayConnector, "send", side_effect=SystemExit), pytest.raises(SystemExit):
        deliver(message)
    settling.expire_leases(timezone.now() + 3 * MINUTE)
    message.refresh_from_db()
    assert (message.delivery, message.cause) == (Delivery.UNSURE, Cause.WORKER_LOST)


def _die_after(step: Callable[..., object]) -> Callable[..., object]:
    def dying(*args: object, **kwargs: object) -> object:
        step(*args, **kwargs)
        raise SystemExit

    return dying


def test_a_worker_that_dies_right_after_acceptance_neither_doubles_nor_loses(
    waiting: Ticket, agent: User, simulator: Simulator
) -> None:
    message = queue(waiting, agent)
    with patch.object(EbayConnector, "send", _die_after(EbayConnector.send)), pytest.raises(SystemExit):
        deliver(message)
    settling.settle_due(timezone.now() + 3 * MINUTE)
    message.refresh_from_db()
    assert message.delivery == Delivery.ACCEPTED
    assert len(replies(simulator)) == 1


def test_a_pull_between_sending_and_recording_makes_no_second_message(
    waiting: Ticket, agent: User, shop: Account
) -> None:
    send = EbayConnector.send

    def send_then_pull(self: EbayConnector, reply: object) -> object:
        sent = send(self, reply)  # type: ignore[arg-type]
        pull.pull_account(shop, now=timezone.now() + UNDO)
        return sent

    with patch.object(EbayConnector, "send", send_then_pull):
        message = deliver(queue(waiting, agent))
    assert message.delivery == Delivery.ACCEPTED
    assert waiting.messages.filter(direction="out").count() == 1


def test_replies_of_one_conversation_leave_in_order(waiting: Ticket, agent: User, simulator: Simulator) -> None:
    first, second = queue(waiting, agent, "Un."), queue(waiting, agent, "Deux.")
    deliver(second)
    assert replies(simulator) == []
    deliver(first)
    deliver(second)
    assert replies(simulator) == ["Un.", "Deux."]


def test_the_same_key_queues_one_reply(waiting: Ticket, agent: User) -> None:
    first = queue(waiting, agent, idempotency_key="k1")
    assert queue(waiting, agent, idempotency_key="k1") == first
    with pytest.raises(KeyUsedDifferently):
        queue(waiting, agent, "Autre chose.", idempotency_key="k1")


def test_what_the_marketplace_would_not_take_is_refused_before_queueing(waiting: Ticket, agent: User) -> None:
    with pytest.raises(EmptyReply):
        queue(waiting, agent, "  \n ")
    with pytest.raises(ReplyTooLong):
        queue(waiting, agent, "é" * 2001)
    assert not waiting.messages.filter(direction="out").exists()


def test_an_account_that_must_sign_in_again_queues_nothing(waiting: Ticket, agent: User) -> None:
    accounts.set_state(waiting.account, AccountState.SIGN_IN, reason="", now=timezone.now())
    with pytest.raises(AccountAway):
        queue(waiting, agent)


def test_a_person_can_settle_an_unsure_reply(waiting: Ticket, agent: User, simulator: Simulator) -> None:
    simulator.trouble(Trouble.SERVER_ERROR, path="send_message")
    message = deliver(queue(waiting, agent))
    outbox.confirm_not_sent(message, by=agent, now=timezone.now())
    message.refresh_from_db()
    assert message.cause == Cause.NOT_SENT
    with pytest.raises(NotSettled):
        outbox.confirm_sent(message, by=agent, now=timezone.now())
    again = deliver(outbox.send_again(message, by=agent, now=timezone.now()))
    assert again.delivery == Delivery.ACCEPTED
    assert len(replies(simulator)) == 1


def test_a_person_can_say_that_it_was_sent(waiting: Ticket, agent: User, simulator: Simulator) -> None:
    simulator.trouble(Trouble.SERVER_ERROR, path="send_message")
    message = deliver(queue(waiting, agent))
    outbox.confirm_sent(message, by=agent, now=timezone.now())
    waiting.refresh_from_db()
    assert not waiting.needs_reply
