"""What only shows at an edge, counted by hand: a case on the boundary of two periods, or exactly at its limit.

Each was found by changing one comparison, condition or column of a figure's SQL and seeing no other test fail.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.models import Account
from inbox.models import EventKind, MessageDirection, Ticket, User
from kpis.figures.ask import ask
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.known import Known
from kpis.figures.question import Question, day_begins
from tests.kpis.conftest import PARIS
from tests.kpis.make import both_ways, make_event, make_wait
from tests.kpis.test_counted_by_hand import parts_of
from tests.make import (
    DAY,
    HOUR,
    NINE,
    make_account,
    make_claim,
    make_feedback,
    make_message,
    make_order,
    make_template,
    make_ticket,
)

pytestmark = pytest.mark.django_db
NOW = NINE + 5 * DAY
EDGE = day_begins(date(2026, 11, 18), PARIS)
BEFORE = Question(date(2026, 11, 11), date(2026, 11, 18), PARIS)
AFTER = Question(date(2026, 11, 18), date(2026, 11, 25), PARIS)
OUT = MessageDirection.OUT
ON_THE_EDGE = (
    *("response_time", "response_time_company", "answered_within_8h", "answered_within_24h", "no_answer_needed"),
    *("in_time_marketplace", "in_time_company", "claims_opened", "claims_by_reason", "claims_by_product"),
    *("claims_amount", "claims_ended", "claims_per_100_orders", "messages", "contacts", "rating"),
)


def test_what_happens_as_a_period_ends_belongs_to_the_next(account: Account) -> None:
    talk = make_ticket(account=account, created_at=EDGE)
    make_message(talk, written_at=EDGE)
    make_wait(talk, EDGE - HOUR, answered=HOUR, due_at=EDGE + DAY, company_due_at=EDGE + DAY)
    money: dict[str, Any] = {"amount": Decimal(5), "currency": "EUR"}
    claims = make_ticket(account=account, kind="claim", created_at=EDGE)
    make_claim(claims, opened_at=EDGE, ended_at=EDGE, state="won", **money)
    make_order(account=account, external_id="edge", placed_at=EDGE)
    make_feedback(account=account, written_at=EDGE, rating=5)
    counted = {
        slug: tuple(ask(BY_SLUG[slug], period, known=Known(NOW)).cases for period in (BEFORE, AFTER))
        for slug in ON_THE_EDGE
    }
    assert counted == dict.fromkeys(ON_THE_EDGE, (0, 1))


def test_what_nobody_answered_is_late_at_the_very_end_of_its_day(ticket: Ticket) -> None:
    make_wait(ticket, EDGE - DAY)
    assert both_ways("answered_within_24h", BEFORE, now=NOW).cases == 0
    assert both_ways("answered_within_24h", AFTER, now=NOW).cases == 1


def test_who_has_waited_for_eight_hours_has_waited_longer_than_that(ticket: Ticket) -> None:
    make_wait(ticket, EDGE - 8 * HOUR)
    assert parts_of(both_ways("backlog", BEFORE, now=NOW)) == {"under_24h": 1}


def test_orders_of_other_accounts_are_not_those_of_this_one(account: Account, november: Question) -> None:
    make_claim(make_ticket(account=account, kind="claim"), opened_at=NINE)
    make_order(account=account, external_id="a", placed_at=NINE)
    make_order(account=make_account(name="Other"), external_id="b", placed_at=NINE)
    one = Question(november.since, november.until, PARIS, accounts=(account.pk,))
    assert both_ways("claims_per_100_orders", one, now=NOW).value == 100
    assert both_ways("claims_per_100_orders", november, now=NOW).value == 50


def test_the_hour_that_comes_twice_in_autumn_is_two_hours_of_work(ticket: Ticket, agent: User) -> None:
    october = Question(date(2026, 10, 1), date(2026, 11, 1), PARIS)
    for at in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        make_message(ticket, direction=OUT, user=agent, attempted_at=at, written_at=at)
    assert parts_of(both_ways("staffing_by_hour", october, now=NOW)) == {str(6 * 24 + 2): 2}


def test_exactly_at_the_shops_own_deadline_is_in_time(ticket: Ticket, november: Question) -> None:
    make_wait(ticket, NINE, answered=4 * HOUR, company_due_at=NINE + 4 * HOUR)
    assert both_ways("in_time_company", november, now=NOW).value == 1


def test_what_was_spam_or_went_on_elsewhere_kept_no_deadline(ticket: Ticket, november: Question) -> None:
    due: dict[str, Any] = {"due_at": NINE + DAY, "company_due_at": NINE + DAY}
    for reason in ("spam", "merged"):
        make_wait(ticket, NINE, ended_at=NINE + HOUR, end_reason=reason, **due)
    make_wait(ticket, NINE, answered=2 * DAY, **due)
    assert both_ways("in_time_company", november, now=NOW).cases == 1
    assert both_ways("in_time_marketplace", november, now=NOW).cases == 1


def test_what_stops_the_marketplaces_clock_keeps_its_deadline(ticket: Ticket, november: Question) -> None:
    acknowledged: dict[str, Any] = {"due_at": NINE + DAY, "marketplace_ended_at": NINE + HOUR}
    make_wait(ticket, NINE, answered=3 * DAY, **acknowledged)
    assert both_ways("in_time_marketplace", november, now=NOW).value == 1


def test_a_late_wait_was_a_colleagues_if_somebody_outside_was_asked(account: Account, november: Question) -> None:
    asked, mentioned = make_ticket(account=account), make_ticket(account=account)
    for ticket, kind in ((asked, EventKind.FORWARDED), (mentioned, EventKind.MENTIONED)):
        make_wait(ticket, NINE, due_at=NINE + DAY)
        make_event(ticket, kind, NINE + HOUR)
    assert parts_of(both_ways("late_marketplace", november, now=NOW)) == {"colleague": 2}


def test_whose_a_late_wait_was_is_what_was_said_last_before_the_deadline(
    account: Account, agent: User, november: Question
) -> None:
    let_go, another, taken, too_late = (make_ticket(account=account) for _ in range(4))
    for ticket in (let_go, another, taken, too_late):
        make_wait(ticket, NINE, due_at=NINE + DAY)
    for ticket in (let_go, another):
        make_event(ticket, EventKind.ASSIGNED, NINE + HOUR, after={"value": agent.pk})
        make_event(ticket, EventKind.ASSIGNED, NINE + 2 * HOUR, after={"value": None})
    make_event(taken, EventKind.ASSIGNED, NINE + HOUR, after={"value": None})
    make_event(taken, EventKind.ASSIGNED, NINE + 2 * HOUR, after={"value": agent.pk})
    make_event(too_late, EventKind.ASSIGNED, NINE + 2 * DAY, after={"value": agent.pk})
    assert parts_of(both_ways("late_marketplace", november, now=NOW)) == {"unassigned": 3, "not_answered": 1}


def test_a_claim_ends_won_lost_refunded_or_closed(account: Account, november: Question) -> None:
    ends = (("won", ""), ("lost", "refund"), ("closed", "refund"), ("closed", "partial_refund"), ("closed", "reship"))
    for state, resolution in ends:
        ticket = make_ticket(account=account, kind="claim", resolution=resolution)
        make_claim(ticket, state=state, opened_at=NINE - 60 * DAY, ended_at=NINE)
    counted = parts_of(both_ways("claims_ended", november, now=NOW))
    assert counted == {"won": 1, "lost": 1, "refunded": 2, "closed": 1}


def test_hard_topics_are_those_of_level_two_answered_from_here(account: Account, november: Question) -> None:
    hard, easy = make_ticket(account=account, level=2), make_ticket(account=account)
    make_message(hard, direction=OUT, attempted_at=NINE)
    make_message(hard, direction=OUT)
    for _ in range(3):
        make_message(easy, direction=OUT, attempted_at=NINE)
    assert both_ways("hard_topics", november, now=NOW).value == 0.25


def test_sundays_are_of_the_weekend_and_saturdays_too(ticket: Ticket, november: Question) -> None:
    for days in range(7):
        make_message(ticket, direction=OUT, attempted_at=NINE, written_at=NINE - timedelta(days=days))
    assert both_ways("night_share", november, now=NOW).value == pytest.approx(2 / 7)


def test_templates_that_were_changed_are_told_from_those_that_were_not(ticket: Ticket, november: Question) -> None:
    version = make_template().published
    for edited in (True, False, False, False):
        make_message(ticket, direction=OUT, attempted_at=NINE, template_version=version, template_edited=edited)
    assert both_ways("template_edited", november, now=NOW).value == 0.25
