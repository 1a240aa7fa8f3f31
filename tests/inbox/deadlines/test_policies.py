"""Policies: which one counts, what a change does to open tickets, and what it leaves alone."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from connectors.incoming import Person
from connectors.models import Account
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.cycles import refresh_deadlines
from inbox.deadlines.policy_changes import PolicyDraft, keep, move
from inbox.deadlines.preview import preview
from inbox.deadlines.targets import Targets
from inbox.deadlines.trial import rules_with
from inbox.errors import BadPolicy
from inbox.models import (
    Clock,
    DeadlinePolicy,
    EventKind,
    PolicyVersion,
    ResponseCycle,
    Ticket,
    User,
)
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_account, make_claim, make_policy

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR


def of_ebay(hard: int, **conditions: Any) -> PolicyDraft:
    """The ready-made policy of eBay with another deadline."""
    policy = DeadlinePolicy.objects.get(ready_made="marketplace:ebay")
    return PolicyDraft(
        policy=policy,
        clock=Clock.MARKETPLACE,
        name="",
        active=True,
        conditions=Conditions(marketplaces=frozenset({"ebay"}), **conditions),
        targets=Targets(hard=hard * HOUR),
        calendar=None,
    )


def test_the_first_account_of_a_marketplace_brings_its_policies(account: Account) -> None:
    make_account()
    assert DeadlinePolicy.objects.filter(ready_made="marketplace:ebay").count() == 1
    assert set(DeadlinePolicy.objects.filter(clock="statutory").values_list("ready_made", flat=True)) == {
        "statutory:fr-withdrawal",
        "statutory:fr-guarantee",
    }


def test_the_first_policy_that_fits_counts(account: Account) -> None:
    make_policy("marketplace", {"hard_minutes": 240}, tags=["vip"])
    make_policy("marketplace", {"hard_minutes": 120}, channels=["North"])
    arrive(account, buyer_message("m1", at=NINE))
    arrive(account, buyer_message("m2", at=NINE, thread_id="t2", channel="North"))
    dues = dict(Ticket.objects.values_list("thread_id", "reply_due_at"))
    assert dues == {"t1": NINE + DAY, "t2": NINE + 2 * HOUR}


def test_a_change_moves_what_is_open_and_leaves_history_alone(account: Account, lead: User) -> None:
    arrive(
        account,
        buyer_message("m1", at=NINE),
        shop_message("m2", at=TEN),
        buyer_message("m3", at=TEN + HOUR),
        now=TEN + HOUR,
    )
    keep(of_ebay(12), by=lead, now=TEN)
    first, second = ResponseCycle.objects.order_by("number")
    assert (first.due_at, second.due_at) == (NINE + DAY, TEN + 13 * HOUR)
    assert first.marketplace_version_id != second.marketplace_version_id
    ticket = Ticket.objects.get()
    assert ticket.reply_due_at == TEN + 13 * HOUR
    assert ticket.events.get(kind=EventKind.DEADLINE).before == {"due_at": (TEN + HOUR + DAY).isoformat()}


def test_keeping_everything_as_it_is_makes_no_version(account: Account, lead: User) -> None:
    arrive(account, buyer_message("m1", at=NINE))
    keep(of_ebay(12), by=lead, now=TEN)
    assert keep(of_ebay(12), by=lead, now=TEN).recomputation is None
    assert PolicyVersion.objects.filter(policy__ready_made="marketplace:ebay").count() == 2


def test_a_version_is_never_rewritten(account: Account) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.update(targets={})


def test_the_preview_says_what_would_change_and_changes_nothing(account: Account) -> None:
    arrive(account, buyer_message("m1", at=NINE), buyer_message("m2", at=NINE, thread_id="t2"))
    found = preview(rules_with(of_ebay(2)), now=NINE + 3 * HOUR)
    assert (found.tickets, found.late, found.looked_at, found.left_out) == (2, 2, 2, 0)
    assert [(change.before, change.after) for change in found.first] == [(NINE + DAY, NINE + 2 * HOUR)] * 2
    assert set(ResponseCycle.objects.values_list("due_at", flat=True)) == {NINE + DAY}


def test_moving_a_policy_changes_which_one_counts(account: Account, lead: User) -> None:
    policy = make_policy("marketplace", {"hard_minutes": 60}, marketplaces=["ebay"])
    arrive(account, buyer_message("m1", at=NINE))
    move(policy, to=2, by=lead, now=NINE)
    assert Ticket.objects.get().reply_due_at == NINE + DAY


def test_nonsense_is_refused_with_its_field(account: Account, lead: User) -> None:
    with pytest.raises(BadPolicy) as wrong:
        keep(of_ebay(2, kinds=frozenset({"parcel"})), by=lead, now=NINE)
    assert wrong.value.field == "conditions.kinds"
    with pytest.raises(BadPolicy):
        Targets.from_spec({"hard_minutes": -1}, clock="marketplace")
    with pytest.raises(BadPolicy):
        Targets.from_spec({"days": 14}, clock="company")
    with pytest.raises(BadPolicy):
        Conditions.from_spec({"levels": [3]})


def test_a_policy_for_claims_counts_while_one_is_open_on_the_conversation(account: Account) -> None:
    make_policy("marketplace", {"hard_minutes": 240}, kinds=["claim"])
    arrive(account, buyer_message("m1", at=NINE))
    arrive(account, buyer_message("m2", at=NINE, thread_id="another", buyer=Person("another")))
    first, second = Ticket.objects.order_by("id")
    claim = make_claim(first)
    refresh_deadlines([first, second], TEN)
    assert (first.reply_due_at, second.reply_due_at) == (NINE + 4 * HOUR, NINE + DAY)
    claim.ended_at = TEN
    claim.save()
    refresh_deadlines([first, second], TEN)
    assert (first.reply_due_at, second.reply_due_at) == (NINE + DAY, NINE + DAY)
