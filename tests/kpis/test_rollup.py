"""The rollup follows what changes: late arrivals, corrections, erasure; two workers, a dead one, and a check."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from connectors.models import Account
from inbox.models import ResponseCycle, Ticket, User
from kpis.figures.ask import ask, rows
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.from_rollup import can_answer
from kpis.figures.known import Known
from kpis.figures.question import Question
from kpis.models import FigureProgress, FigureRow, Mark, RollupClock
from kpis.rollup.following import follow_some
from kpis.rollup.ticking import follow
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.kpis.conftest import PARIS
from tests.kpis.make import make_wait
from tests.make import DAY, HOUR, NINE, make_calendar, make_claim, make_message, make_ticket

pytestmark = pytest.mark.django_db
NOW = NINE + 20 * DAY
RESPONSE = BY_SLUG["response_time"]


@pytest.fixture
def rolled_up(ticket: Ticket) -> Ticket:
    make_message(ticket)
    make_wait(ticket, NINE, answered=HOUR)
    follow(lambda: NOW)
    return ticket


def check() -> str:
    said = StringIO()
    call_command("recompute_figures", "--check", stdout=said)
    return said.getvalue()


def test_what_arrives_late_corrects_its_day(rolled_up: Ticket, november: Question) -> None:
    make_message(rolled_up, written_at=NINE - 10 * DAY)
    make_wait(rolled_up, NINE - 10 * DAY, answered=3 * HOUR)
    follow(lambda: NOW)
    assert FigureProgress.objects.get(figure="response_time").ready
    assert ask(RESPONSE, november, known=Known(NOW)).value == 2 * 3600
    assert "what the log comes to" in check()


def test_a_ticket_that_changes_its_topic_takes_its_past_along(rolled_up: Ticket, november: Question) -> None:
    Ticket.objects.filter(pk=rolled_up.pk).update(topic="refund")
    follow(lambda: NOW)
    assert [(row.group, row.cases) for row in rows(RESPONSE, november, "topic", known=Known(NOW))] == [("refund", 1)]
    check()


def test_what_is_deleted_is_gone(rolled_up: Ticket, november: Question) -> None:
    rolled_up.cycles.all().delete()
    follow(lambda: NOW)
    assert ask(RESPONSE, november, known=Known(NOW)).value is None
    check()


def test_only_days_that_changed_are_made_anew(rolled_up: Ticket, november: Question) -> None:
    before = set(FigureRow.objects.values_list("pk", flat=True))
    make_wait(rolled_up, NINE + DAY, answered=HOUR)
    follow(lambda: NOW)
    gone = FigureRow.objects.filter(pk__in=before, figure="response_time", day=date(2026, 11, 16))
    assert gone.exists()


def test_groups_that_the_page_always_shows_stay_in_the_rollup_when_it_is_narrowed(
    rolled_up: Ticket, agent: User, november: Question
) -> None:
    other = make_ticket(account=rolled_up.account, topic="refund", language="de", level=2)
    for ticket, sender in ((other, agent), (other, None), (rolled_up, agent)):
        make_message(ticket, direction="out", delivery="accepted", user=sender, written_at=NINE, attempted_at=NINE)
    follow(lambda: NOW)
    figure, narrowed = BY_SLUG["answers"], replace(november, topics=("refund",))
    assert can_answer(figure, narrowed, "agent", known=Known(NOW))
    assert not can_answer(figure, narrowed, "language", known=Known(NOW))
    assert {row.group: row.cases for row in rows(figure, narrowed, "agent", known=Known(NOW))} == {
        "": 1,
        str(agent.pk): 1,
    }
    by_both = ask(figure, replace(narrowed, agents=(agent.pk,)), known=Known(NOW))
    by_agent = rows(figure, replace(november, agents=(agent.pk,)), "language", known=Known(NOW))
    assert by_both.cases == 1
    assert {row.group: row.cases for row in by_agent} == {"de": 1, rolled_up.language: 1}
    Ticket.objects.filter(pk=other.pk).update(topic="delivery")
    follow(lambda: NOW)
    assert rows(figure, narrowed, "agent", known=Known(NOW)) == []
    check()


def test_products_reasons_and_hours_are_kept_in_one_row_whatever_the_page_is_narrowed_to(
    rolled_up: Ticket, november: Question
) -> None:
    for item, topic in (("405", "refund"), ("405", "refund"), ("12", "refund"), ("12", "delivery")):
        make_ticket(account=rolled_up.account, item_id=item, topic=topic, created_at=NINE)
    later = NINE + 60 * DAY
    follow(lambda: later)
    figure, narrowed = BY_SLUG["contacts_by_product"], replace(november, topics=("refund",))
    assert can_answer(figure, narrowed, "all", known=Known(later))
    assert {row.group: row.cases for row in rows(figure, narrowed, "part", known=Known(later))} == {"405": 2, "12": 1}
    kept = FigureRow.objects.filter(figure=figure.slug, dimension="topic", label="refund").order_by("grain")
    assert [(row.grain, row.names, row.counts) for row in kept] == [
        ("d", ["12", "405"], [1, 2]),
        ("m", ["12", "405"], [1, 2]),
    ]
    Ticket.objects.filter(item_id="12", topic="refund").update(item_id="77")
    follow(lambda: later)
    assert {row.group: row.cases for row in rows(figure, narrowed, "part", known=Known(later))} == {"405": 2, "77": 1}
    assert "what the log comes to" in check()
    kept.filter(grain="m").update(names=["12", "406"])
    with pytest.raises(CommandError):
        check()


def test_waits_that_were_rolled_up_before_their_open_hours_were_known_are_made_good(
    rolled_up: Ticket, november: Question
) -> None:
    calendar = make_calendar({"zone": PARIS, "slots": [{"weekday": 1, "from": "09:00", "to": "18:00"}]})
    version = calendar.versions.get()
    make_wait(rolled_up, NINE, answered=2 * HOUR, company_due_at=NINE + DAY, company_calendar=version)
    while follow_some():
        pass
    company = BY_SLUG["response_time_company"]
    assert ask(company, november, known=Known(NOW)).value == 0
    follow(lambda: NOW)
    assert ask(company, november, known=Known(NOW)).value == 2 * 3600
    check()


def test_a_deadline_that_passes_unanswered_is_noticed_without_any_change(account: Account, november: Question) -> None:
    make_wait(make_ticket(account=account), NINE, due_at=NINE + DAY)
    follow(lambda: NINE + 2 * HOUR)
    late = BY_SLUG["late_marketplace"]
    assert ask(late, november, known=Known(NINE + 2 * HOUR)).cases == 0
    follow(lambda: NINE + 2 * DAY)
    assert ask(late, november, known=Known(NINE + 2 * DAY)).cases == 1
    check()


def test_months_that_are_over_have_rows_of_their_own(rolled_up: Ticket) -> None:
    later = NINE + 60 * DAY
    follow(lambda: later)
    assert FigureRow.objects.filter(figure="response_time", grain="m", day=date(2026, 11, 1)).exists()
    whole_year = Question(date(2026, 1, 1), date(2027, 1, 1), PARIS)
    assert ask(RESPONSE, whole_year, known=Known(later)).cases == 1
    make_wait(rolled_up, NINE + DAY, answered=3 * HOUR)
    follow(lambda: later)
    assert ask(RESPONSE, whole_year, known=Known(later)).value == 2 * 3600
    check()


def test_a_claim_that_closes_late_leaves_the_days_on_which_it_was_open(rolled_up: Ticket, november: Question) -> None:
    claim = make_claim(rolled_up, opened_at=NINE)
    follow(lambda: NOW)
    claim.ended_at = NINE + 3 * DAY
    claim.save()
    follow(lambda: NOW)
    by_day = rows(BY_SLUG["claims_open"], november, "day", known=Known(NOW))
    assert [row.group for row in by_day if row.cases] == ["2026-11-16", "2026-11-17", "2026-11-18"]
    check()


def test_who_waits_now_gets_older_without_any_change_and_leaves_with_the_answer(
    account: Account, november: Question
) -> None:
    backlog = BY_SLUG["backlog"]
    waiting = make_ticket(account=account, topic="refund", created_at=NINE)
    wait = make_wait(waiting, NINE)
    for hours, part in ((1, "under_8h"), (8, "under_24h"), (24, "under_3d"), (72, "under_7d"), (168, "longer")):
        now = NINE + hours * HOUR
        follow(partial(datetime.fromisoformat, now.isoformat()))
        assert can_answer(backlog, november, "topic", known=Known(now))
        assert [*ask(backlog, november, known=Known(now)).parts] == [part]
        assert [(row.group, row.cases) for row in rows(backlog, november, "topic", known=Known(now))] == [("refund", 1)]
        check()
    wait.answered_at = wait.ended_at = NINE + 30 * HOUR
    wait.save()
    follow(lambda: NOW)
    assert ask(backlog, november, known=Known(NOW)).cases == 0
    by_day = rows(backlog, november, "day", known=Known(NOW))
    assert {row.group: [*row.answer.parts] for row in by_day if row.cases} == {"2026-11-16": ["under_24h"]}
    check()


def test_who_begins_to_wait_after_the_last_look_at_the_clock_is_counted_at_the_next(
    rolled_up: Ticket, november: Question
) -> None:
    make_wait(make_ticket(account=rolled_up.account), NOW + timedelta(seconds=30))
    while follow_some():
        pass
    assert ask(BY_SLUG["backlog"], replace(november, until=date(2026, 12, 31)), known=Known(NOW)).cases == 0
    later = NOW + timedelta(minutes=1)
    follow(lambda: later)
    assert ask(BY_SLUG["backlog"], replace(november, until=date(2026, 12, 31)), known=Known(later)).cases == 1
    check()


def test_a_whole_conversation_that_arrives_late_is_counted_with_its_waits(
    rolled_up: Ticket, november: Question
) -> None:
    before = ask(BY_SLUG["answered_within_24h"], november, known=Known(NOW)).cases
    told = [buyer_message("late 1", at=NINE - 9 * DAY), shop_message("late 2", at=NINE - 8 * DAY)]
    arrive(rolled_up.account, *told, buyer_message("late 3", at=NINE - 7 * DAY), now=NOW)
    follow(lambda: NOW)
    assert ask(BY_SLUG["answered_within_24h"], november, known=Known(NOW)).cases == before + 2
    assert ask(BY_SLUG["backlog"], november, known=Known(NOW)).cases == 1
    check()


def test_what_waits_for_long_marks_only_the_days_on_which_something_joined_or_left(rolled_up: Ticket) -> None:
    long_ago = NINE - 300 * DAY
    waiting = make_ticket(account=rolled_up.account, topic="refund", created_at=long_ago)
    make_wait(waiting, long_ago)
    follow(lambda: NOW)
    Ticket.objects.filter(pk=waiting.pk).update(topic="delivery")
    days = {mark.since.date() for mark in Mark.objects.filter(about="waiting")}
    assert days == {(long_ago + age).date() for age in (0 * HOUR, 8 * HOUR, DAY, 3 * DAY, 7 * DAY)}
    follow(lambda: NOW)
    check()


def test_rows_that_do_not_add_up_to_what_is_open_are_found(rolled_up: Ticket) -> None:
    make_wait(make_ticket(account=rolled_up.account), NINE)
    follow(lambda: NOW)
    check()
    FigureRow.objects.filter(figure="backlog", part="longer", dimension="all").delete()
    with pytest.raises(CommandError, match="2 rows are not"):
        check()


def test_a_worker_that_dies_leaves_its_marks(rolled_up: Ticket, november: Question) -> None:
    make_wait(rolled_up, NINE + DAY, answered=3 * HOUR)
    with transaction.atomic():
        assert follow_some()
        transaction.set_rollback(True)
    assert Mark.objects.exists()
    follow(lambda: NOW)
    assert ask(RESPONSE, november, known=Known(NOW)).value == 2 * 3600


def test_a_row_that_is_wrong_is_found_and_made_good(rolled_up: Ticket) -> None:
    FigureRow.objects.filter(figure="response_time", dimension="all", grain="d").update(cases=7)
    with pytest.raises(CommandError, match="2 rows are not"):
        check()
    call_command("recompute_figures", "--figure", "response_time", stdout=StringIO())
    check()


def test_another_zone_makes_all_days_anew(rolled_up: Ticket, settings: object, november: Question) -> None:
    settings.SHOP_ZONE = "Pacific/Auckland"  # type: ignore[attr-defined]
    ResponseCycle.objects.update(answered_at=NINE + 4 * HOUR, ended_at=NINE + 4 * HOUR)
    follow(lambda: NOW + timedelta(minutes=1))
    row = FigureRow.objects.get(figure="response_time", dimension="all", grain="d")
    assert row.day == date(2026, 11, 17)
    assert RollupClock.objects.get().looked_at == NOW + timedelta(minutes=1)
    check()
