"""Closing and reopening a conversation at the marketplace: asked for here, done there or refused in its words."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils.translation import override

from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater
from connectors.models import Account, AccountState
from inbox.errors import NothingToClose
from inbox.models import Conversation, Delivery, EventKind, MessageDirection, Ticket, TicketEvent, User
from inbox.sending import closing
from inbox.sending.closing import ask_to_set_open, change_due
from tests.inbox.fake_marketplace import Post
from tests.make import NINE, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
LATER = NINE + timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def agent() -> User:
    return make_user(first_name="Alix")


@pytest.fixture
def ticket(desk: Account) -> Ticket:
    found = make_ticket(account=desk, thread_id="North:1")
    Conversation.objects.create(account=desk, thread_id="North:1", is_open=True, changed_at=NINE)
    return found


def outcomes() -> list[str]:
    events = TicketEvent.objects.filter(kind=EventKind.CONVERSATION).order_by("id")
    return [event.after["outcome"] for event in events if event.after]


def test_a_conversation_is_closed_once_and_the_log_says_so(ticket: Ticket, agent: User, post: Post) -> None:
    asked = ask_to_set_open(ticket, False, by=agent, now=NINE)
    assert (asked.wanted_open, asked.wanted_by, asked.is_open) == (False, agent, True)

    assert change_due(NINE) == 1
    assert change_due(LATER) == 0

    row = Conversation.objects.get()
    assert post.closings == [("North:1", False)]
    assert (row.is_open, row.wanted_open, row.next_try_at) == (False, None, None)
    assert outcomes() == ["asked", "done"]


def test_a_conversation_nothing_was_told_of_can_be_closed_too(desk: Account, agent: User, post: Post) -> None:
    ask_to_set_open(make_ticket(account=desk, thread_id="North:2"), False, by=agent, now=NINE)
    change_due(NINE)
    assert (post.closings, Conversation.objects.get().is_open) == ([("North:2", False)], False)


def test_what_is_so_already_is_not_asked_for(ticket: Ticket, agent: User) -> None:
    assert ask_to_set_open(ticket, True, by=agent, now=NINE).wanted_open is None
    assert (change_due(NINE), outcomes()) == (0, [])


def test_a_marketplace_without_closing_says_so(postbox: Account, agent: User) -> None:
    with pytest.raises(NothingToClose, match="Postbox has no conversation here"):
        ask_to_set_open(make_ticket(account=postbox), False, by=agent, now=NINE)


def test_a_claim_is_no_conversation(desk: Account, agent: User) -> None:
    with pytest.raises(NothingToClose):
        ask_to_set_open(make_ticket(account=desk, kind="claim"), False, by=agent, now=NINE)


def test_a_refusal_stays_with_its_reason_and_is_not_repeated(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [ReplyRefused("answer the buyer first")]
    ask_to_set_open(ticket, False, by=agent, now=NINE)

    change_due(NINE)
    change_due(LATER)

    row = Conversation.objects.get()
    assert (row.is_open, row.wanted_open, row.refusal) == (True, None, "answer the buyer first")
    assert (len(post.closings), outcomes()) == (1, ["asked", "refused"])


def test_asking_again_takes_the_refusal_away(ticket: Ticket, agent: User) -> None:
    Conversation.objects.update(refusal="answer the buyer first")
    assert ask_to_set_open(ticket, False, by=agent, now=NINE).refusal == ""


def test_a_marketplace_that_is_busy_is_asked_again_as_late_as_it_wants(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [TryLater("busy", timedelta(minutes=2))]
    ask_to_set_open(ticket, False, by=agent, now=NINE)

    change_due(NINE)
    change_due(NINE + timedelta(minutes=1))
    assert len(post.closings) == 1
    change_due(NINE + timedelta(minutes=3))

    assert Conversation.objects.get().is_open is False


def test_an_answer_that_never_came_is_asked_for_again(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [OutcomeUnknown("no answer")]
    ask_to_set_open(ticket, False, by=agent, now=NINE)
    change_due(NINE)
    change_due(LATER)
    assert Conversation.objects.get().is_open is False


def test_trying_ends_some_time(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [TryLater("busy")] * 20
    ask_to_set_open(ticket, False, by=agent, now=NINE)
    for hour in range(12):
        change_due(NINE + timedelta(hours=hour))
    row = Conversation.objects.get()
    assert (len(post.closings), row.wanted_open, row.refusal) == (closing.MOST_ATTEMPTS, None, "busy")


def test_an_account_that_must_sign_in_keeps_it_waiting(ticket: Ticket, agent: User, post: Post) -> None:
    post.answers = [SignInAgain("consent is over")]
    ask_to_set_open(ticket, False, by=agent, now=NINE)
    change_due(NINE)
    assert change_due(LATER) == 0
    assert Account.objects.get(pk=ticket.account_id).state == AccountState.SIGN_IN

    Account.objects.update(state=AccountState.OK)
    change_due(LATER)
    assert Conversation.objects.get().is_open is False


def test_two_workers_never_ask_at_once(ticket: Ticket, agent: User, post: Post) -> None:
    conversation = ask_to_set_open(ticket, False, by=agent, now=NINE)
    post.during = [lambda: closing.change(conversation.pk, now=NINE + SECOND)]

    change_due(NINE)

    assert post.closings == [("North:1", False)]


def test_after_a_worker_died_the_next_one_asks(ticket: Ticket, agent: User, post: Post) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    ask_to_set_open(ticket, False, by=agent, now=NINE)
    post.during = [die]
    with pytest.raises(KeyboardInterrupt):
        change_due(NINE)

    assert change_due(NINE + SECOND) == 0
    assert change_due(LATER) == 1
    assert Conversation.objects.get().is_open is False


def test_an_agent_who_changes_his_mind_meanwhile_is_next(ticket: Ticket, agent: User, post: Post) -> None:
    ask_to_set_open(ticket, False, by=agent, now=NINE)
    post.during = [lambda: ask_to_set_open(ticket, True, by=agent, now=NINE + SECOND)]

    change_due(NINE)
    change_due(NINE + timedelta(seconds=5))

    assert post.closings == [("North:1", False), ("North:1", True)]
    row = Conversation.objects.get()
    assert (row.is_open, row.wanted_open) == (True, None)


def test_a_reply_that_is_about_to_leave_goes_first(ticket: Ticket, agent: User, post: Post) -> None:
    reply = make_message(ticket, direction=MessageDirection.OUT, delivery=Delivery.QUEUED, send_after=NINE)
    ask_to_set_open(ticket, False, by=agent, now=NINE)

    assert change_due(NINE) == 0
    reply.delivery = Delivery.CANCELLED
    reply.save()
    assert change_due(NINE) == 1
