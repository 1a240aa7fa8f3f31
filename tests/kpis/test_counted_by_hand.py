"""Every other figure, counted by hand; from the log and from the rollup."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.models import Account
from inbox.models import Cause, Delivery, EventKind, MessageDirection, Status, SurveyAnswer, Ticket, User
from kpis.figures.answer import Answer
from kpis.figures.ask import rows
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.known import Known
from kpis.figures.question import Question
from tests.kpis.make import both_ways, make_event, make_wait
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
)

pytestmark = pytest.mark.django_db
NOW = NINE + 5 * DAY
OUT = MessageDirection.OUT


def parts_of(answer: Answer) -> dict[str, float | None]:
    return {part: one.value for part, one in answer.parts.items()}


def test_eight_hours_are_patience(ticket: Ticket, november: Question) -> None:
    make_wait(ticket, NINE, answered=8 * HOUR)
    make_wait(ticket, NINE + DAY, answered=8 * HOUR + timedelta(microseconds=1))
    found = both_ways("answered_within_8h", november, now=NOW)
    assert (found.value, found.cases) == (0.5, 2)


def test_exactly_at_the_marketplaces_deadline_is_in_time(ticket: Ticket, november: Question) -> None:
    make_wait(ticket, NINE, answered=DAY, due_at=NINE + DAY)
    make_wait(ticket, NINE + DAY, answered=DAY + HOUR, due_at=NINE + 2 * DAY)
    make_wait(ticket, NOW - HOUR, due_at=NOW + HOUR)
    found = both_ways("in_time_marketplace", november, now=NOW)
    assert (found.value, found.cases) == (0.5, 2)


def test_the_shops_own_clock_is_another(ticket: Ticket, november: Question) -> None:
    make_wait(ticket, NINE, answered=5 * HOUR, due_at=NINE + DAY, company_due_at=NINE + 4 * HOUR)
    assert both_ways("in_time_company", november, now=NOW).value == 0
    assert both_ways("in_time_marketplace", november, now=NOW).value == 1
    assert parts_of(both_ways("late_company", november, now=NOW)) == {"unassigned": 1}


def test_working_hours_leave_out_nights_weekends_and_public_holidays(ticket: Ticket, november: Question) -> None:
    slots = [{"weekday": day, "from": "09:00", "to": "18:00"} for day in range(1, 6)]
    calendar = make_calendar({"zone": "Europe/Paris", "slots": slots, "holidays": {"country": "FR"}})
    armistice, weekend = NINE.replace(day=10, hour=16), NINE.replace(day=20, hour=16)
    its = {"company_calendar": calendar.versions.get(), "company_due_at": NOW}
    make_wait(ticket, armistice, answered=41 * HOUR, target="first", **its)
    make_wait(ticket, weekend, answered=65 * HOUR, target="next", **its)
    make_wait(ticket, NINE, answered=4 * HOUR, target="next", company_due_at=NOW)
    make_wait(ticket, NINE, answered=HOUR)
    found = both_ways("response_time_company", november, now=NINE + 10 * DAY)
    assert (found.cases, found.value) == (3, 8 * 3600 / 3)
    assert parts_of(found) == {"first": 2 * 3600, "next": 3 * 3600}


def test_a_public_holiday_is_out_of_hours(ticket: Ticket, november: Question) -> None:
    slots = [{"weekday": day, "from": "09:00", "to": "18:00"} for day in range(1, 8)]
    calendar = make_calendar({"zone": "Europe/Paris", "slots": slots, "holidays": {"country": "FR"}})
    armistice = NINE.replace(day=11)
    make_wait(ticket, armistice, due_at=armistice + 4 * HOUR, company_calendar=calendar.versions.get())
    assert parts_of(both_ways("late_marketplace", november, now=NOW)) == {"out_of_hours": 1}


def test_late_waits_say_why(account: Account, agent: User, november: Question) -> None:
    def late(**fields: Any) -> Ticket:
        ticket = make_ticket(account=account, assignee=agent)
        make_wait(ticket, NINE, due_at=NINE + DAY, **fields)
        return ticket

    late(late_at_arrival=True)
    refused = {"delivery": Delivery.REFUSED, "cause": Cause.REFUSED, "written_at": NINE + HOUR}
    make_message(late(), direction=OUT, **refused)
    make_event(late(), EventKind.HANDED_OVER, NINE + HOUR)
    make_event(late(), EventKind.ASSIGNED, NINE + HOUR, after={"value": None})
    slots = [{"weekday": day, "from": "09:00", "to": "18:00"} for day in (3, 4, 5)]
    calendar = make_calendar({"zone": "Europe/Paris", "slots": slots})
    late(company_calendar=calendar.versions.get())
    late()

    found = both_ways("late_marketplace", november, now=NOW)

    causes = ("arrived_late", "refused", "colleague", "unassigned", "out_of_hours", "not_answered")
    assert parts_of(found) == dict.fromkeys(causes, 1)


def test_thanks_need_no_answer(ticket: Ticket, november: Question) -> None:
    make_wait(ticket, NINE, answered=HOUR)
    make_wait(ticket, NINE + DAY, ended_at=NINE + DAY + HOUR, end_reason="thanks")
    make_wait(ticket, NINE + 2 * DAY, ended_at=NINE + 2 * DAY, end_reason="merged")
    assert both_ways("no_answer_needed", november, now=NOW).value == 0.5


def test_a_ticket_that_the_buyer_reopened_counts_on_the_day_it_was_solved(ticket: Ticket, november: Question) -> None:
    make_wait(ticket, NINE, answered=HOUR)
    make_event(ticket, EventKind.SOLVED, NINE + 10 * HOUR)
    make_event(ticket, EventKind.REOPENED, NINE + 14 * DAY)
    later = NINE + 14 * DAY
    assert both_ways("reopened_share", november, now=later).value == 1
    assert both_ways("time_to_solve", november, now=later).value == 10 * 3600


def test_opinions_of_every_source_are_one_share(account: Account, november: Question) -> None:
    make_feedback(account=account, rating=5)
    make_feedback(account=account, rating=3)
    make_feedback(account=account, rating=None)
    answer = {"account": account, "rating": 4, "answered_at": NINE, "changed_at": NINE}
    SurveyAnswer.objects.create(source="survey", external_id="1", **answer)
    found = both_ways("positive_share", november, now=NOW)
    assert found.value == pytest.approx(2 / 3)
    assert parts_of(found) == {"feedback": 0.5, "survey": 1}
    assert both_ways("rating", november, now=NOW).value == 4


def test_claims_opened_ended_and_their_amounts(ticket: Ticket, november: Question) -> None:
    money = {"amount": Decimal("20.50"), "currency": "EUR"}
    make_claim(ticket, kind="return", reason="size", item_id="shoe", **money)
    ended = {"ended_at": NINE + DAY, "reason": "broken", "item_id": "shoe"}
    make_claim(ticket, kind="case", state="won", amount=Decimal(5), currency="GBP", **ended)
    make_claim(ticket, kind="case", state="closed", **ended)

    assert parts_of(both_ways("claims_opened", november, now=NOW)) == {"return": 1, "case": 2}
    assert parts_of(both_ways("claims_by_reason", november, now=NOW)) == {"size": 1, "broken": 2}
    assert parts_of(both_ways("claims_by_product", november, now=NOW)) == {"shoe": 3}
    assert parts_of(both_ways("claims_ended", november, now=NOW)) == {"won": 1, "closed": 1}
    amounts = both_ways("claims_amount", november, now=NOW)
    assert (amounts.value, amounts.amounts) == (None, {"EUR": Decimal("20.50"), "GBP": Decimal(5)})
    assert both_ways("claims_at_stake", november, now=NOW).value == 20.5


def test_how_long_buyers_had_waited_before_they_claimed(account: Account, november: Question) -> None:
    talk, claims = make_ticket(account=account, order_id="12"), make_ticket(account=account, kind="claim")
    make_wait(talk, NINE)
    make_claim(claims, order_id="12", opened_at=NINE + 30 * HOUR)
    answered = make_ticket(account=account)
    make_wait(answered, NINE, answered=HOUR)
    make_claim(answered, opened_at=NINE + DAY)
    make_claim(make_ticket(account=account), opened_at=NINE)
    found = both_ways("waited_before_claim", november, now=NOW)
    assert (found.value, found.cases) == (15 * 3600, 2)
    assert parts_of(found) == {"waiting": 30 * 3600, "answered": 0}


def test_contacts_by_product_and_on_a_hundred_orders(account: Account, november: Question) -> None:
    make_ticket(account=account, item_id="shoe", topic="delivery")
    make_ticket(account=account, item_id="shoe")
    make_ticket(account=account, status=Status.SPAM)
    make_ticket(account=account, kind="claim")
    for number in range(4):
        make_order(account=account, external_id=str(number))
    assert both_ways("contacts", november, now=NOW).value == 2
    assert parts_of(both_ways("contacts_by_product", november, now=NOW)) == {"shoe": 2}
    assert both_ways("contacts_per_100_orders", november, now=NOW).value == 50
    by_topic = rows(BY_SLUG["contacts_per_100_orders"], november, "topic", known=Known(NOW))
    assert {row.group: row.value for row in by_topic} == {"delivery": 25, "": 25}
    make_claim(make_ticket(account=account))
    assert both_ways("claims_per_100_orders", november, now=NOW).value == 25


def test_replies_by_hand_by_template_and_by_machine(ticket: Ticket, agent: User, november: Question) -> None:
    version = make_template().published
    sent: dict[str, Any] = {"direction": OUT, "user": agent, "attempted_at": NINE}
    make_message(ticket)
    make_message(ticket, **sent)
    make_message(ticket, **sent, template_version=version, template_edited=True)
    make_message(ticket, **sent, template_version=version, template_edited=False)
    make_message(ticket, direction=OUT, automatic=True, attempted_at=NINE)
    make_message(ticket, direction=OUT)
    make_message(ticket, direction=OUT, delivery=Delivery.UNSURE)
    make_message(ticket, direction=MessageDirection.NOTE)

    assert parts_of(both_ways("messages", november, now=NOW)) == {"in": 1, "out": 5}
    assert both_ways("answers", november, now=NOW).value == 4
    assert both_ways("automatic_share", november, now=NOW).value == 0.25
    assert both_ways("template_share", november, now=NOW).value == pytest.approx(2 / 3)
    assert both_ways("template_edited", november, now=NOW).value == 0.5
    by_agent = rows(BY_SLUG["answers"], november, "agent", known=Known(NOW))
    assert {row.group: row.value for row in by_agent} == {str(agent.pk): 3, "": 1}


def test_hard_topics_and_nights_are_told_beside_a_persons_figures(account: Account, november: Question) -> None:
    hard, easy = make_ticket(account=account, level=2), make_ticket(account=account)
    make_message(hard, direction=OUT, attempted_at=NINE)
    make_message(easy, direction=OUT, attempted_at=NINE, written_at=NINE + 10 * HOUR)
    assert both_ways("hard_topics", november, now=NOW).value == 0.5
    assert both_ways("night_share", november, now=NOW).value == 0.5


def test_hours_of_the_week_are_those_of_the_wall_clock(ticket: Ticket, agent: User, november: Question) -> None:
    make_message(ticket, written_at=NINE)
    make_message(ticket, written_at=NINE + 2 * DAY, automatic=True)
    sent: dict[str, Any] = {"direction": OUT, "user": agent, "attempted_at": NINE}
    make_message(ticket, **sent, written_at=NINE + HOUR)
    make_message(ticket, **sent, written_at=NINE + HOUR + timedelta(minutes=30))
    assert parts_of(both_ways("arrivals_by_hour", november, now=NOW)) == {"10": 1}
    assert parts_of(both_ways("staffing_by_hour", november, now=NOW)) == {"11": 1}


def test_the_backlog_is_that_of_the_end(ticket: Ticket, account: Account, november: Question) -> None:
    make_wait(ticket, NINE, answered=DAY)
    make_wait(make_ticket(account=account), NOW - 25 * HOUR)
    make_wait(make_ticket(account=account), NOW - HOUR)
    assert parts_of(both_ways("backlog", november, now=NOW)) == {"under_8h": 1, "under_3d": 1}
    by_day = rows(BY_SLUG["backlog"], november, "day", known=Known(NOW))
    assert {row.group: row.cases for row in by_day if row.cases} == {"2026-11-16": 1, "2026-11-20": 1, "2026-11-21": 2}


def test_whoever_answered_is_credited_though_the_ticket_changed_hands_and_he_has_left(
    account: Account, agent: User, lead: User, november: Question
) -> None:
    ticket = make_ticket(account=account, assignee=agent)
    answer = make_message(ticket, direction=OUT, user=agent, attempted_at=NINE)
    make_wait(ticket, NINE, answered=2 * HOUR, answered_by=answer)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=lead)
    User.objects.filter(pk=agent.pk).update(is_active=False)
    found = rows(BY_SLUG["response_time"], november, "agent", known=Known(NOW))
    assert {row.group: row.value for row in found} == {str(agent.pk): 2 * 3600}
