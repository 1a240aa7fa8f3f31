"""Met or late is told from times alone, and what was so once stays so."""

from datetime import timedelta

import pytest

from connectors.models import Account
from inbox.deadlines.calendars import change_calendar
from inbox.models import ClockKind, ResponseCycle, Status, Ticket, TicketClock, User
from inbox.tickets import topics, triage
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.inbox.deadlines.calendars import NINE_TO_FIVE, PARIS, calendar, local
from tests.make import DAY, HOUR, NINE, make_calendar, make_policy

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
LATER = NINE + 30 * DAY


@pytest.fixture
def company(account: Account) -> None:
    """First answers within four hours, next ones within two, solved within a day."""
    make_policy("company", {"first_minutes": 240, "next_minutes": 120, "resolution_minutes": 1440})


def asked(account: Account) -> Ticket:
    arrive(account, buyer_message("m1", at=NINE))
    return Ticket.objects.get()


def the_met() -> list[bool | None]:
    """On the company's clock, wait by wait."""
    return [cycle.company_met(LATER) for cycle in ResponseCycle.objects.order_by("number")]


def test_a_first_answer_is_in_time_or_late_by_its_own_time(company: None, account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE), buyer_message("n1", at=NINE, thread_id="t2"))
    answers = (
        shop_message("m2", at=NINE + 4 * HOUR),
        shop_message("n2", at=NINE + 4 * HOUR + MINUTE, thread_id="t2"),
    )
    arrive(account, *answers, now=NINE + 6 * HOUR)
    assert the_met() == [True, False]


def test_after_a_late_answer_the_buyers_next_word_starts_the_next_clock_alone(company: None, account: Account) -> None:
    asked(account)
    arrive(account, shop_message("m2", at=NINE + 5 * HOUR), now=NINE + 5 * HOUR)
    arrive(account, buyer_message("m3", at=NINE + 6 * HOUR), now=NINE + 6 * HOUR)
    first, second = ResponseCycle.objects.order_by("number")
    assert (first.target, first.company_met(LATER)) == ("first", False)
    assert (second.target, second.company_due_at) == ("next", NINE + 8 * HOUR)
    arrive(account, shop_message("m4", at=NINE + 7 * HOUR), now=NINE + 7 * HOUR)
    assert the_met() == [False, True]


def test_every_wait_keeps_its_own_times_however_many_were_missed(company: None, account: Account) -> None:
    asked(account)
    things = []
    for number in range(1, 4):
        at = NINE + number * DAY
        things += [shop_message(f"a{number}", at=at), buyer_message(f"q{number}", at=at + HOUR)]
    arrive(account, *things, now=NINE + 4 * DAY)
    assert the_met() == [False, False, False, False]
    spans = [(one.opened_at, one.ended_at) for one in ResponseCycle.objects.order_by("number")]
    assert spans[1:] == [
        (NINE + DAY + HOUR, NINE + 2 * DAY),
        (NINE + 2 * DAY + HOUR, NINE + 3 * DAY),
        (NINE + 3 * DAY + HOUR, None),
    ]


def test_closed_in_time_is_met_and_closed_late_is_not(company: None, account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1", at=NINE), buyer_message("n1", at=NINE, thread_id="t2"))
    first, second = Ticket.objects.order_by("thread_id")
    triage.set_status(first, status=Status.SOLVED, by=agent, now=NINE + HOUR)
    triage.set_status(second, status=Status.SOLVED, by=agent, now=NINE + 2 * DAY)
    assert the_met() == [True, False]
    solutions = TicketClock.objects.filter(kind=ClockKind.RESOLUTION).order_by("ticket__thread_id")
    assert [one.met(LATER) for one in solutions] == [True, False]


def test_an_answer_a_minute_late_is_a_miss_though_nobody_looked_in_that_minute(account: Account) -> None:
    asked(account)
    arrive(account, shop_message("m2", at=NINE + DAY + MINUTE), now=NINE + 2 * DAY)
    assert ResponseCycle.objects.get().met(LATER) is False


def test_a_ticket_that_is_opened_again_keeps_what_was_met_and_missed(
    company: None, account: Account, agent: User
) -> None:
    ticket = asked(account)
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=NINE + 5 * HOUR)
    before = ResponseCycle.objects.values_list("company_due_at", "ended_at", "end_reason").get()
    arrive(account, buyer_message("m2", at=NINE + DAY), now=NINE + DAY)
    first, second = ResponseCycle.objects.order_by("number")
    assert (first.company_due_at, first.ended_at, first.end_reason) == before
    assert first.company_met(LATER) is False
    assert second.company_due_at == NINE + DAY + 4 * HOUR


def test_solved_without_an_answer_leaves_nothing_that_becomes_late_later(
    company: None, account: Account, agent: User
) -> None:
    ticket = asked(account)
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=NINE + HOUR)
    assert the_met() == [True]
    ticket.refresh_from_db()
    assert (ticket.reply_due_at, ticket.needs_reply) == (None, False)


def test_put_aside_at_once_and_solved_from_there_it_has_used_no_time(
    company: None, account: Account, agent: User
) -> None:
    ticket = asked(account)
    triage.set_status(ticket, status=Status.WAITING, by=agent, now=NINE)
    triage.set_status(ticket, status=Status.SOLVED, by=agent, now=NINE + 9 * DAY)
    (cycle,) = ResponseCycle.objects.all()
    assert (cycle.company_due_at, cycle.company_met(LATER)) == (NINE + 9 * DAY + 4 * HOUR, True)
    assert TicketClock.objects.get(kind=ClockKind.RESOLUTION).met(LATER)


def test_open_aside_open_answered_and_solved_counts_what_was_open(company: None, account: Account, agent: User) -> None:
    ticket = asked(account)
    triage.set_status(ticket, status=Status.WAITING, by=agent, now=NINE + HOUR)
    triage.set_status(ticket, status=Status.OPEN, by=agent, now=NINE + 10 * HOUR)
    arrive(account, shop_message("m2", at=NINE + 12 * HOUR), now=NINE + 12 * HOUR)
    triage.set_status(Ticket.objects.get(), status=Status.SOLVED, by=agent, now=NINE + 13 * HOUR)
    assert ResponseCycle.objects.get().company_due_at == NINE + 13 * HOUR
    assert the_met() == [True]


def test_a_policy_with_one_target_only_leaves_nothing_open_behind(account: Account) -> None:
    make_policy("company", {"first_minutes": 240})
    asked(account)
    arrive(account, shop_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    assert the_met() == [True]
    assert not TicketClock.objects.exists()
    arrive(account, buyer_message("m3", at=NINE + DAY), now=NINE + DAY)
    assert ResponseCycle.objects.get(ended_at=None).company_due_at is None


def test_a_ticket_that_no_policy_fits_any_more_has_no_deadline_and_its_past_stays(
    account: Account, agent: User
) -> None:
    make_policy("company", {"first_minutes": 240, "next_minutes": 240}, levels=[2])
    ticket = asked(account)
    topics.set_level(ticket, level=2, by=agent, now=NINE)
    arrive(account, shop_message("m2", at=NINE + HOUR), buyer_message("m3", at=NINE + DAY), now=NINE + DAY)
    topics.set_level(Ticket.objects.get(), level=None, by=agent, now=NINE + DAY)
    first, second = ResponseCycle.objects.order_by("number")
    assert (first.company_due_at, second.company_due_at) == (NINE + 4 * HOUR, None)


def test_something_unrelated_moves_no_deadline(company: None, account: Account, agent: User) -> None:
    ticket = asked(account)
    before = ResponseCycle.objects.values().get()
    triage.set_priority(ticket, priority=4, by=agent, now=NINE + HOUR)
    triage.set_tags(ticket, tags=["vip"], by=agent, now=NINE + HOUR)
    assert ResponseCycle.objects.values().get() == before


def test_a_calendar_that_is_changed_moves_what_is_open_and_nothing_else(account: Account, lead: User) -> None:
    office = make_calendar({"zone": PARIS, "slots": NINE_TO_FIVE})
    make_policy("company", {"first_minutes": 60, "next_minutes": 60}, calendar=office)
    monday = local("2026-11-16 16:30")
    arrive(account, buyer_message("m1", at=monday), buyer_message("n1", at=monday, thread_id="t2"), now=monday)
    arrive(account, shop_message("m2", at=monday + MINUTE), now=monday + MINUTE)
    closed_on_tuesday = calendar(NINE_TO_FIVE, added=["2026-11-17"])
    change_calendar(office, closed_on_tuesday, name=office.name, by=lead, now=monday + HOUR)
    over, waiting = ResponseCycle.objects.order_by("ticket__thread_id")
    assert over.company_due_at == local("2026-11-17 09:30")
    assert waiting.company_due_at == local("2026-11-18 09:30")


def test_without_any_policy_a_wait_is_kept_with_its_times(account: Account) -> None:
    make_policy("marketplace", {})
    asked(account)
    arrive(account, shop_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    (cycle,) = ResponseCycle.objects.all()
    assert (cycle.due_at, cycle.opened_at, cycle.answered_at) == (None, NINE, NINE + HOUR)
