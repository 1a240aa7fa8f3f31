"""What the rollup easily keeps wrongly: ahead of our clock, at night, of two shops at once, after months of rest.

Each was found by changing how rows are made or read and seeing no other test fail.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from connectors.models import Account
from inbox.models import Ticket
from kpis.figures.ask import ask, rows
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.from_rollup import can_answer
from kpis.figures.known import Known
from kpis.figures.question import Question
from kpis.models import FigureRow
from kpis.rollup.following import follow_some
from kpis.rollup.looks import note_asked
from kpis.rollup.ticking import follow
from tests.kpis.conftest import PARIS
from tests.kpis.make import make_wait
from tests.make import DAY, HOUR, NINE, make_account, make_claim, make_message, make_ticket

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
YEARS = Question(date(2026, 1, 1), date(2028, 1, 1), PARIS)


def count(slug: str, question: Question, now: datetime) -> int:
    """From the rollup, which must have it."""
    known = Known(now)
    assert can_answer(BY_SLUG[slug], question, "all", known=known)
    return ask(BY_SLUG[slug], question, known=known).cases


def follow_to(now: datetime) -> None:
    """Work until nothing is left; the rollup is then what the log comes to."""
    follow(lambda: now)
    call_command("recompute_figures", "--check", stdout=StringIO())


def test_a_claim_of_a_clock_ahead_of_ours_is_open_from_when_it_says_to_when_it_says(
    ticket: Ticket, november: Question
) -> None:
    make_claim(ticket, opened_at=NINE + 10 * MINUTE, ended_at=NINE + 20 * MINUTE)
    for minutes, number in ((0, 0), (15, 1), (25, 0)):
        follow_to(NINE + minutes * MINUTE)
        assert count("claims_open", november, NINE + minutes * MINUTE) == number


def test_a_wait_of_a_clock_ahead_of_ours_counts_from_when_it_says_to_when_it_says(
    ticket: Ticket, november: Question
) -> None:
    make_wait(ticket, NINE + 10 * MINUTE, answered=10 * MINUTE)
    for minutes, number in ((0, 0), (15, 1), (25, 0)):
        follow_to(NINE + minutes * MINUTE)
        assert count("backlog", november, NINE + minutes * MINUTE) == number
        assert count("answered_within_8h", november, NINE + minutes * MINUTE) == (minutes == 25)


def test_what_stopped_the_marketplaces_clock_ahead_of_ours_was_in_time_once_we_are_there(
    ticket: Ticket, november: Question
) -> None:
    make_wait(ticket, NINE, due_at=NINE + DAY, marketplace_ended_at=NINE + 10 * MINUTE)
    for minutes, number in ((0, 0), (15, 1)):
        follow_to(NINE + minutes * MINUTE)
        assert count("in_time_marketplace", november, NINE + minutes * MINUTE) == number


@pytest.mark.parametrize(("late", "due"), [("late_marketplace", "due_at"), ("late_company", "company_due_at")])
def test_a_deadline_that_passes_after_midnight_is_late_on_the_day_that_has_begun_here(
    ticket: Ticket, november: Question, late: str, due: str
) -> None:
    past_midnight = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    deadline: dict[str, Any] = {due: past_midnight}
    make_wait(ticket, NINE, **deadline)
    follow_to(past_midnight - HOUR)
    follow_to(past_midnight + HOUR)
    by_day = rows(BY_SLUG[late], november, "day", known=Known(past_midnight + HOUR))
    assert [row.group for row in by_day if row.cases] == ["2026-11-21"]


def test_what_changes_on_the_same_day_in_two_shops_is_made_anew_in_both(account: Account, november: Question) -> None:
    its = [make_ticket(account=one) for one in (account, make_account())]
    follow_to(NINE + DAY)
    for ticket in its:
        make_wait(ticket, NINE, answered=HOUR)
    follow_to(NINE + DAY)
    assert count("response_time", november, NINE + DAY) == 2
    its[0].cycles.all().delete()
    follow_to(NINE + DAY)
    by_shop = rows(BY_SLUG["response_time"], november, "account", known=Known(NINE + DAY))
    assert {row.group: row.cases for row in by_shop if row.cases} == {str(its[1].account_id): 1}


def test_after_months_of_rest_every_month_that_is_over_has_its_rows(ticket: Ticket) -> None:
    follow_to(NINE)
    for days in (0, 30, 60, 90):
        make_wait(ticket, NINE + days * DAY, answered=HOUR)
    while follow_some():
        pass
    follow_to(NINE + 150 * DAY)
    months = FigureRow.objects.filter(figure="response_time", dimension="all", grain="m").order_by("day")
    assert [row.day.isoformat()[:7] for row in months] == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_what_was_asked_for_has_rows_of_a_month_that_ends_meanwhile(account: Account, november: Question) -> None:
    make_wait(make_ticket(account=account, topic="refund", level=2, language="fr"), NINE, answered=HOUR)
    follow_to(NINE + DAY)
    known, narrowed = Known(NINE + DAY), replace(november, topics=("refund",), levels=(2,), languages=("fr",))
    ask(BY_SLUG["response_time"], narrowed, known=known)
    note_asked(known)
    follow_to(NINE + DAY)
    later = NINE + 20 * DAY
    follow_to(later)
    assert FigureRow.objects.filter(figure="response_time", dimension="language+level+topic", grain="m").count() == 1
    assert count("response_time", narrowed, later) == 1


def test_what_changes_in_a_december_that_is_over_changes_its_month(ticket: Ticket) -> None:
    waits = [make_wait(ticket, NINE + days * DAY, answered=HOUR) for days in (20, 40)]
    later = NINE + 100 * DAY
    follow_to(later)
    waits[0].delete()
    follow_to(later)
    assert count("response_time", YEARS, later) == 1


def test_the_first_and_the_last_day_of_a_month_are_of_it_and_of_no_other(ticket: Ticket) -> None:
    for day in (30, 1):
        at = datetime(2026, 11 if day == 30 else 12, day, 11, tzinfo=UTC)
        make_wait(ticket, at, answered=HOUR)
    for now in (datetime(2026, 12, 20, tzinfo=UTC), datetime(2027, 1, 20, tzinfo=UTC)):
        follow_to(now)
        by_month = rows(BY_SLUG["response_time"], YEARS, "month", known=Known(now))
        assert {row.group: row.cases for row in by_month if row.cases} == {"2026-11-01": 1, "2026-12-01": 1}
    make_wait(ticket, datetime(2026, 11, 30, 15, tzinfo=UTC), answered=HOUR)
    follow_to(now)
    assert count("response_time", YEARS, now) == 3


def test_what_is_open_is_the_same_before_and_after_a_month_gets_rows_of_its_own(
    ticket: Ticket, november: Question
) -> None:
    make_claim(ticket, opened_at=NINE - 30 * DAY)
    make_claim(ticket, opened_at=NINE)
    follow_to(NINE + HOUR)
    in_december = datetime(2026, 12, 20, 9, tzinfo=UTC)
    winter = replace(november, until=date(2027, 1, 1))
    assert count("claims_open", winter, in_december) == 2  # the worker rests
    follow_to(in_december)
    assert count("claims_open", winter, in_december) == 2
    assert count("claims_open", november, in_december) == 2
    assert count("claims_open", replace(november, until=date(2026, 11, 16)), in_december) == 1


def test_what_is_open_at_the_end_of_each_day_has_what_joined_on_the_first_day_once(
    account: Account, november: Question
) -> None:
    before, that_day = make_ticket(account=account), make_ticket(account=account)
    make_message(before, written_at=NINE - DAY)
    make_wait(before, NINE - DAY)
    make_wait(that_day, NINE)
    follow_to(NINE + 2 * DAY)
    since = replace(november, since=NINE.date(), until=NINE.date() + 2 * DAY)
    assert [row.cases for row in rows(BY_SLUG["backlog"], since, "day", known=Known(NINE + 2 * DAY))] == [2, 2]


def test_on_the_last_day_of_a_month_its_days_are_read_since_it_has_no_rows_yet(
    ticket: Ticket, november: Question
) -> None:
    last = datetime(2026, 11, 30, 12, tzinfo=UTC)
    make_wait(ticket, NINE, answered=HOUR)
    follow_to(last)
    assert count("response_time", november, last) == 1


def test_a_day_that_is_made_anew_leaves_the_next_one_alone(ticket: Ticket, november: Question) -> None:
    for days_on in (1, 0):
        make_message(ticket, written_at=NINE + days_on * DAY)
        follow_to(NINE + 2 * DAY)
    assert count("messages", november, NINE + 2 * DAY) == 2
