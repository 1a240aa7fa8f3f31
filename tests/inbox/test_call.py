"""Telephone calls that were logged: an answer at their own time."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from connectors.models import Account
from inbox import changes
from inbox.errors import EmptyReply
from inbox.models import EventKind, MessageDirection, Status, Ticket, User
from inbox.tickets.call import Caller, log_call
from inbox.tickets.endings import answer_needed_for
from inbox.tickets.errors import InTheFuture
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE

Commits = Callable[..., AbstractContextManager[object]]

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR


@pytest.fixture
def waiting(account: Account) -> Ticket:
    arrive(account, buyer_message("m1", at=NINE))
    return Ticket.objects.get()


def test_a_call_answers_at_its_own_time(waiting: Ticket, agent: User) -> None:
    note = log_call(waiting, caller=Caller.SHOP, at=TEN, note="Colis retrouvé.", by=agent, now=TEN + 5 * HOUR)
    cycle = waiting.cycles.get()
    assert (cycle.end_reason, cycle.ended_at, cycle.answered_at) == ("call", TEN, TEN)
    assert (waiting.needs_reply, waiting.status) == (False, Status.WAITING)
    assert (note.direction, note.written_at, note.user) == (MessageDirection.NOTE, TEN, agent)


def test_the_log_says_who_rang_and_when(waiting: Ticket, agent: User) -> None:
    note = log_call(waiting, caller=Caller.BUYER, at=TEN, note="Il rappelle demain.", by=agent, now=TEN + HOUR)
    event = waiting.events.get(kind=EventKind.CALL)
    assert (event.at, event.user, event.after, event.message_id) == (TEN, agent, {"value": "buyer"}, note.pk)


def test_a_call_after_the_deadline_is_late(waiting: Ticket, agent: User) -> None:
    log_call(waiting, caller=Caller.SHOP, at=NINE + 2 * DAY, note="Fait.", by=agent, now=NINE + 2 * DAY)
    assert waiting.cycles.get().met(NINE + 3 * DAY) is False


def test_a_call_before_the_question_answers_nothing(waiting: Ticket, agent: User) -> None:
    log_call(waiting, caller=Caller.SHOP, at=NINE - HOUR, note="Fait.", by=agent, now=TEN)
    assert waiting.reply_due_at == NINE + DAY


def test_a_question_after_the_call_waits_from_its_own_time(waiting: Ticket, agent: User, account: Account) -> None:
    log_call(waiting, caller=Caller.SHOP, at=TEN, note="Fait.", by=agent, now=TEN)
    arrive(account, buyer_message("m2", at=TEN + HOUR), now=TEN + HOUR)
    waiting.refresh_from_db()
    assert waiting.reply_due_at == TEN + HOUR + DAY


def test_a_call_that_was_none_is_taken_back_and_its_note_stays(waiting: Ticket, agent: User) -> None:
    note = log_call(waiting, caller=Caller.SHOP, at=TEN, note="Répondeur.", by=agent, now=TEN)
    answer_needed_for(note, by=agent, now=TEN + HOUR)
    waiting.refresh_from_db()
    assert (waiting.reply_due_at, waiting.status) == (NINE + DAY, Status.OPEN)
    assert waiting.messages.filter(pk=note.pk).exists()


def test_a_call_is_not_logged_before_it_was_made_nor_without_a_word(waiting: Ticket, agent: User) -> None:
    with pytest.raises(InTheFuture):
        log_call(waiting, caller=Caller.SHOP, at=TEN + HOUR, note="Fait.", by=agent, now=TEN)
    with pytest.raises(EmptyReply):
        log_call(waiting, caller=Caller.SHOP, at=TEN, note=" ", by=agent, now=TEN)
    assert not waiting.events.filter(kind=EventKind.CALL).exists()


def test_open_pages_are_called_to_show_it(
    waiting: Ticket, agent: User, django_capture_on_commit_callbacks: Commits
) -> None:
    before = changes.current_of(waiting.pk)
    with django_capture_on_commit_callbacks(execute=True):
        note = log_call(waiting, caller=Caller.SHOP, at=TEN, note="Fait.", by=agent, now=TEN)
    called = changes.current_of(waiting.pk)
    assert called > before
    with django_capture_on_commit_callbacks(execute=True):
        answer_needed_for(note, by=agent, now=TEN + HOUR)
    assert changes.current_of(waiting.pk) > called
