"""Five figures counted by hand."""

from datetime import timedelta

import pytest

from connectors.models import Account
from inbox.models import EventKind, Status, Ticket
from kpis.figures.question import Question
from tests.kpis.make import both_ways, make_event, make_wait
from tests.make import DAY, HOUR, NINE, make_claim, make_ticket

pytestmark = pytest.mark.django_db
NOW = NINE + 3 * DAY


def test_response_time_is_from_the_oldest_question_to_the_answer(ticket: Ticket, november: Question) -> None:
    make_wait(ticket, NINE, answered=2 * HOUR, target="first")
    make_wait(ticket, NINE + 5 * HOUR, answered=4 * HOUR, target="next")
    make_wait(ticket, NINE + 12 * HOUR)

    found = both_ways("response_time", november, now=NOW)

    assert (found.value, found.cases) == (3 * 3600, 2)
    assert found.median == pytest.approx(2 * 3600, rel=0.01)
    assert found.p90 == pytest.approx(4 * 3600, rel=0.01)
    assert {part: answer.value for part, answer in found.parts.items()} == {"first": 7200, "next": 14400}


def test_what_nobody_answered_within_a_day_is_late(ticket: Ticket, account: Account, november: Question) -> None:
    make_wait(ticket, NINE, answered=DAY)
    make_wait(ticket, NINE + DAY, answered=DAY + timedelta(seconds=1))
    make_wait(make_ticket(account=account), NINE)
    make_wait(make_ticket(account=account), NOW - 2 * HOUR)
    thanks = NINE + HOUR
    make_wait(make_ticket(account=account), NINE, ended_at=thanks, end_reason="thanks")

    found = both_ways("answered_within_24h", november, now=NOW)

    assert found.cases == 3
    assert found.value == pytest.approx(1 / 3)


def test_one_answer_and_no_return_is_solved_at_first_contact(account: Account, november: Question) -> None:
    at_once, came_back, two, taken_back = (make_ticket(account=account) for _ in range(4))
    for ticket in (at_once, came_back, two, taken_back):
        make_wait(ticket, NINE, answered=HOUR)
    make_wait(two, NINE + 2 * HOUR, answered=HOUR)
    make_event(at_once, EventKind.SOLVED, NINE + 2 * HOUR)
    make_event(came_back, EventKind.SOLVED, NINE + 2 * HOUR)
    make_event(came_back, EventKind.REOPENED, NINE + DAY)
    make_event(two, EventKind.SOLVED, NINE + 4 * HOUR)
    make_event(taken_back, EventKind.SOLVED, NINE + 2 * HOUR)
    make_event(taken_back, EventKind.STATUS, NINE + 3 * HOUR, before={"value": Status.SOLVED})

    found = both_ways("solved_at_first_contact", november, now=NOW)

    assert found.cases == 3
    assert found.value == pytest.approx(1 / 3)


def test_exchanges_are_waits_that_were_answered(account: Account, november: Question) -> None:
    ticket = make_ticket(account=account)
    for number in range(3):
        make_wait(ticket, NINE + number * 5 * HOUR, answered=HOUR)
    make_event(ticket, EventKind.SOLVED, NINE + 20 * HOUR)
    imported = make_ticket(account=account, status=Status.SOLVED, solved_at=NINE + 2 * HOUR)
    make_wait(imported, NINE, answered=HOUR)
    make_ticket(account=account, status=Status.SOLVED, solved_at=NINE)

    found = both_ways("exchanges_per_ticket", november, now=NOW)

    assert (found.value, found.cases) == (2, 2)


def test_open_claims_are_those_open_at_the_end(ticket: Ticket, november: Question) -> None:
    make_claim(ticket, kind="return", opened_at=NINE)
    make_claim(ticket, kind="a_to_z", opened_at=NINE, ended_at=NOW + HOUR)
    make_claim(ticket, kind="return", opened_at=NINE, ended_at=NINE + DAY)

    found = both_ways("claims_open", november, now=NOW)

    assert found.value == 2
    assert {part: answer.value for part, answer in found.parts.items()} == {"return": 1, "a_to_z": 1}


def test_without_any_message_there_is_no_number(account: Account, november: Question) -> None:
    assert both_ways("claims_open", november, now=NOW).value is None
    assert both_ways("response_time", november, now=NOW).value is None
