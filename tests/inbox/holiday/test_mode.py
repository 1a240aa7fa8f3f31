"""Holiday mode, and what falls due while nobody is there."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.deadlines.holidays import holiday_pauses
from inbox.deadlines.pauses import Pause, PauseReason
from inbox.holiday import mode
from inbox.holiday.load import load_of
from inbox.models import HolidayMode, ResponseCycle, User
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_account, make_claim, make_ticket

pytestmark = pytest.mark.django_db


def test_a_holiday_of_all_accounts_pauses_each(account: Account, lead: User) -> None:
    other = make_account()
    mode.begin(NINE, NINE + DAY, accounts=[], by=lead, now=NINE)
    stretch = [Pause(NINE, NINE + DAY, PauseReason.HOLIDAY)]
    assert holiday_pauses([account.pk, other.pk]) == {account.pk: stretch, other.pk: stretch}


def test_a_holiday_of_one_account_leaves_the_others_alone(account: Account, lead: User) -> None:
    other = make_account()
    mode.begin(NINE, NINE + DAY, accounts=[other], by=lead, now=NINE)
    assert holiday_pauses([account.pk]) == {}


def test_one_that_is_ended_early_pauses_until_then_and_a_cancelled_one_not_at_all(account: Account, lead: User) -> None:
    begun = mode.begin(NINE, NINE + DAY, accounts=[], by=lead, now=NINE)
    planned = mode.begin(NINE + 5 * DAY, NINE + 6 * DAY, accounts=[], by=lead, now=NINE)
    mode.end(begun, by=lead, now=NINE + HOUR)
    mode.end(planned, by=lead, now=NINE + HOUR)
    assert holiday_pauses([account.pk]) == {account.pk: [Pause(NINE, NINE + HOUR, PauseReason.HOLIDAY)]}
    assert not HolidayMode.objects.not_over(NINE + HOUR).exists()


def test_a_holiday_in_the_past_or_the_wrong_way_round_is_refused(lead: User) -> None:
    with pytest.raises(mode.BadHoliday):
        mode.begin(NINE, NINE, accounts=[], by=lead, now=NINE)
    with pytest.raises(mode.BadHoliday):
        mode.begin(NINE - 2 * DAY, NINE - DAY, accounts=[], by=lead, now=NINE)


def test_the_marketplaces_deadline_stays_where_it_is(account: Account, lead: User) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    before = ResponseCycle.objects.get().due_at
    mode.begin(NINE, NINE + 3 * DAY, accounts=[], by=lead, now=NINE)
    arrive(account, buyer_message("m2", at=NINE + HOUR), now=NINE + HOUR)
    assert ResponseCycle.objects.get().due_at == before


def test_what_falls_due_in_a_gap_is_counted_by_marketplace_with_what_usually_comes(
    account: Account, lead: User
) -> None:
    saturday = NINE + 5 * DAY
    last, one_before = saturday - 7 * DAY, saturday - 14 * DAY
    for number, at in enumerate([one_before - DAY, one_before, last, last + HOUR, last + 2 * HOUR]):
        arrive(account, buyer_message(f"old{number}", at=at, thread_id=f"o{number}"), now=at)
    arrive(account, buyer_message("m1", at=saturday - HOUR, thread_id="t1"), now=saturday - HOUR)
    claimed = make_ticket(account=make_account(marketplace="amazon"))
    make_claim(claimed, respond_by=saturday + 3 * HOUR)
    load = load_of((saturday, saturday + 2 * DAY), user=lead, now=saturday - HOUR)
    assert load.due == {"ebay": 1, "amazon": 1}
    assert load.more == (3 + 1) / 2


def test_of_a_holiday_of_one_account_only_what_it_closes_is_counted(account: Account, lead: User) -> None:
    other = make_account()
    arrive(account, buyer_message("m1", at=NINE))
    arrive(other, buyer_message("m2", at=NINE))
    gap = (NINE, NINE + 2 * DAY)
    assert load_of(gap, user=lead, now=NINE).due == {"ebay": 2}
    assert load_of(gap, user=lead, now=NINE, accounts=[other]).due == {"ebay": 1}


def test_beside_a_holiday_stands_what_falls_due_meanwhile(client: Client, account: Account, lead: User) -> None:
    User.objects.filter(pk=lead.pk).update(language="en")
    client.force_login(lead)
    now = timezone.now()
    arrive(account, buyer_message("m1", at=now), now=now)
    mode.begin(now, now + 3 * DAY, accounts=[], by=lead, now=now)
    page = client.get(reverse("holidays")).content.decode()
    assert "1 ticket falls due (1 at eBay)" in page[page.index("all accounts: closed from") :]
