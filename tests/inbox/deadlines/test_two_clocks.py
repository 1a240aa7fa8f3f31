"""The marketplace's clock and the company's on the same wait, and what makes the company's stand still."""

import pytest

from connectors.models import Account
from inbox.holiday import mode
from inbox.models import ResponseCycle, Status, Target, Ticket, User
from inbox.tickets import snooze, triage
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.inbox.deadlines.calendars import NINE_TO_FIVE, PARIS, local
from tests.make import DAY, HOUR, NINE, make_account, make_calendar, make_policy

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR


@pytest.fixture
def two_days(account: Account) -> None:
    """The company wants to answer within 48 hours."""
    make_policy("company", {"first_minutes": 48 * 60, "next_minutes": 48 * 60})


def written(account: Account) -> Ticket:
    arrive(account, buyer_message("m1", at=NINE))
    return Ticket.objects.get()


def the_cycle() -> ResponseCycle:
    return ResponseCycle.objects.get()


def test_the_sooner_of_the_two_rules_the_list(account: Account) -> None:
    make_policy("company", {"first_minutes": 4 * 60})
    ticket = written(account)
    assert (the_cycle().due_at, the_cycle().company_due_at) == (NINE + DAY, NINE + 4 * HOUR)
    assert ticket.reply_due_at == ticket.queue_at == NINE + 4 * HOUR


def test_the_companys_calendar_counts_for_the_company_alone(account: Account) -> None:
    office = make_calendar({"zone": PARIS, "slots": NINE_TO_FIVE})
    make_policy("company", {"first_minutes": 120}, calendar=office)
    friday = local("2026-11-13 16:00")
    arrive(account, buyer_message("m1", at=friday), now=friday)
    assert the_cycle().company_due_at == local("2026-11-16 10:00")
    assert the_cycle().due_at == friday + DAY


def test_waiting_for_the_buyer_stops_the_companys_clock_only(two_days: None, account: Account, agent: User) -> None:
    ticket = written(account)
    triage.set_status(ticket, status=Status.WAITING, by=agent, now=TEN)
    assert the_cycle().company_due_at is None
    assert ticket.needs_reply
    assert ticket.reply_due_at == NINE + DAY
    triage.set_status(ticket, status=Status.OPEN, by=agent, now=TEN + 5 * HOUR)
    assert the_cycle().company_due_at == NINE + 2 * DAY + 5 * HOUR
    assert the_cycle().due_at == NINE + DAY


def test_paused_twice_both_pauses_are_left_out(two_days: None, account: Account, agent: User) -> None:
    ticket = written(account)
    for hour in (1, 5):
        triage.set_status(ticket, status=Status.WAITING, by=agent, now=NINE + hour * HOUR)
        triage.set_status(ticket, status=Status.OPEN, by=agent, now=NINE + (hour + 1) * HOUR)
    assert the_cycle().company_due_at == NINE + 2 * DAY + 2 * HOUR


def test_a_pause_over_the_end_of_the_working_day_goes_on_the_next_morning(account: Account, agent: User) -> None:
    office = make_calendar({"zone": PARIS, "slots": NINE_TO_FIVE})
    make_policy("company", {"first_minutes": 120}, calendar=office)
    at = local("2026-11-16 15:30")
    arrive(account, buyer_message("m1", at=at), now=at)
    ticket = Ticket.objects.get()
    triage.set_status(ticket, status=Status.WAITING, by=agent, now=local("2026-11-16 16:00"))
    triage.set_status(ticket, status=Status.OPEN, by=agent, now=local("2026-11-16 18:00"))
    assert the_cycle().company_due_at == local("2026-11-17 10:30")


def test_a_snooze_until_a_known_moment_tells_the_new_deadline_at_once(
    two_days: None, account: Account, agent: User
) -> None:
    ticket = written(account)
    snooze.snooze(ticket, NINE + 6 * HOUR, by=agent, now=TEN)
    assert the_cycle().company_due_at == NINE + 2 * DAY + 5 * HOUR
    snooze.wake(ticket, by=agent, now=NINE + 2 * HOUR)
    assert the_cycle().company_due_at == NINE + 2 * DAY + HOUR


def test_a_buyer_who_writes_while_the_ticket_sleeps_ends_the_pause_when_he_wrote(
    two_days: None, account: Account, agent: User
) -> None:
    ticket = written(account)
    snooze.snooze(ticket, None, by=agent, now=TEN)
    arrive(account, buyer_message("m2", at=TEN + HOUR), now=TEN + 3 * HOUR)
    assert the_cycle().company_due_at == NINE + 2 * DAY + HOUR


def test_a_pause_does_not_cover_what_the_person_had_not_seen(two_days: None, account: Account, agent: User) -> None:
    ticket = written(account)
    triage.set_status(ticket, status=Status.WAITING, by=agent, now=TEN)
    arrive(account, buyer_message("m2", at=NINE + HOUR / 2), now=TEN + HOUR)
    assert the_cycle().company_due_at == NINE + 2 * DAY


def test_answered_while_paused_was_in_time(two_days: None, account: Account, agent: User) -> None:
    ticket = written(account)
    triage.set_status(ticket, status=Status.WAITING, by=agent, now=TEN)
    late = NINE + 10 * DAY
    arrive(account, shop_message("m2", at=late), now=late)
    assert the_cycle().company_due_at == late + 2 * DAY - HOUR
    assert the_cycle().company_met(late)
    assert the_cycle().met(late) is False


def test_holiday_mode_stops_the_companys_clock_and_no_marketplaces(
    two_days: None, account: Account, lead: User
) -> None:
    written(account)
    mode.begin(NINE + HOUR, NINE + 11 * HOUR, accounts=[], by=lead, now=NINE)
    assert the_cycle().company_due_at == NINE + 2 * DAY + 10 * HOUR
    assert the_cycle().due_at == NINE + DAY


def test_a_holiday_of_another_account_changes_nothing(two_days: None, account: Account, lead: User) -> None:
    written(account)
    mode.begin(NINE + HOUR, NINE + 11 * HOUR, accounts=[make_account()], by=lead, now=NINE)
    assert the_cycle().company_due_at == NINE + 2 * DAY


def test_a_holiday_that_is_cancelled_gives_the_time_back(two_days: None, account: Account, lead: User) -> None:
    written(account)
    holiday = mode.begin(NINE + HOUR, NINE + 11 * HOUR, accounts=[], by=lead, now=NINE)
    mode.end(holiday, by=lead, now=NINE)
    assert the_cycle().company_due_at == NINE + 2 * DAY


def test_first_and_next_answer_are_never_measured_at_once(account: Account) -> None:
    make_policy("company", {"first_minutes": 60, "next_minutes": 180})
    arrive(account, buyer_message("m1", at=NINE))
    arrive(account, shop_message("m2", at=TEN), buyer_message("m3", at=TEN + HOUR), now=TEN + HOUR)
    first, second = ResponseCycle.objects.order_by("number")
    assert (first.target, first.company_due_at) == (Target.FIRST, NINE + HOUR)
    assert (second.target, second.company_due_at) == (Target.NEXT, TEN + HOUR + 3 * HOUR)


def test_the_first_answer_is_measured_once_however_often_the_ticket_is_reopened(account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    arrive(account, shop_message("m2", at=TEN), now=TEN)
    triage.set_status(Ticket.objects.get(), status=Status.SOLVED, by=agent, now=TEN + HOUR)
    arrive(account, buyer_message("m3", at=TEN + 2 * HOUR), now=TEN + 2 * HOUR)
    assert list(ResponseCycle.objects.order_by("number").values_list("target", flat=True)) == ["first", "next"]


def test_a_wait_that_ended_without_an_answer_leaves_the_first_answer_to_come(account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    triage.no_answer_needed(Ticket.objects.get(), by=agent, now=TEN)
    arrive(account, buyer_message("m2", at=TEN + HOUR), now=TEN + HOUR)
    assert list(ResponseCycle.objects.order_by("number").values_list("target", flat=True)) == ["first", "first"]


def test_a_conversation_that_the_shop_began_waits_for_a_next_answer(account: Account) -> None:
    arrive(account, shop_message("m1", at=NINE))
    assert not ResponseCycle.objects.exists()
    arrive(account, buyer_message("m2", at=TEN), now=TEN)
    assert the_cycle().target == Target.NEXT


def test_a_target_of_nothing_gives_no_deadline_and_still_shows_who_waits(account: Account) -> None:
    make_policy("marketplace", {"hard_minutes": 0})
    ticket = written(account)
    assert ticket.needs_reply
    assert (ticket.reply_due_at, the_cycle().due_at, the_cycle().late_at_arrival) == (None, None, False)
    assert the_cycle().met(NINE + 100 * DAY) is None


def test_a_message_that_was_late_when_it_came_says_so_with_its_true_time(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE), now=NINE + 2 * DAY)
    assert (the_cycle().late_at_arrival, the_cycle().opened_at, the_cycle().due_at) == (True, NINE, NINE + DAY)


def test_a_message_dated_in_the_future_counts_from_when_it_was_fetched(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE + 5 * DAY), now=NINE)
    assert the_cycle().due_at == NINE + DAY


def test_a_second_message_does_not_move_either_clock(two_days: None, account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    arrive(account, buyer_message("m2", at=NINE + 3 * HOUR), now=NINE + 3 * HOUR)
    assert (the_cycle().due_at, the_cycle().company_due_at) == (NINE + DAY, NINE + 2 * DAY)
