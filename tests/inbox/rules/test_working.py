"""What happens is written down in the same transaction, and rules act on it once."""

import pytest
from django.db import transaction

from connectors.models import Account
from inbox.models import EventKind, Happening, Rule, RuleEvent, RuleRun, Ticket, User
from inbox.rules.retrying import last_problems, put_aside
from inbox.rules.working import MOST_DEPTH, forget_done, work_off
from inbox.tickets.triage import set_priority, set_tags
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_message, make_order, make_rule, make_ticket, only_if

pytestmark = pytest.mark.django_db


def tags_of(ticket: Ticket) -> list[str]:
    ticket.refresh_from_db()
    return ticket.tags


def test_a_message_of_a_buyer_is_acted_upon(account: Account) -> None:
    rule = make_rule({"do": "tag", "value": ["parcel"]}, conditions=only_if("text", "contains", "colis"))
    arrive(account, buyer_message("m1"))
    assert work_off(NINE) == 1
    ticket = Ticket.objects.get()
    rule.refresh_from_db()
    assert (tags_of(ticket), rule.hits, rule.hit_at) == (["parcel"], 1, NINE)
    assert ticket.events.get(kind=EventKind.RULE).after == {"rule": rule.pk, "name": rule.name}


def test_nothing_is_written_down_while_no_rule_waits_for_it(account: Account) -> None:
    make_rule(happening=Happening.FEEDBACK)
    make_rule(active=False)
    arrive(account, buyer_message("m1"))
    assert not RuleEvent.objects.exists()


def test_history_and_what_the_shop_or_a_machine_writes_are_no_occasion(account: Account) -> None:
    make_rule()
    arrive(account, buyer_message("m1"), quiet=True)
    with transaction.atomic():
        RuleEvent.objects.exists()
    assert not RuleEvent.objects.exists()


def test_what_the_shop_or_a_machine_writes_is_no_occasion(account: Account) -> None:
    make_rule()
    arrive(account, shop_message("m1"), buyer_message("m2", automatic=True))
    assert not RuleEvent.objects.exists()


def test_what_a_person_changes_is_an_occasion(ticket: Ticket, agent: User) -> None:
    make_rule(
        {"do": "priority", "value": 4}, happening=Happening.CHANGED, conditions=only_if("changed_to", "is", "vip")
    )
    set_tags(ticket, tags=["vip"], by=agent, now=NINE)
    work_off(NINE)
    ticket.refresh_from_db()
    assert ticket.priority == 4


def test_the_same_thing_acts_once_though_it_is_worked_off_twice(ticket: Ticket) -> None:
    make_rule({"do": "note", "value": "Look at this."})
    make_message(ticket)
    work_off(NINE)
    RuleEvent.objects.update(done_at=None)
    work_off(NINE)
    assert ticket.messages.filter(direction="note").count() == 1


def test_it_acts_once_though_it_was_forgotten_and_comes_again(ticket: Ticket) -> None:
    make_rule({"do": "note", "value": "Look at this."})
    message = make_message(ticket)
    work_off(NINE)
    forget_done(NINE + 4 * DAY)
    RuleEvent.objects.create(happening=Happening.MESSAGE, ticket=ticket, source=f"message-{message.pk}", at=NINE)
    work_off(NINE)
    assert ticket.messages.filter(direction="note").count() == 1


def test_rules_act_in_order_and_each_sees_what_the_one_before_did(ticket: Ticket) -> None:
    make_rule({"do": "tag", "value": ["b"]}, position=2, conditions=only_if("tag", "is", "a"))
    make_rule({"do": "tag", "value": ["a"]}, position=1)
    make_message(ticket)
    work_off(NINE)
    assert tags_of(ticket) == ["a", "b"]


def test_a_rule_that_stops_lets_no_later_one_act(ticket: Ticket) -> None:
    make_rule({"do": "tag", "value": ["a"]}, position=1, stops=True)
    make_rule({"do": "tag", "value": ["b"]}, position=2)
    make_message(ticket)
    work_off(NINE)
    assert tags_of(ticket) == ["a"]


def test_a_rule_does_not_set_itself_off_for_ever(ticket: Ticket, agent: User) -> None:
    on = make_rule({"do": "tag", "value": ["on"]}, {"do": "untag", "value": ["off"]}, happening=Happening.CHANGED)
    off = make_rule({"do": "tag", "value": ["off"]}, {"do": "untag", "value": ["on"]}, happening=Happening.CHANGED)
    set_priority(ticket, priority=4, by=agent, now=NINE)
    while work_off(NINE):
        pass
    depths = set(RuleRun.objects.values_list("depth", flat=True))
    assert depths == set(range(MOST_DEPTH + 1))
    assert set(last_problems([on, off])) == {on.pk, off.pk}
    stopped = RuleRun.objects.filter(depth=MOST_DEPTH)
    assert {outcome["state"] for run in stopped for outcome in run.outcomes} == {"stopped"}


def test_rules_that_set_each_other_off_are_listed_once_each_for_a_ticket(ticket: Ticket, agent: User) -> None:
    """What each does is an occasion for all of them, so that they come back by many ways."""
    for tag in ("a", "b", "c"):
        others = [other for other in ("a", "b", "c") if other != tag]
        make_rule({"do": "tag", "value": [tag]}, {"do": "untag", "value": others}, happening=Happening.CHANGED)
    set_priority(ticket, priority=4, by=agent, now=NINE)
    while work_off(NINE):
        pass
    assert sorted(RuleRun.objects.filter(failed=True).values_list("rule__name", flat=True)) == sorted(
        Rule.objects.values_list("name", flat=True)
    )


def test_why_a_rule_failed_last_is_shown_until_nothing_of_it_is_listed(ticket: Ticket, agent: User) -> None:
    rule = make_rule({"do": "assign", "value": str(agent.pk)})
    User.objects.filter(pk=agent.pk).update(is_active=False)
    make_message(ticket)
    work_off(NINE)
    User.objects.filter(pk=agent.pk).update(is_active=True)
    make_message(make_ticket())
    work_off(NINE)
    assert last_problems([rule])[rule.pk].at == NINE
    put_aside(RuleRun.objects.get(failed=True).pk)
    assert last_problems([rule]) == {}


def test_an_action_that_fails_is_listed_and_the_others_are_done(ticket: Ticket, agent: User) -> None:
    rule = make_rule({"do": "assign", "value": str(agent.pk)}, {"do": "tag", "value": ["seen"]})
    User.objects.filter(pk=agent.pk).update(is_active=False)
    make_message(ticket)
    work_off(NINE)
    run = RuleRun.objects.get()
    assert [outcome["state"] for outcome in run.outcomes] == ["failed", "done"]
    assert (run.failed, tags_of(ticket), set(last_problems([rule]))) == (True, ["seen"], {rule.pk})


def test_a_rule_that_is_changed_meanwhile_acts_as_it_is_when_its_turn_comes(ticket: Ticket) -> None:
    rule, off = make_rule({"do": "tag", "value": ["old"]}), make_rule({"do": "tag", "value": ["never"]})
    make_message(ticket)
    Rule.objects.filter(pk=rule.pk).update(actions=[{"do": "tag", "value": ["new"]}])
    Rule.objects.filter(pk=off.pk).update(active=False)
    work_off(NINE)
    assert tags_of(ticket) == ["new"]


def test_a_change_of_an_orders_state_is_an_occasion_for_its_tickets(account: Account) -> None:
    make_rule(happening=Happening.ORDER, conditions=only_if("order", "is", "shipped"))
    ticket = make_ticket(account=account, order_id="12-34")
    order = make_order(account=account, external_id="12-34", state="Unshipped")
    order.state = "Shipped"
    order.save()
    work_off(NINE)
    assert tags_of(ticket) == ["seen"]


def test_conditions_on_an_order_do_not_fit_where_there_is_none(ticket: Ticket) -> None:
    make_rule(conditions=only_if("order", "is", "shipped", negated=True))
    make_message(ticket)
    work_off(NINE + HOUR)
    assert tags_of(ticket) == []
    assert Rule.objects.get().hits == 0
