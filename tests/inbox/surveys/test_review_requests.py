"""Where the marketplace asks for a review itself, it is had to ask: once, as soon as it allows it."""

import pytest
from django.utils import timezone

from connectors.amazon.simulator import AmazonSimulator
from connectors.amazon.spapi.kinds import REVIEW
from connectors.models import Account
from inbox.models import LeftOut, Message, MessageDirection, Survey, Ticket
from inbox.surveys.asking import ask_due
from inbox.surveys.choices import choose
from inbox.surveys.review_requests import GIVE_UP_AFTER, LOOK_AGAIN
from tests.amazon import ORDER, amazon, buys, lamps  # noqa: F401 - fixtures
from tests.make import DAY, make_ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey(lamps: Account) -> Survey:  # noqa: F811
    """Due now."""
    now = timezone.now()
    ticket = make_ticket(account=lamps, order_id=ORDER, status="solved", solved_at=now - 2 * DAY)
    choose(lamps, is_on=True, days=2, now=now - 9 * DAY)
    return Survey.objects.create(ticket=ticket, account=lamps, solved_at=now - 2 * DAY, due_at=now - DAY)


def test_a_review_is_asked_for_once(survey: Survey, amazon: AmazonSimulator) -> None:  # noqa: F811
    now = timezone.now()
    buys(amazon, at=now - 12 * DAY)
    ask_due(now)
    ask_due(now + LOOK_AGAIN)
    survey.refresh_from_db()
    assert survey.asked_at == now
    assert Message.objects.get().direction == MessageDirection.SYSTEM
    assert [sent.action for sent in amazon.spapi.sent] == [REVIEW]


def test_one_that_is_not_allowed_yet_is_looked_at_again(survey: Survey, amazon: AmazonSimulator) -> None:  # noqa: F811
    now = timezone.now()
    buys(amazon, at=now - 2 * DAY)
    ask_due(now)
    survey.refresh_from_db()
    assert (survey.asked_at, survey.left_out, survey.due_at) == (None, "", now + LOOK_AGAIN)


def test_one_that_is_never_allowed_is_given_up(survey: Survey, amazon: AmazonSimulator) -> None:  # noqa: F811
    now = timezone.now()
    buys(amazon, at=now - DAY)
    ask_due(now + GIVE_UP_AFTER)
    survey.refresh_from_db()
    assert survey.left_out == LeftOut.NOT_ALLOWED


def test_a_ticket_without_an_order_has_nothing_to_ask_about(survey: Survey) -> None:
    Ticket.objects.update(order_id="")
    ask_due(timezone.now())
    survey.refresh_from_db()
    assert survey.left_out == LeftOut.NOT_ALLOWED
