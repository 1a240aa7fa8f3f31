"""Closing, choosing a recipient and writing first, against the simulated Octopia."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.simulation import BuyerOrders, Trouble
from inbox.models import Conversation, Delivery, Message, Ticket, User
from inbox.sending import closing, opening
from inbox.sending.delivery import deliver
from inbox.sending.outbox import queue_reply
from tests.inbox.test_octopia import BUYER, ORDER, SELLER, Asks, asks, boutique, look, octopia
from tests.make import make_user

__all__ = ["asks", "boutique", "octopia"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> User:
    return make_user()


@pytest.fixture
def ticket(asks: Asks) -> Ticket:
    asks()
    return Ticket.objects.select_related("account").get()


def send(message: Message) -> Message:
    deliver(message.pk, now=timezone.now() + timedelta(minutes=1))
    return Message.objects.select_related("ticket").get(pk=message.pk)


def test_octopia_refuses_to_close_before_the_shop_has_answered_and_then_does(ticket: Ticket, agent: User) -> None:
    closing.ask_to_set_open(ticket, False, by=agent, now=timezone.now())
    closing.change_due(timezone.now())
    refused = Conversation.objects.get()
    assert refused.is_open is True
    assert "answered last" in refused.refusal

    send(queue_reply(ticket, body="Il arrive demain.", by=agent, now=timezone.now()))
    closing.ask_to_set_open(ticket, False, by=agent, now=timezone.now())
    closing.change_due(timezone.now())
    look(ticket.account)

    done = Conversation.objects.get()
    assert (done.is_open, done.wanted_open, done.refusal) == (False, None, "")


def test_a_reply_to_customer_care_arrives_there_and_the_buyer_waits_on(
    octopia: CdiscountSimulator, ticket: Ticket, agent: User
) -> None:
    message = send(
        queue_reply(ticket, body="Le transporteur enquête.", by=agent, now=timezone.now(), recipient="GrcOperator")
    )
    look(ticket.account)
    ticket.refresh_from_db()
    assert (message.delivery, message.recipient) == (Delivery.ACCEPTED, "GrcOperator")
    assert ticket.needs_reply
    assert Message.objects.count() == 2


def test_writing_first_with_no_answer_opens_one_discussion_and_the_next_pull_settles_it(
    octopia: CdiscountSimulator, ticket: Ticket, agent: User
) -> None:
    octopia.places_order(BuyerOrders(SELLER, BUYER, ORDER, "L-2", "Lampe", Decimal("39.80"), language="fr"))
    look(ticket.account)
    (topic, *_others) = opening.topics_for(ticket)
    message = opening.open_about(
        ticket,
        topic=topic.code,
        subject="Votre commande",
        text="Votre colis partira lundi.",
        by=agent,
        now=timezone.now(),
        key="k",
    )
    octopia.trouble(Trouble.CONNECTION_CUT, path="/discussions")
    assert send(message).delivery == Delivery.UNSURE

    look(ticket.account)

    message = send(message)
    assert message.delivery == Delivery.ACCEPTED
    assert not message.ticket.is_opening
    assert Ticket.objects.count() == 2
    assert Message.objects.filter(body_text="Votre colis partira lundi.").count() == 1
