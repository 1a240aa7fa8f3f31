"""Warnings of deadlines: at every point once, to the right people, and never after the answer."""

from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from connectors.models import Account
from inbox.alerts import going_out
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.policy_changes import PolicyDraft, keep
from inbox.deadlines.targets import Targets
from inbox.models import Alert, AlertKind, AlertWishes, DeadlinePolicy, DeadlineWarning, EventKind, Ticket, User
from inbox.tickets import triage
from inbox.warnings.looking import look
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.inbox.deadlines.calendars import NINE_TO_FIVE, PARIS, local
from tests.make import DAY, HOUR, NINE, make_calendar, make_claim, make_policy, make_user

pytestmark = pytest.mark.django_db

DUE = NINE + DAY
MINUTE = timedelta(minutes=1)


@pytest.fixture
def waiting(account: Account) -> Ticket:
    """Written at nine, due at nine the next day; Guichet has been running since."""
    look(NINE)
    arrive(account, buyer_message("m1", at=NINE))
    return Ticket.objects.get()


@pytest.fixture
def mine(waiting: Ticket, agent: User) -> Ticket:
    Ticket.objects.update(assignee=agent)
    waiting.refresh_from_db()
    return waiting


def keep_looking(until: datetime, *, since: datetime = NINE) -> None:
    """Guichet runs: it looks every five minutes."""
    at = since
    while at <= until:
        look(at)
        at += 5 * MINUTE


def told(user: User) -> list[tuple[str, timedelta]]:
    """What a person was told, in order: kind, and how long before the deadline."""
    rows = Alert.objects.filter(user=user).order_by("at", "id").prefetch_related("warnings")
    return [(row.kind, one.before) for row in rows for one in row.warnings.all()]


def test_each_point_warns_once(mine: Ticket, agent: User) -> None:
    keep_looking(DUE + HOUR, since=DUE - 5 * HOUR)
    assert told(agent) == [
        ("warning", 4 * HOUR),
        ("warning", HOUR),
        ("warning", 15 * MINUTE),
        ("late", timedelta(0)),
    ]


def test_exactly_at_the_deadline_is_not_late_yet(mine: Ticket, agent: User) -> None:
    keep_looking(DUE, since=DUE - 5 * HOUR)
    assert "late" not in dict(told(agent))
    look(DUE + timedelta(seconds=1))
    assert told(agent)[-1][0] == "late"


def test_an_answer_in_time_ends_the_warnings(mine: Ticket, account: Account, agent: User) -> None:
    keep_looking(DUE - 3 * HOUR, since=DUE - 5 * HOUR)
    arrive(account, shop_message("m2", at=DUE - 3 * HOUR), now=DUE - 3 * HOUR)
    keep_looking(DUE + HOUR, since=DUE - 3 * HOUR)
    assert told(agent) == [("warning", 4 * HOUR)]


def test_after_a_late_answer_nothing_more_is_said(mine: Ticket, account: Account, agent: User) -> None:
    keep_looking(DUE + HOUR, since=DUE - 5 * HOUR)
    arrive(account, shop_message("m2", at=DUE + HOUR), now=DUE + HOUR)
    before = told(agent)
    keep_looking(DUE + 3 * HOUR, since=DUE + HOUR)
    assert told(agent) == before


def test_the_next_wait_of_a_ticket_is_warned_of_anew(mine: Ticket, account: Account, agent: User) -> None:
    keep_looking(DUE + HOUR, since=DUE - 5 * HOUR)
    again = DUE + 2 * HOUR
    arrive(account, shop_message("m2", at=DUE + HOUR), buyer_message("m3", at=again), now=again)
    keep_looking(again + DAY + HOUR, since=again + DAY - 5 * HOUR)
    assert len(told(agent)) == 8


def test_a_second_question_brings_no_second_warning(mine: Ticket, account: Account, agent: User) -> None:
    keep_looking(DUE - 3 * HOUR, since=DUE - 5 * HOUR)
    arrive(account, buyer_message("m2", at=DUE - 3 * HOUR), now=DUE - 3 * HOUR)
    look(DUE - 3 * HOUR + MINUTE)
    assert told(agent) == [("warning", 4 * HOUR)]


def test_of_a_ticket_that_nobody_has_the_team_is_told(waiting: Ticket, agent: User) -> None:
    other, uninterested, gone = make_user(), make_user(), make_user(is_active=False)
    AlertWishes.objects.create(user=uninterested, for_team=False)
    look(DUE - 4 * HOUR)
    people = set(Alert.objects.values_list("user", flat=True))
    assert people == {agent.pk, other.pk}
    assert gone.pk not in people


def test_of_a_ticket_whose_agent_is_away_or_has_left_the_team_is_told(mine: Ticket, agent: User) -> None:
    other = make_user()
    AlertWishes.objects.create(user=agent, away_until=DUE - 2 * HOUR)
    look(DUE - 4 * HOUR)
    assert [alert.user for alert in Alert.objects.all()] == [other]
    look(DUE - HOUR)
    assert told(agent) == [("warning", HOUR)]
    User.objects.filter(pk=agent.pk).update(is_active=False)
    look(DUE - 15 * MINUTE)
    assert told(other) == [("warning", 4 * HOUR), ("warning", 15 * MINUTE)]


def test_a_deadline_that_has_passed_goes_to_the_leads_too(mine: Ticket, agent: User, lead: User, owner: User) -> None:
    keep_looking(DUE + HOUR, since=DUE - 5 * HOUR)
    assert told(lead) == [("late", timedelta(0))]
    assert len(told(agent)) == 4
    assert told(owner) == []


def test_without_a_lead_the_owner_is_told_and_everybody_if_all_are_away(
    waiting: Ticket, agent: User, owner: User
) -> None:
    for person in (agent, owner):
        AlertWishes.objects.create(user=person, away_until=DUE + DAY)
    look(DUE - HOUR)
    assert told(owner) == [("warning", HOUR)]
    owner.delete()
    look(DUE - 15 * MINUTE)
    assert told(agent) == [("warning", 15 * MINUTE)]


def test_a_claim_is_warned_of_by_the_marketplaces_own_deadline(mine: Ticket, account: Account, agent: User) -> None:
    arrive(account, shop_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    due_at = NINE + 3 * DAY
    make_claim(mine, respond_by=due_at, opened_at=NINE + HOUR)
    Ticket.objects.update(needs_reply=True, claim_due_at=due_at, reply_due_at=due_at, queue_at=due_at)
    keep_looking(due_at + HOUR, since=due_at - 5 * HOUR)
    assert len(told(agent)) == 4
    assert set(DeadlineWarning.objects.values_list("waiting", flat=True)) == {"claim"}


def test_history_raises_no_alarm(agent: User, account: Account) -> None:
    """Written before the account was connected, fetched afterwards, overdue already."""
    look(NINE)
    account.created_at = NINE + 3 * DAY
    account.save()
    old = [buyer_message(f"m{number}", at=NINE + number * HOUR, thread_id=f"t{number}") for number in range(20)]
    arrive(account, *old, now=NINE + 3 * DAY)
    keep_looking(NINE + 3 * DAY + HOUR, since=NINE + 3 * DAY)
    assert not Alert.objects.exists()


def test_what_of_the_history_can_still_be_answered_in_time_is_warned_of(agent: User, account: Account) -> None:
    look(NINE)
    account.created_at = DUE - 2 * HOUR
    account.save()
    arrive(account, buyer_message("m1", at=NINE), now=DUE - 2 * HOUR)
    keep_looking(DUE + HOUR, since=DUE - 2 * HOUR)
    assert told(agent) == [("warning", HOUR), ("warning", 15 * MINUTE), ("late", timedelta(0))]


def test_a_message_that_was_fetched_too_late_is_told_of_at_once(agent: User, account: Account) -> None:
    keep_looking(DUE + HOUR, since=DUE)
    arrive(account, buyer_message("m1", at=NINE), now=DUE + HOUR)
    look(DUE + HOUR)
    assert told(agent) == [("late", timedelta(0))]


def test_the_first_look_after_an_upgrade_says_nothing_of_what_is_late_already(agent: User, account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    look(DUE + HOUR)
    assert not Alert.objects.exists()
    assert DeadlineWarning.objects.filter(silent=True).count() == 4


def test_after_a_time_without_guichet_one_digest_comes_and_the_true_times_are_kept(
    agent: User, lead: User, account: Account
) -> None:
    look(NINE)
    many = [buyer_message(f"m{number}", at=NINE + number * MINUTE, thread_id=f"t{number}") for number in range(30)]
    arrive(account, *many, now=NINE + HOUR)
    look(DUE + 10 * MINUTE + timedelta(seconds=1))
    digest = Alert.objects.get(user=agent)
    assert digest.kind == AlertKind.DIGEST
    warnings = list(digest.warnings.order_by("due_at"))
    assert len(warnings) == 30
    late = [one for one in warnings if one.is_late]
    assert [one.due_at for one in late] == [DUE + number * MINUTE for number in range(11)]
    assert all(one.while_down for one in late)
    assert Alert.objects.get(user=lead).kind == AlertKind.DIGEST


def test_a_warning_stands_in_the_tickets_log(mine: Ticket, agent: User) -> None:
    look(DUE - HOUR)
    after = mine.events.get(kind=EventKind.WARNED).after or {}
    assert (after["minutes_before"], after["told"]) == (60, [agent.pk])


def test_a_warning_that_waited_for_the_end_of_quiet_hours_is_not_sent_once_somebody_has_answered(
    mine: Ticket, agent: User, account: Account, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.test"
    AlertWishes.objects.create(user=agent, by_mail=["near"], quiet_from="00:00", quiet_until="11:00")
    look(DUE - HOUR)
    alert = Alert.objects.get()
    assert alert.mail_at is not None and alert.mail_at > DUE - HOUR
    triage.no_answer_needed(mine, by=agent, now=DUE - HOUR + MINUTE)
    going_out.send_due(alert.mail_at)
    assert mailoutbox == []
    alert.refresh_from_db()
    assert alert.mail_at is None


def test_a_policy_says_itself_when_to_warn(agent: User, account: Account) -> None:
    look(NINE)
    make_policy("marketplace", {"hard_minutes": 24 * 60, "warn_minutes": [600, 30]})
    arrive(account, buyer_message("m1", at=NINE))
    keep_looking(DUE + HOUR, since=NINE)
    assert told(agent) == [("warning", 10 * HOUR), ("warning", 30 * MINUTE), ("late", timedelta(0))]


def test_a_policy_may_want_no_warning_but_the_deadline_itself(agent: User, account: Account) -> None:
    look(NINE)
    make_policy("marketplace", {"hard_minutes": 24 * 60, "warn_minutes": []})
    arrive(account, buyer_message("m1", at=NINE))
    keep_looking(DUE + HOUR, since=NINE)
    assert told(agent) == [("late", timedelta(0))]


def test_the_companys_clock_warns_in_its_working_hours(agent: User, account: Account) -> None:
    """Written on a Friday, due on Monday at eleven, four hours of work before: on Friday at three."""
    friday = local("2026-11-13 10:00")
    look(friday)
    office = make_calendar({"zone": PARIS, "slots": NINE_TO_FIVE})
    make_policy("company", {"first_minutes": 540, "warn_minutes": [240]}, calendar=office)
    make_policy("marketplace", {"hard_minutes": 30 * 24 * 60})
    arrive(account, buyer_message("m1", at=friday), now=friday)
    keep_looking(local("2026-11-16 10:55"), since=friday)
    (warning,) = DeadlineWarning.objects.all()
    assert (warning.before, warning.reached_at, warning.warned_at) == (4 * HOUR, *[local("2026-11-13 15:00")] * 2)


def test_a_policy_that_warns_earlier_from_now_on_does_so_for_what_is_open(
    mine: Ticket, agent: User, lead: User
) -> None:
    look(NINE + HOUR)
    policy = DeadlinePolicy.objects.get(ready_made="marketplace:ebay")
    targets = Targets(hard=DAY, warn=(10 * HOUR,))
    of_ebay = Conditions(marketplaces=frozenset({"ebay"}))
    keep(PolicyDraft(policy, "marketplace", "", True, of_ebay, targets, None), by=lead, now=NINE + HOUR)
    keep_looking(DUE - 5 * HOUR, since=NINE + HOUR)
    assert told(agent) == [("warning", 10 * HOUR)]


def test_what_has_nothing_due_for_long_is_not_looked_at_again(mine: Ticket) -> None:
    look(NINE + HOUR)
    mine.refresh_from_db()
    assert (mine.warned_for, mine.next_warning_at) == (DUE, DUE - 4 * HOUR)
    with CaptureQueriesContext(connection) as queries:
        look(NINE + 2 * HOUR)
    assert not [query for query in queries if "responsecycle" in query["sql"]]
