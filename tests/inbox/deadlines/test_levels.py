"""Acknowledgements, solution and the law's clocks."""

from datetime import datetime

import pytest

from connectors.models import Account
from inbox.models import ClockKind, Message, ResponseCycle, Status, Ticket, TicketClock, User
from inbox.sending.reply_states import refresh_ticket
from inbox.tickets import topics, triage
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.inbox.deadlines.calendars import local
from tests.make import DAY, HOUR, NINE, make_account, make_message, make_policy

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR


def written(account: Account, at: datetime = NINE) -> Ticket:
    arrive(account, buyer_message("m1", at=at), now=at)
    return Ticket.objects.get()


def acknowledge(ticket: Ticket, at: datetime) -> Message:
    message = make_message(ticket, direction="out", written_at=at, accepted_at=at, attempted_at=at, acknowledges=True)
    refresh_ticket(message, at)
    return message


def clock(kind: ClockKind) -> TicketClock:
    return TicketClock.objects.get(kind=kind)


def test_level_two_is_acknowledged_first_and_has_a_longer_clock(account: Account, agent: User) -> None:
    ticket = written(account)
    topics.set_level(ticket, level=2, by=agent, now=TEN)
    assert clock(ClockKind.ACKNOWLEDGEMENT).due_at == NINE + DAY
    assert ResponseCycle.objects.get().company_due_at == NINE + 3 * DAY
    acknowledge(ticket, TEN + HOUR)
    told = clock(ClockKind.ACKNOWLEDGEMENT)
    assert (told.ended_at, told.end_reason, told.met(NINE)) == (TEN + HOUR, "acknowledged", True)
    cycle = ResponseCycle.objects.get()
    assert (cycle.ended_at, cycle.acknowledged_at, cycle.company_due_at) == (None, TEN + HOUR, NINE + 3 * DAY)


def test_an_acknowledgement_does_not_count_where_the_marketplace_does_not_say_so(account: Account) -> None:
    ticket = written(account)
    acknowledge(ticket, TEN)
    ticket.refresh_from_db()
    assert (ticket.needs_reply, ticket.reply_due_at) == (True, NINE + DAY)
    assert ResponseCycle.objects.get().marketplace_ended_at is None


def test_where_any_answer_counts_the_marketplaces_clock_stops_and_starts_with_the_next_question() -> None:
    account = make_account(marketplace="amazon")
    ticket = written(account)
    acknowledge(ticket, TEN)
    cycle = ResponseCycle.objects.get()
    assert (cycle.ended_at, cycle.marketplace_ended_at, cycle.met(NINE + 9 * DAY)) == (None, TEN, True)
    ticket.refresh_from_db()
    assert (ticket.needs_reply, ticket.reply_due_at) == (True, None)
    arrive(account, buyer_message("m2", at=TEN + HOUR), now=TEN + HOUR)
    ticket.refresh_from_db()
    assert ticket.reply_due_at == clock(ClockKind.MARKETPLACE).due_at == TEN + HOUR + DAY


def test_level_one_again_takes_the_acknowledgement_away_without_a_miss(account: Account, agent: User) -> None:
    ticket = written(account)
    topics.set_level(ticket, level=2, by=agent, now=TEN)
    topics.set_level(ticket, level=1, by=agent, now=TEN + HOUR)
    gone = clock(ClockKind.ACKNOWLEDGEMENT)
    assert (gone.end_reason, gone.met(NINE + 9 * DAY)) == ("no_longer", None)
    assert ResponseCycle.objects.get().company_due_at is None


def test_level_two_after_the_acknowledgement_finds_it_done(account: Account, agent: User) -> None:
    ticket = written(account)
    acknowledge(ticket, TEN)
    topics.set_level(ticket, level=2, by=agent, now=TEN + HOUR)
    assert clock(ClockKind.ACKNOWLEDGEMENT).ended_at == TEN


def test_the_solution_is_measured_from_the_first_message_and_ends_with_it(account: Account, agent: User) -> None:
    make_policy("company", {"resolution_minutes": 4 * 24 * 60})
    ticket = written(account)
    assert clock(ClockKind.RESOLUTION).due_at == NINE + 4 * DAY
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=TEN)
    assert (clock(ClockKind.RESOLUTION).ended_at, clock(ClockKind.RESOLUTION).end_reason) == (TEN, "solved")
    arrive(account, buyer_message("m2", at=NINE + DAY), now=NINE + DAY)
    first, second = TicketClock.objects.order_by("number")
    assert (first.ended_at, second.started_at, second.due_at) == (TEN, NINE + DAY, NINE + 5 * DAY)


def test_the_solution_waits_while_it_is_the_buyers_turn(account: Account) -> None:
    make_policy("company", {"resolution_minutes": 4 * 24 * 60})
    written(account)
    arrive(account, shop_message("m2", at=TEN), now=TEN)
    assert clock(ClockKind.RESOLUTION).due_at is None
    assert Ticket.objects.get().reply_due_at is None
    arrive(account, buyer_message("m3", at=TEN + DAY), now=TEN + DAY)
    assert clock(ClockKind.RESOLUTION).due_at == NINE + 5 * DAY


def test_a_withdrawal_is_refunded_by_day_fourteen_moved_past_the_weekend(account: Account, agent: User) -> None:
    saturday_after = local("2026-11-14 10:00")
    ticket = written(account, saturday_after)
    topics.set_topic(ticket, topic="withdrawal", by=agent, now=saturday_after + HOUR)
    assert clock(ClockKind.STATUTORY).due_at == local("2026-11-30 23:59").replace(second=59)
    assert clock(ClockKind.STATUTORY_ACKNOWLEDGEMENT).due_at == saturday_after + DAY
    arrive(account, shop_message("m2", at=saturday_after + 2 * HOUR), now=saturday_after + 2 * HOUR)
    assert clock(ClockKind.STATUTORY_ACKNOWLEDGEMENT).ended_at == saturday_after + 2 * HOUR
    ticket.refresh_from_db()
    assert (ticket.needs_reply, ticket.reply_due_at) == (False, clock(ClockKind.STATUTORY).due_at)


def test_the_law_goes_on_when_a_solved_ticket_is_opened_again(account: Account, agent: User) -> None:
    ticket = written(account)
    topics.set_topic(ticket, topic="guarantee", by=agent, now=TEN)
    due = clock(ClockKind.STATUTORY).due_at
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=TEN + HOUR)
    assert clock(ClockKind.STATUTORY).ended_at == TEN + HOUR
    arrive(account, buyer_message("m2", at=NINE + DAY), now=NINE + DAY)
    assert (clock(ClockKind.STATUTORY).ended_at, clock(ClockKind.STATUTORY).due_at) == (None, due)


def test_an_imported_history_starts_no_clock_for_its_solution(account: Account) -> None:
    make_policy("company", {"resolution_minutes": 60})
    arrive(account, buyer_message("m1", at=NINE), shop_message("m2", at=TEN), now=NINE + 9 * DAY, quiet=True)
    assert not TicketClock.objects.exists()
    assert Ticket.objects.get().reply_due_at is None
