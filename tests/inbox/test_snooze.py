"""Putting a ticket aside: until when, what wakes it, and what it never hides."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from connectors.models import Account
from inbox.forms.snooze import snooze_moments
from inbox.models import EventKind, Status, Ticket, User
from inbox.tickets import snooze, triage
from inbox.tickets.errors import DueTooSoon, NotByHand, NothingToSnooze, NotInTheFuture
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_ticket

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR


@pytest.fixture
def waiting(account: Account) -> Ticket:
    """Due tomorrow at nine."""
    arrive(account, buyer_message("m1", at=NINE))
    return Ticket.objects.get()


@pytest.fixture
def quiet(account: Account) -> Ticket:
    """Answered: nobody waits."""
    arrive(account, buyer_message("m1", at=NINE), shop_message("m2", at=NINE), now=NINE)
    return Ticket.objects.get()


def lists(ticket: Ticket) -> bool:
    return Ticket.objects.all().needing_reply().filter(pk=ticket.pk).exists()


def test_a_snoozed_ticket_is_out_of_the_way_until_its_time(waiting: Ticket, agent: User) -> None:
    snooze.snooze(waiting, NINE + 5 * HOUR, by=agent, now=TEN)
    assert (waiting.status, waiting.snoozed_until, lists(waiting)) == (Status.SNOOZED, NINE + 5 * HOUR, False)
    assert snooze.wake_due(NINE + 4 * HOUR) == 0
    assert snooze.wake_due(NINE + 5 * HOUR) == 1
    waiting.refresh_from_db()
    assert (waiting.status, waiting.snoozed_until, lists(waiting)) == (Status.OPEN, None, True)


def test_the_log_says_until_when_and_what_woke_it(waiting: Ticket, agent: User) -> None:
    snooze.snooze(waiting, NINE + 5 * HOUR, by=agent, now=TEN)
    snooze.wake_due(NINE + 5 * HOUR)
    asleep, woken = waiting.events.filter(kind__in=[EventKind.SNOOZED, EventKind.WOKEN]).order_by("id")
    assert (asleep.user, asleep.before) == (agent, {"value": "open"})
    assert asleep.after == {"value": "snoozed", "until": (NINE + 5 * HOUR).isoformat()}
    assert (woken.user, woken.after) == (None, {"value": "open", "why": "time"})


def test_the_marketplaces_deadline_brings_it_back_two_hours_before(waiting: Ticket, agent: User) -> None:
    snooze.snooze(waiting, NINE + 3 * DAY, by=agent, now=TEN)
    assert snooze.wakes_at(waiting) == NINE + DAY - 2 * HOUR
    assert snooze.wake_due(NINE + DAY - 2 * HOUR - timedelta(seconds=1)) == 0
    assert snooze.wake_due(NINE + DAY - 2 * HOUR) == 1
    assert waiting.events.filter(kind=EventKind.WOKEN, after__why="deadline").exists()


def test_without_a_time_only_the_deadline_or_the_buyer_brings_it_back(waiting: Ticket, agent: User) -> None:
    snooze.snooze(waiting, None, by=agent, now=TEN)
    assert snooze.wake_due(NINE + 5 * HOUR) == 0
    assert snooze.wake_due(NINE + DAY - 2 * HOUR) == 1


def test_what_is_due_within_two_hours_or_late_cannot_be_put_aside(waiting: Ticket, agent: User) -> None:
    with pytest.raises(DueTooSoon):
        snooze.snooze(waiting, NINE + 5 * DAY, by=agent, now=NINE + DAY - 2 * HOUR)
    with pytest.raises(DueTooSoon):
        snooze.snooze(waiting, None, by=agent, now=NINE + 2 * DAY)
    waiting.refresh_from_db()
    assert waiting.status == Status.OPEN
    assert not waiting.events.filter(kind=EventKind.SNOOZED).exists()


def test_a_moment_that_has_passed_is_refused(waiting: Ticket, agent: User) -> None:
    with pytest.raises(NotInTheFuture):
        snooze.snooze(waiting, TEN, by=agent, now=TEN)


@pytest.mark.parametrize("status", [Status.SOLVED, Status.SPAM, Status.MERGED])
def test_a_ticket_that_is_over_cannot_be_put_aside(account: Account, agent: User, status: str) -> None:
    with pytest.raises(NothingToSnooze):
        snooze.snooze(make_ticket(account=account, status=status), None, by=agent, now=TEN)


def test_the_buyers_message_wakes_it_at_once(quiet: Ticket, agent: User, account: Account) -> None:
    snooze.snooze(quiet, NINE + 5 * DAY, by=agent, now=TEN)
    arrive(account, buyer_message("m3", at=TEN + HOUR), now=TEN + HOUR)
    quiet.refresh_from_db()
    assert (quiet.status, quiet.snoozed_until, quiet.reply_due_at) == (Status.OPEN, None, TEN + HOUR + DAY)
    assert quiet.events.get(kind=EventKind.WOKEN).after == {"value": "open", "why": "buyer"}


def test_a_bare_thank_you_and_our_own_words_let_it_sleep(quiet: Ticket, agent: User, account: Account) -> None:
    snooze.snooze(quiet, NINE + 5 * DAY, by=agent, now=TEN)
    thanks = buyer_message("m3", at=TEN + HOUR, text="Merci !")
    arrive(account, thanks, shop_message("m4", at=TEN + HOUR), now=TEN + HOUR)
    quiet.refresh_from_db()
    assert quiet.status == Status.SNOOZED


def test_what_comes_back_by_itself_asks_for_attention_until_it_has_had_some(quiet: Ticket, agent: User) -> None:
    snooze.snooze(quiet, NINE + 5 * HOUR, by=agent, now=TEN)
    snooze.wake_due(NINE + 5 * HOUR)
    quiet.refresh_from_db()
    assert (quiet.needs_reply, quiet.reply_due_at, quiet.queue_at, quiet.unread) == (
        True,
        None,
        NINE + 5 * HOUR,
        True,
    )
    triage.no_answer_needed(quiet, by=agent, now=NINE + 6 * HOUR)
    assert (quiet.needs_reply, quiet.woken_at, quiet.status) == (False, None, Status.WAITING)


def test_a_person_wakes_it_without_a_reminder(quiet: Ticket, agent: User) -> None:
    snooze.snooze(quiet, NINE + 5 * HOUR, by=agent, now=TEN)
    snooze.wake(quiet, by=agent, now=TEN + HOUR)
    assert (quiet.status, quiet.woken_at, quiet.needs_reply) == (Status.OPEN, None, False)
    assert quiet.events.get(kind=EventKind.WOKEN).user == agent


def test_snoozed_again_the_new_moment_counts(waiting: Ticket, agent: User) -> None:
    snooze.snooze(waiting, NINE + 5 * HOUR, by=agent, now=TEN)
    snooze.snooze(waiting, NINE + 9 * HOUR, by=agent, now=TEN + HOUR)
    assert snooze.wake_due(NINE + 5 * HOUR) == 0
    assert waiting.snoozed_until == NINE + 9 * HOUR


def test_solving_a_snoozed_ticket_forgets_the_snooze(waiting: Ticket, agent: User) -> None:
    snooze.snooze(waiting, NINE + 5 * HOUR, by=agent, now=TEN)
    triage.set_status(waiting, status=Status.SOLVED, by=agent, now=TEN)
    assert (waiting.status, waiting.snoozed_until) == (Status.SOLVED, None)
    assert snooze.wake_due(NINE + 5 * HOUR) == 0


def test_nobody_sets_the_status_to_snoozed_by_hand(waiting: Ticket, agent: User) -> None:
    with pytest.raises(NotByHand):
        triage.set_status(waiting, status=Status.SNOOZED, by=agent, now=TEN)


def test_looking_for_what_is_due_costs_by_what_is_due(account: Account) -> None:
    for number in range(1000, 1300):
        later = NINE + number * DAY
        make_ticket(account=account, thread_id=f"t{number}", status="snoozed", snoozed_until=later, reply_due_at=later)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE inbox_ticket")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM inbox_ticket WHERE status = 'snoozed' AND "
            "(snoozed_until <= '2026-11-20' OR reply_due_at <= '2026-11-20')"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "ticket_snoozed" in plan
    assert "ticket_snoozed_and_due" in plan


@pytest.mark.parametrize(("days", "offered"), [(0, False), (1, True), (5, True), (6, False)])
def test_monday_morning_is_offered_where_it_is_neither_tomorrow_nor_in_a_week(days: int, offered: bool) -> None:
    assert ("monday" in snooze_moments(NINE + days * DAY)) is offered
