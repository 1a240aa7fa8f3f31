"""Which policy counts for which ticket."""

from dataclasses import replace

from inbox.deadlines.conditions import Case, Conditions
from inbox.deadlines.marks import TicketLog
from inbox.deadlines.matching import case_of, facts_of, with_open_claims
from inbox.deadlines.pauses import Pause
from inbox.deadlines.rules import Rule, RuleBook, Rules, in_order, rule_of
from inbox.deadlines.targets import Targets
from inbox.models import CalendarVersion, Clock, DeadlinePolicy, PolicyVersion, Ticket
from tests.inbox.deadlines.ticket_facts import COMPANY, RULES, THERE, account, asked, facts, told_later
from tests.make import HOUR, NINE

GERMAN = replace(COMPANY, policy_id=5, version_id=50, position=2, conditions=Conditions(languages=frozenset({"de"})))
CASE = Case(*("ebay", 1, "", "message", "", 1, "de", ()))


def test_the_first_policy_that_fits_counts() -> None:
    rules = Rules({"company": [GERMAN, COMPANY]})
    assert rules.matching(Clock.COMPANY, CASE) is GERMAN
    assert rules.matching(Clock.COMPANY, replace(CASE, language="fr")) is COMPANY
    assert Rules({"company": [COMPANY, GERMAN]}).matching(Clock.COMPANY, CASE) is COMPANY


def test_a_clock_without_a_policy_that_fits_has_none() -> None:
    assert Rules({"company": [GERMAN]}).matching(Clock.COMPANY, replace(CASE, language="fr")) is None
    assert Rules({"company": [GERMAN]}).matching(Clock.STATUTORY, CASE) is None


def test_policies_stand_in_their_order_and_among_equals_in_that_of_their_making() -> None:
    first, second = replace(COMPANY, position=1, policy_id=9), replace(COMPANY, position=3, policy_id=2)
    also_second = replace(second, policy_id=4)
    found = in_order([also_second, THERE, second, first])
    assert found.ordered == {"marketplace": [THERE], "company": [first, second, also_second]}
    tried = replace(second, policy_id=None)
    assert in_order([replace(second, policy_id=1), tried]).ordered["company"][0] is tried


def test_whether_any_policy_tells_claims_from_conversations() -> None:
    about_claims = replace(COMPANY, conditions=Conditions(kinds=frozenset({"claim"})))
    assert Rules({"marketplace": [THERE], "company": [GERMAN, about_claims]}).look_at_kinds()
    assert not RULES.look_at_kinds()


def test_a_version_becomes_a_rule_with_its_calendar() -> None:
    policy = DeadlinePolicy(id=3, clock="company", position=4)
    version = PolicyVersion(id=31, policy=policy, conditions={"levels": [2]}, targets={"first_minutes": 60})
    spec = {"zone": "Europe/Paris", "slots": [{"weekday": 1, "from": "09:00", "to": "17:00"}]}
    office = CalendarVersion(id=77, spec=spec)
    rule = rule_of(version, office)
    assert (rule.clock, rule.position, rule.policy_id, rule.version_id) == ("company", 4, 3, 31)
    assert rule.conditions == Conditions(levels=frozenset({2})) and rule.targets == Targets(first=HOUR)
    assert rule.calendar == office.work_calendar() and rule.calendar_version_id == 77
    assert (rule_of(version, None).calendar, rule_of(version, None).calendar_version_id) == (None, None)


def test_a_wait_that_went_by_no_version_has_no_rule() -> None:
    book = RuleBook(RULES)
    assert book.current is RULES
    assert book.as_used(None, None) is book.as_used(None, 5) is None


def test_a_case_is_what_the_ticket_says() -> None:
    ticket = Ticket(
        account=account(), channel="EBAY_FR", kind="message", topic="refund", level=2, language="fr", tags=["vip"]
    )
    assert case_of(ticket, has_claim=False) == Case("amazon", 1, "EBAY_FR", "message", "refund", 2, "fr", ("vip",))
    assert case_of(ticket, has_claim=True).kind == "claim"


def test_a_ticket_without_a_level_is_of_the_first() -> None:
    assert case_of(Ticket(account=account()), has_claim=False).level == 1


def test_the_facts_hold_the_policy_of_each_clock() -> None:
    law = Rule("statutory", 1, 6, 60, Conditions(), Targets(days=14))
    claims = replace(COMPANY, version_id=22, conditions=Conditions(kinds=frozenset({"claim"})))
    rules = Rules({**RULES.ordered, "company": [claims, COMPANY], "statutory": [law]})
    ticket, log = Ticket(id=7, account=account()), TicketLog([asked(NINE)])
    found = facts_of(ticket, log, rules, has_claim=False, holidays=())
    assert (found.marketplace, found.company, found.statutory) == (THERE, COMPANY, law)
    assert found.ticket is ticket and found.log is log
    assert facts_of(ticket, log, rules, has_claim=True, holidays=()).company is claims


def test_the_marketplace_has_waits_of_its_own_where_any_answer_counts_there() -> None:
    there = facts(asked(NINE), told_later(NINE + HOUR))
    assert [wait.ended_at for wait in there.waits] == [None]
    assert [wait.ended_at for wait in there.there] == [NINE + HOUR]
    elsewhere = facts(asked(NINE), told_later(NINE + HOUR), account=account(marketplace="cdiscount"))
    assert elsewhere.there is elsewhere.waits


def test_holidays_stand_beside_the_pauses_by_hand() -> None:
    closed = Pause(NINE, NINE + HOUR, "holiday")
    assert facts(asked(NINE), holidays=[closed]).pauses == [closed]


def test_nobody_is_asked_for_claims_where_no_policy_looks_at_them() -> None:
    """There is no database here to ask."""
    assert with_open_claims([1, 2], RULES) == with_open_claims([], RULES) == frozenset()
