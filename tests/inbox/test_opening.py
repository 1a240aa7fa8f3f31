"""Writing first about an order: sent once, never a second conversation, settled by what the marketplace shows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils.translation import override

from connectors.errors import OutcomeUnknown, ReplyRefused, TryLater
from connectors.incoming import IncomingMessage
from connectors.models import Account
from connectors.outgoing import OpenedConversation
from inbox.errors import NothingToOpen, NotOpenedYet
from inbox.models import Cause, Delivery, Message, Status, Ticket, User
from inbox.sending import opening
from inbox.sending.closing import can_be_closed
from inbox.sending.delivery import deliver
from inbox.sending.outbox import queue_reply, send_again
from inbox.sending.settling import settle
from tests.inbox.arrive import arrive, shop_message
from tests.inbox.fake_marketplace import DeskConnector, Post
from tests.make import NINE, make_order, make_ticket, make_user

pytestmark = pytest.mark.django_db
SOON = NINE + timedelta(minutes=1)
LATER = NINE + timedelta(minutes=30)
THREAD = "North:opened-1"
TEXT = "Votre colis partira lundi."


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def agent() -> User:
    return make_user()


@pytest.fixture
def ticket(desk: Account) -> Ticket:
    make_order(account=desk, external_id="A-1", channel="North", state="Shipped")
    return make_ticket(account=desk, order_id="A-1", channel="North")


def write_first(ticket: Ticket, agent: User, *, key: str = "k") -> Message:
    return opening.open_about(ticket, topic="late", subject="Votre commande", text=TEXT, by=agent, now=NINE, key=key)


def sent(message: Message) -> Message:
    deliver(message.pk, now=SOON)
    return Message.objects.select_related("ticket__account").get(pk=message.pk)


def shown(external_id: str = "s1", thread_id: str = THREAD, **fields: str) -> IncomingMessage:
    values = {"order_id": "A-1", "text": TEXT} | fields
    return shop_message(external_id, at=SOON, thread_id=thread_id, **values)


def test_a_conversation_is_opened_about_the_order_and_gets_its_name(ticket: Ticket, agent: User, post: Post) -> None:
    message = sent(write_first(ticket, agent))

    (asked,) = post.opened
    assert (asked.order_id, asked.channel, asked.topic) == ("A-1", "North", "late")
    assert (asked.subject, asked.body) == ("Votre commande", TEXT)
    assert (message.delivery, message.external_id) == (Delivery.ACCEPTED, "opening-1")
    assert (message.ticket.thread_id, message.ticket.status) == (THREAD, Status.WAITING)
    assert message.ticket.buyer == ticket.buyer


def test_pressing_twice_opens_one_conversation(ticket: Ticket, agent: User) -> None:
    assert write_first(ticket, agent) == write_first(ticket, agent)
    assert Ticket.objects.count() == 2


def test_what_the_next_pull_shows_is_the_same_conversation(ticket: Ticket, agent: User) -> None:
    message = sent(write_first(ticket, agent))
    arrive(ticket.account, shown("opening-1"), now=LATER)
    assert Message.objects.get().pk == message.pk
    assert Ticket.objects.count() == 2


def test_without_an_answer_it_is_unsure_and_the_next_pull_settles_it(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [OutcomeUnknown("no answer")]
    message = sent(write_first(ticket, agent))
    assert (message.delivery, message.ticket.is_opening) == (Delivery.UNSURE, True)
    settle(message.pk, now=LATER)
    assert sent(message).delivery == Delivery.UNSURE

    arrive(ticket.account, shown(), now=LATER)

    message = sent(message)
    assert (message.delivery, message.external_id) == (Delivery.ACCEPTED, "s1")
    assert message.ticket.thread_id == THREAD
    assert (len(post.opened), Ticket.objects.count()) == (1, 2)


def test_another_conversation_about_the_order_is_not_mistaken_for_it(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [OutcomeUnknown("no answer")]
    message = sent(write_first(ticket, agent))
    arrive(ticket.account, shown(thread_id="North:other", text="Autre chose"), now=LATER)
    assert sent(message).ticket.is_opening


def test_a_marketplace_that_names_no_message_is_read_back(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DeskConnector, "open_conversation", lambda _self, _message: OpenedConversation(THREAD))
    message = sent(write_first(ticket, agent))
    assert (message.delivery, message.ticket.thread_id) == (Delivery.UNSURE, THREAD)
    arrive(ticket.account, shown(), now=LATER)
    assert sent(message).delivery == Delivery.ACCEPTED


def test_a_pull_that_was_faster_keeps_its_ticket_and_gets_the_message(ticket: Ticket, agent: User, post: Post) -> None:
    arrive(ticket.account, shown("opening-1", text="as the marketplace changed it"))
    message = sent(write_first(ticket, agent))
    assert (message.delivery, message.ticket.thread_id) == (Delivery.ACCEPTED, THREAD)
    assert message.ticket.messages.count() == 1


def test_a_refusal_is_told_and_the_text_can_be_sent_again(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [ReplyRefused("no such topic")]
    message = sent(write_first(ticket, agent))
    assert (message.delivery, message.cause, message.reason) == (Delivery.REFUSED, Cause.REFUSED, "no such topic")

    again = send_again(message, by=agent, now=LATER)
    deliver(again.pk, now=LATER + timedelta(minutes=1))
    assert Message.objects.get(pk=again.pk).delivery == Delivery.ACCEPTED


def test_a_busy_marketplace_is_asked_again(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [TryLater("busy")]
    message = sent(write_first(ticket, agent))
    assert message.delivery == Delivery.QUEUED
    deliver(message.pk, now=LATER)
    assert sent(message).delivery == Delivery.ACCEPTED


def test_nothing_more_is_written_or_closed_until_the_conversation_has_its_name(ticket: Ticket, agent: User) -> None:
    message = write_first(ticket, agent)
    with pytest.raises(NotOpenedYet, match="Wait until Desk shows this conversation"):
        queue_reply(message.ticket, body="Encore", by=agent, now=NINE)
    assert not can_be_closed(message.ticket)


def test_where_the_seller_cannot_write_first_nothing_is_queued(postbox: Account, agent: User) -> None:
    with pytest.raises(NothingToOpen):
        write_first(make_ticket(account=postbox, order_id="A-1"), agent)
    assert not Message.objects.exists()


def test_topics_are_asked_for_with_the_orders_channel(ticket: Ticket) -> None:
    assert [topic.code for topic in opening.topics_for(ticket)] == ["late", "invoice"]
