"""What agents do besides answering."""

import pytest

from connectors.models import Account
from inbox.errors import EmptyReply
from inbox.models import EventKind, Status, Ticket, User
from inbox.tickets import triage
from inbox.tickets.changing import refresh
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_message

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR


@pytest.fixture
def waiting(account: Account) -> Ticket:
    arrive(account, buyer_message("m1", at=NINE))
    return Ticket.objects.get()


def test_solving_ends_the_wait(waiting: Ticket, agent: User) -> None:
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN)
    assert not waiting.needs_reply
    assert waiting.solved_at == TEN
    assert waiting.cycles.get().end_reason == "solved"


def test_reopened_after_a_solve_by_mistake_the_buyer_waits_since_he_wrote(
    waiting: Ticket, agent: User, lead: User
) -> None:
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN)
    triage.set_status(waiting, status=Status.OPEN, by=lead, now=TEN + HOUR)
    assert (waiting.needs_reply, waiting.reply_due_at, waiting.solved_at) == (True, NINE + DAY, None)
    cycle = waiting.cycles.get()
    assert (cycle.opened_at, cycle.ended_at, cycle.end_reason, cycle.due_at) == (NINE, None, "", NINE + DAY)
    told = waiting.events.filter(user__isnull=False).order_by("id")
    assert [(event.kind, event.user, event.at) for event in told] == [
        (EventKind.SOLVED, agent, TEN),
        (EventKind.STATUS, lead, TEN + HOUR),
    ]


def test_reopened_days_later_the_deadline_is_the_old_one_and_late(waiting: Ticket, agent: User) -> None:
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN)
    triage.set_status(waiting, status=Status.OPEN, by=agent, now=NINE + 5 * DAY)
    assert waiting.reply_due_at == NINE + DAY
    assert waiting.cycles.get().met(NINE + 5 * DAY) is False


def test_reopening_asks_for_an_answer_only_where_the_solve_had_spared_one(waiting: Ticket, agent: User) -> None:
    triage.no_answer_needed(waiting, by=agent, now=TEN)
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN + HOUR)
    triage.set_status(waiting, status=Status.OPEN, by=agent, now=TEN + 2 * HOUR)
    assert not waiting.needs_reply
    assert waiting.cycles.get().end_reason == "no_answer_needed"


def test_reopening_brings_no_older_wait_back(waiting: Ticket, agent: User, account: Account) -> None:
    """The first solve was meant; the buyer wrote again, and only the second was a mistake."""
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN)
    arrive(account, buyer_message("m2", at=NINE + 3 * HOUR), now=NINE + 3 * HOUR)
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=NINE + 4 * HOUR)
    triage.set_status(waiting, status=Status.OPEN, by=agent, now=NINE + 5 * HOUR)
    first, second = waiting.cycles.order_by("number")
    assert (first.end_reason, first.ended_at) == ("solved", TEN)
    assert (second.opened_at, second.ended_at) == (NINE + 3 * HOUR, None)
    assert waiting.reply_due_at == NINE + 3 * HOUR + DAY


def test_solved_and_reopened_as_often_as_one_likes(waiting: Ticket, agent: User) -> None:
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN)
    triage.set_status(waiting, status=Status.WAITING, by=agent, now=TEN + HOUR)
    assert (waiting.status, waiting.needs_reply) == (Status.WAITING, True)
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN + 2 * HOUR)
    assert (waiting.needs_reply, waiting.cycles.get().ended_at) == (False, TEN + 2 * HOUR)
    triage.set_status(waiting, status=Status.OPEN, by=agent, now=TEN + 3 * HOUR)
    assert (waiting.needs_reply, waiting.reply_due_at) == (True, NINE + DAY)


def test_a_ticket_reopened_before_that_was_so_keeps_its_history(waiting: Ticket, agent: User) -> None:
    """Entries of before 2026-11-23 do not say that the wait goes on: it had not, and it does not now."""
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN)
    said = {"before": {"value": Status.SOLVED}, "after": {"value": Status.OPEN}}
    waiting.events.create(at=TEN + HOUR, kind=EventKind.STATUS, user=agent, **said)
    refresh(waiting, TEN + 2 * HOUR)
    assert not waiting.needs_reply
    assert waiting.cycles.get().end_reason == "solved"


def test_no_answer_needed_ends_the_wait_and_can_be_taken_back(waiting: Ticket, agent: User) -> None:
    triage.no_answer_needed(waiting, by=agent, now=TEN)
    assert not waiting.needs_reply
    assert waiting.status == Status.WAITING
    triage.answer_needed(waiting, by=agent, now=TEN + HOUR)
    assert waiting.needs_reply
    assert waiting.status == Status.OPEN
    assert waiting.reply_due_at == NINE + DAY


def test_the_buyers_next_message_opens_a_new_wait_after_no_answer_needed(
    waiting: Ticket, agent: User, account: Account
) -> None:
    triage.no_answer_needed(waiting, by=agent, now=TEN)
    arrive(account, buyer_message("m2", at=NINE + 3 * HOUR), now=NINE + 3 * HOUR)
    waiting.refresh_from_db()
    assert waiting.reply_due_at == NINE + 3 * HOUR + DAY
    assert waiting.status == Status.OPEN


def test_solving_does_not_cover_a_message_that_nobody_had_seen(waiting: Ticket, agent: User, account: Account) -> None:
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN)
    arrive(account, buyer_message("m2", at=NINE + HOUR / 2), now=TEN + HOUR)
    waiting.refresh_from_db()
    assert waiting.status == Status.OPEN
    assert waiting.needs_reply


def test_a_note_stops_no_clock(waiting: Ticket, agent: User) -> None:
    triage.add_note(waiting, body="Transporteur appelé.", by=agent, now=TEN)
    waiting.refresh_from_db()
    assert waiting.needs_reply
    assert waiting.messages.filter(direction="note").get().user == agent


def test_an_empty_note_is_refused(waiting: Ticket, agent: User) -> None:
    with pytest.raises(EmptyReply):
        triage.add_note(waiting, body=" \n", by=agent, now=TEN)


def test_every_change_is_written_down_with_who_and_what(waiting: Ticket, agent: User) -> None:
    triage.assign(waiting, to=agent, by=agent, now=TEN)
    triage.set_priority(waiting, priority=4, by=agent, now=TEN)
    triage.set_tags(waiting, tags=["vip", " vip ", "urgent", ""], by=agent, now=TEN)
    assigned, priority, tags = waiting.events.filter(user=agent).order_by("id")
    assert (assigned.user, assigned.after) == (agent, {"value": agent.pk})
    assert (priority.before, priority.after) == ({"value": 2}, {"value": 4})
    assert tags.after == {"value": ["vip", "urgent"]}


def test_a_change_to_the_same_value_is_no_event(waiting: Ticket, agent: User) -> None:
    triage.assign(waiting, to=None, by=agent, now=TEN)
    assert not waiting.events.filter(kind=EventKind.ASSIGNED).exists()


def test_an_automatic_reply_does_not_stop_the_clock(waiting: Ticket, account: Account) -> None:
    make_message(waiting, direction="out", automatic=True, written_at=TEN)
    arrive(account, buyer_message("m2", at=TEN + HOUR), now=TEN + HOUR)
    waiting.refresh_from_db()
    assert waiting.reply_due_at == NINE + DAY
