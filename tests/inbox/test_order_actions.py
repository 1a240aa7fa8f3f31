"""Actions on an order: done once, put into the conversation, honest about what is not known."""

import pytest
from django.utils import timezone

from connectors.abilities import OrderAction
from connectors.amazon.simulator import AmazonSimulator
from connectors.models import Account
from connectors.simulation import Trouble
from inbox.deadlines.log import logs_of
from inbox.errors import EmptyReply
from inbox.models import Cause, Message, MessageDirection, Ticket, TicketEvent, User
from inbox.orders import actions as order_actions
from inbox.orders.errors import ActionRefused, ActionTakenAlready
from tests.amazon import ORDER, amazon, buys, lamps  # noqa: F401
from tests.make import make_ticket

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Votre lampe part demain."


@pytest.fixture
def about_order(lamps: Account, amazon: AmazonSimulator) -> Ticket:  # noqa: F811
    buys(amazon)
    return make_ticket(account=lamps, order_id=ORDER)


def action_of(ticket: Ticket, name: str) -> OrderAction:
    return next(action for action in order_actions.actions_for(ticket) if action.name == name)


def do(ticket: Ticket, action: OrderAction, by: User, *, text: str = TEXT, key: str = "1") -> Message:
    return order_actions.act(ticket, action=action, values={"text": text}, files=(), by=by, now=timezone.now(), key=key)


def test_what_amazon_does_not_offer_says_why(about_order: Ticket) -> None:
    actions = order_actions.actions_for(about_order)

    assert any(not action.reason for action in actions)
    assert any(action.reason for action in actions)


def test_a_typed_message_stands_in_the_conversation_and_stops_no_clock(about_order: Ticket, agent: User) -> None:
    entry = do(about_order, action_of(about_order, "unexpectedProblem"), agent)

    assert (entry.direction, entry.author, entry.cause) == (MessageDirection.SYSTEM, "Camille Roy", "")
    assert TEXT in entry.body_text
    assert logs_of([about_order.id]) == {}
    assert TicketEvent.objects.get(ticket=about_order).after == {"action": "unexpectedProblem", "outcome": "done"}


def test_a_button_pressed_twice_acts_once(about_order: Ticket, agent: User) -> None:
    action = action_of(about_order, "unexpectedProblem")
    do(about_order, action, agent)

    with pytest.raises(ActionTakenAlready):
        do(about_order, action, agent)
    assert Message.objects.count() == 1


def test_a_refusal_leaves_nothing_behind(about_order: Ticket, agent: User, amazon: AmazonSimulator) -> None:  # noqa: F811
    action = action_of(about_order, "unexpectedProblem")
    amazon.trouble(Trouble.REFUSED, path="/messages/unexpectedProblem")

    with pytest.raises(ActionRefused, match="Amazon refused"):
        do(about_order, action, agent)
    assert not Message.objects.exists()


def test_an_action_without_an_answer_is_said_to_be_unsure(
    about_order: Ticket,
    agent: User,
    amazon: AmazonSimulator,  # noqa: F811
) -> None:
    action = action_of(about_order, "unexpectedProblem")
    amazon.trouble(Trouble.SERVER_ERROR, path="/messages/unexpectedProblem")

    entry = do(about_order, action, agent)

    assert Message.objects.get(pk=entry.pk).cause == Cause.NO_ANSWER


def test_an_empty_text_is_not_sent(about_order: Ticket, agent: User) -> None:
    with pytest.raises(EmptyReply):
        do(about_order, action_of(about_order, "unexpectedProblem"), agent, text=" ")
