"""A shop that worked before there were deadline policies, with the version that had inbox 0010 and connectors 0005."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from inbox.deadlines.cycles import refresh_deadlines
from inbox.deadlines.explained import explained
from inbox.models import DeadlinePolicy, PolicyVersion, ResponseCycle, Role, Ticket
from inbox.warnings.looking import look
from tests.make import DAY, HOUR, NINE, make_user
from tests.upgrade.old_database import RELEASED, OldShop, empty_database, migrate, migrate_to_now

pytestmark = pytest.mark.slow

TEN = NINE + HOUR
SOFT, HARD = 8 * HOUR, 24 * HOUR
FRIDAY, MONDAY = NINE + 4 * DAY, NINE + 7 * DAY
OVER_THE_WEEKEND = "over the weekend"
DUES = {
    "as delivered": TEN + DAY,
    "relayed": TEN + DAY,
    "set by hand": TEN + 12 * HOUR,
    "channel set by hand": TEN + 6 * HOUR,
    "other channel": TEN + DAY,
    OVER_THE_WEEKEND: FRIDAY + HOUR + DAY,
}
COUNTED_ANEW = DUES | {OVER_THE_WEEKEND: MONDAY + HOUR}
"""Where the marketplace's policy counts its working days only, the clock of before counted every day."""


@pytest.fixture(scope="module", autouse=True)
def upgraded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Six tickets of five accounts, brought up to now."""
    with django_db_blocker.unblock(), empty_database("guichet_upgrade"):
        shop = OldShop(migrate(*RELEASED))
        shop.waiting(shop.account("Vélo"), "as delivered", soft=SOFT, hard=HARD)
        shop.waiting(shop.account("Relay", marketplace="amazon"), "relayed", soft=SOFT, hard=HARD)
        own: dict[str, Any] = {"soft_window": 4 * HOUR, "hard_window": 12 * HOUR, "windows_version": 2}
        shop.waiting(shop.account("Quick", **own), "set by hand", soft=4 * HOUR, hard=12 * HOUR)
        channels = {"NORTH": {"soft": 2 * 3600, "hard": 6 * 3600}, "SOUTH": {}}
        both = shop.account("Both", channels=channels)
        shop.waiting(both, "channel set by hand", soft=2 * HOUR, hard=6 * HOUR, channel="NORTH")
        shop.waiting(both, "other channel", soft=SOFT, hard=HARD, channel="SOUTH")
        shop.waiting(shop.account("Octo", marketplace="cdiscount"), OVER_THE_WEEKEND, day=FRIDAY)
        migrate_to_now()
        yield


def dues() -> dict[str, object]:
    return dict(Ticket.objects.values_list("thread_id", "reply_due_at"))


def test_every_deadline_is_what_it_was() -> None:
    assert dues() == DUES
    assert ResponseCycle.objects.filter(ended_at=None).count() == ResponseCycle.objects.exclude(ended_at=None).count()
    assert set(ResponseCycle.objects.exclude(ended_at=None).values_list("end_reason", flat=True)) == {"answered"}


def test_windows_that_were_set_by_hand_are_policies_before_those_that_come_ready_made() -> None:
    names = list(DeadlinePolicy.objects.filter(clock="marketplace").values_list("name", flat=True))
    assert names[:2] == ["Both, NORTH", "Quick"]
    assert set(names[2:]) == {""}
    hand_made = PolicyVersion.objects.get(policy__name="Both, NORTH")
    assert hand_made.targets == {"soft_minutes": 120, "hard_minutes": 360}


def test_counted_anew_by_the_policies_only_what_counts_working_days_moves_and_history_stays() -> None:
    others = ResponseCycle.objects.exclude(ticket__thread_id=OVER_THE_WEEKEND, ended_at=None).order_by("id")
    before = list(others.values_list("soft_due_at", "due_at", "ended_at"))
    with transaction.atomic():
        tickets = list(Ticket.objects.select_related("account").select_for_update(of=("self",)).order_by("id"))
        refresh_deadlines(tickets, TEN)
        assert {ticket.thread_id: ticket.reply_due_at for ticket in tickets} == COUNTED_ANEW
        assert list(others.values_list("soft_due_at", "due_at", "ended_at")) == before
        of_history = ResponseCycle.objects.filter(number=1)
        assert set(of_history.values_list("marketplace_version", flat=True)) == {None}
        transaction.set_rollback(True)


def test_why_says_that_it_is_of_before_there_were_policies() -> None:
    ticket = Ticket.objects.select_related("account").get(thread_id="set by hand")
    (clock,) = explained(ticket, TEN)
    assert (clock.record.due_at, clock.record.policy, clock.steps) == (TEN + 12 * HOUR, None, ())


def test_a_ticket_whose_clock_moves_opens_with_the_deadline_of_before() -> None:
    client, ticket = Client(), Ticket.objects.get(thread_id=OVER_THE_WEEKEND)
    client.force_login(make_user(role=Role.LEAD))

    page = client.get(ticket.get_absolute_url())

    assert DUES[OVER_THE_WEEKEND].isoformat() in page.content.decode()
    assert client.get(f"/tickets/{ticket.pk}/why/").status_code == 200


def test_the_first_look_finds_when_to_warn_of_each() -> None:
    look(TEN)
    assert dict(Ticket.objects.values_list("thread_id", "next_warning_at")) == {
        name: due_at - timedelta(hours=4) for name, due_at in DUES.items()
    }
