"""What is easily counted wrongly, counted by hand: at the same moment, exactly at a limit, alike but not the same.

Each was found, as those of test_at_the_edge.py, by changing a figure's SQL and seeing no other test fail.
"""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from connectors.models import Account
from inbox.models import Delivery, EventKind, MessageDirection, Status, SurveyAnswer, Ticket, User
from kpis.figures.answer import Answer
from kpis.figures.ask import ask, cases, rows
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.known import Known
from kpis.figures.question import Question, day_begins
from kpis.models import FigureProgress
from kpis.rollup.open_hours import lay_out_open_hours
from tests.kpis.conftest import PARIS
from tests.kpis.make import both_ways, make_event, make_wait
from tests.kpis.test_counted_by_hand import parts_of
from tests.make import (
    DAY,
    HOUR,
    NINE,
    make_calendar,
    make_claim,
    make_feedback,
    make_message,
    make_order,
    make_template,
    make_ticket,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = NINE + 5 * DAY
EDGE = day_begins(date(2026, 11, 18), PARIS)
BEFORE = Question(date(2026, 11, 11), date(2026, 11, 18), PARIS)
MOMENT = timedelta(microseconds=1)
OUT = MessageDirection.OUT


def count(slug: str, question: Question) -> Answer:
    return ask(BY_SLUG[slug], question, known=Known(NOW))


@pytest.mark.parametrize(
    ("hours", "younger", "older"),
    [
        (8, "under_8h", "under_24h"),
        (24, "under_24h", "under_3d"),
        (72, "under_3d", "under_7d"),
        (168, "under_7d", "longer"),
    ],
)
def test_who_waits_is_of_the_next_age_exactly_at_its_limit(
    account: Account, hours: int, younger: str, older: str
) -> None:
    for opened_at in (EDGE - hours * HOUR, EDGE - hours * HOUR + MOMENT):
        make_wait(make_ticket(account=account), opened_at)
    assert parts_of(count("backlog", BEFORE)) == {older: 1, younger: 1}


def test_what_ends_at_the_very_end_of_a_day_was_open_on_it(ticket: Ticket) -> None:
    make_wait(ticket, EDGE - HOUR, answered=HOUR)
    make_claim(ticket, opened_at=EDGE - HOUR, ended_at=EDGE)
    after = Question(BEFORE.until, date(2026, 11, 19), PARIS)
    assert [count(slug, BEFORE).cases for slug in ("backlog", "claims_open")] == [1, 1]
    assert [count(slug, after).cases for slug in ("backlog", "claims_open")] == [0, 0]


def test_who_waits_at_the_stroke_of_midnight_waits_on_the_day_that_begins(ticket: Ticket) -> None:
    make_wait(ticket, EDGE - HOUR)
    today = Question(BEFORE.until, date(2026, 11, 19), PARIS)
    assert both_ways("backlog", today, now=EDGE).cases == 1


def test_who_begins_to_wait_this_very_moment_waits(ticket: Ticket, november: Question) -> None:
    make_wait(ticket, NOW)
    assert both_ways("backlog", november, now=NOW).cases == 1


def test_cases_between_two_lengths_are_longer_than_the_one_and_as_long_as_the_other(
    ticket: Ticket, november: Question
) -> None:
    for hours in (1, 2, 3):
        make_wait(ticket, NINE + hours * DAY, answered=hours * HOUR)
    found = cases(BY_SLUG["response_time"], november, known=Known(NOW), longer=3600, most=7200)
    assert [case.value for case in found] == [7200]


def test_what_is_older_than_anything_else_is_made_anew_with_the_rest(ticket: Ticket) -> None:
    make_feedback(account=ticket.account, rating=5, written_at=NINE - 400 * DAY)
    last_year = Question(date(2025, 1, 1), date(2026, 1, 1), PARIS)
    assert both_ways("rating", last_year, now=NOW).value == 5
    call_command("recompute_figures", "--figure", "rating", stdout=StringIO())
    assert FigureProgress.objects.get(figure="rating").ready
    assert count("rating", last_year).value == 5


def test_a_thank_you_exactly_at_the_limit_needed_no_answer(ticket: Ticket, november: Question) -> None:
    for hours in (8, 24):
        opened_at = NINE + hours * DAY / 24
        make_wait(ticket, opened_at, ended_at=opened_at + hours * HOUR, end_reason="thanks")
    assert count("answered_within_8h", november).cases == 1  # the one of 24 hours, late since the eighth
    assert count("answered_within_24h", november).cases == 0


def test_the_night_begins_and_ends_at_eight(ticket: Ticket, november: Question) -> None:
    eight = NINE - 2 * HOUR
    for at in (eight - MOMENT, eight, eight + 12 * HOUR - MOMENT, eight + 12 * HOUR):
        make_message(ticket, direction=OUT, attempted_at=at, written_at=at)
    night = {case.happened_at for case in cases(BY_SLUG["night_share"], november, known=Known(NOW)) if case.value}
    assert night == {eight - MOMENT, eight + 12 * HOUR}


def test_a_friday_evening_in_new_york_is_a_saturday_in_paris_only(ticket: Ticket, november: Question) -> None:
    at = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    make_message(ticket, direction=OUT, attempted_at=at, written_at=at)
    there = Question(november.since, november.until, "America/New_York")
    assert (count("night_share", november).value, count("night_share", there).value) == (1, 0)


def test_an_hour_of_work_is_one_however_much_was_written_in_it(
    account: Account, agent: User, november: Question
) -> None:
    first, second = make_ticket(account=account), make_ticket(account=account)
    sent: dict[str, Any] = {"direction": OUT, "user": agent, "attempted_at": NINE}
    make_message(second, **sent, written_at=NINE)
    make_message(first, **sent, written_at=NINE + 40 * HOUR / 60)
    make_message(first, **sent, written_at=NINE + HOUR)
    make_message(first, **sent, written_at=NINE + 2 * HOUR, automatic=True)
    make_message(first, direction=OUT, user=agent, written_at=NINE + 3 * HOUR)
    found = cases(BY_SLUG["staffing_by_hour"], november, known=Known(NOW))
    assert [(case.happened_at, case.part, case.ticket_id) for case in found] == [
        (NINE + HOUR, "11", first.pk),
        (NINE, "10", first.pk),
    ]


def test_what_a_machine_made_of_a_template_is_no_persons_and_not_known_to_be_changed_is_not_changed(
    ticket: Ticket, november: Question
) -> None:
    its: dict[str, Any] = {"direction": OUT, "attempted_at": NINE, "template_version": make_template().published}
    make_message(ticket, **its, automatic=True, template_edited=True)
    make_message(ticket, **its, template_edited=None)
    make_message(ticket, **its, template_edited=True)
    assert (count("template_edited", november).value, count("template_share", november).cases) == (0.5, 2)


def test_ratings_alike_are_two_and_count_when_they_were_given(account: Account, november: Question) -> None:
    given: dict[str, Any] = {"account": account, "rating": 4, "source": "survey", "answered_at": NINE}
    for number in ("1", "2"):
        SurveyAnswer.objects.create(external_id=number, changed_at=NINE + 30 * DAY, **given)
    assert (count("rating", november).cases, count("positive_share", november).cases) == (2, 2)


def test_what_explains_a_late_answer_may_be_as_old_as_the_question_and_as_the_deadline(
    account: Account, agent: User, november: Question
) -> None:
    def late() -> Ticket:
        ticket = make_ticket(account=account)
        make_wait(ticket, NINE, due_at=NINE + DAY)
        return ticket

    for at in (NINE, NINE + DAY):
        make_message(late(), direction=OUT, delivery=Delivery.REFUSED, written_at=at)
        make_event(late(), EventKind.HANDED_OVER, at)
    make_event(late(), EventKind.ASSIGNED, NINE + DAY, after={"value": agent.pk})
    two_at_once = late()
    for taken_by in (None, agent.pk):
        make_event(two_at_once, EventKind.ASSIGNED, NINE + HOUR, after={"value": taken_by})
    assert parts_of(count("late_marketplace", november)) == {"refused": 2, "colleague": 2, "not_answered": 2}


def test_a_shop_that_closes_as_the_question_comes_and_opens_at_the_deadline_was_closed(
    account: Account, november: Question
) -> None:
    slots = [{"weekday": day, "from": "09:00", "to": "18:00"} for day in range(1, 6)]
    calendar = make_calendar({"zone": PARIS, "slots": slots}).versions.get()
    closes, opens = NINE + 8 * HOUR, NINE + 23 * HOUR
    for early, late in ((0 * HOUR, 0 * HOUR), (MOMENT, 0 * HOUR), (0 * HOUR, MOMENT)):
        ticket = make_ticket(account=account)
        make_wait(ticket, closes - early, due_at=opens + late, company_calendar=calendar)
    lay_out_open_hours(NOW)
    assert parts_of(count("late_marketplace", november)) == {"out_of_hours": 1, "unassigned": 2}


def test_what_happens_in_the_moment_of_a_solution_belongs_to_it(account: Account, november: Question) -> None:
    at_once, back_at_once, taken_back = (make_ticket(account=account) for _ in range(3))
    for ticket in (at_once, back_at_once, taken_back):
        make_wait(ticket, NINE, answered=HOUR)
        make_event(ticket, EventKind.SOLVED, NINE + HOUR)
    make_event(back_at_once, EventKind.REOPENED, NINE + HOUR)
    make_event(taken_back, EventKind.STATUS, NINE + HOUR, before={"value": Status.SOLVED})
    found = count("solved_at_first_contact", november)
    assert (found.value, found.cases) == (0.5, 2)
    assert count("reopened_share", november).value == 0.5


def test_only_what_undoes_a_solution_undoes_it(account: Account, november: Question) -> None:
    twice, otherwise, came_back, told_late = (make_ticket(account=account) for _ in range(4))
    make_event(told_late, EventKind.STATUS, NINE + HOUR, before={"value": Status.SOLVED})
    for ticket in (twice, otherwise, came_back, told_late):
        make_wait(ticket, NINE - HOUR, answered=HOUR / 2)
        make_event(ticket, EventKind.SOLVED, NINE)
    make_event(twice, EventKind.SOLVED, NINE + HOUR)
    make_event(twice, EventKind.STATUS, NINE + 2 * HOUR, before={"value": Status.SOLVED})
    make_event(otherwise, EventKind.STATUS, NINE + HOUR, before={"value": Status.OPEN})
    make_event(came_back, EventKind.REOPENED, NINE + HOUR)
    make_event(came_back, EventKind.STATUS, NINE + HOUR, before={"value": Status.SOLVED})
    found = cases(BY_SLUG["time_to_solve"], november, known=Known(NOW))
    solved = {case.ticket_id: case.happened_at for case in found}
    assert solved == {ticket.pk: NINE for ticket in (twice, otherwise, came_back)}


def test_a_solution_as_a_period_ends_is_of_the_next_one(account: Account) -> None:
    make_ticket(account=account, status=Status.SOLVED, solved_at=EDGE)
    taken_back = make_ticket(account=account)
    make_event(taken_back, EventKind.SOLVED, EDGE - 2 * HOUR)
    make_event(taken_back, EventKind.STATUS, EDGE - HOUR, before={"value": Status.SOLVED})
    make_event(taken_back, EventKind.SOLVED, EDGE)
    after = Question(BEFORE.until, date(2026, 11, 25), PARIS)
    assert [count("reopened_share", period).cases for period in (BEFORE, after)] == [0, 2]


def test_who_is_answered_as_he_claims_was_not_waiting_and_who_asks_then_had_not_asked(
    account: Account, november: Question
) -> None:
    answered, asks = make_ticket(account=account), make_ticket(account=account)
    make_wait(answered, NINE, answered=HOUR)
    make_wait(asks, NINE + HOUR)
    for ticket in (answered, asks):
        make_claim(ticket, opened_at=NINE + HOUR)
    assert parts_of(count("waited_before_claim", november)) == {"answered": 0}


def test_orders_are_counted_once_in_each_team_however_many_are_in_it(
    account: Account, agent: User, november: Question
) -> None:
    User.objects.filter(pk=agent.pk).update(team="matin")
    for person in (agent, make_user(team="matin"), make_user(), None):
        make_ticket(account=account, assignee=person)
    for number in range(8):
        make_order(account=account, external_id=str(number), placed_at=NINE)
    found = rows(BY_SLUG["contacts_per_100_orders"], november, "team", known=Known(NOW))
    assert {row.group: (row.value, row.cases) for row in found} == {"matin": (25, 2), "": (25, 2)}
