"""Which tickets a policy is for."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from inbox.deadlines.conditions import Case, Conditions
from inbox.deadlines.rules import Rule, in_order
from inbox.deadlines.targets import Targets
from inbox.errors import BadPolicy
from inbox.understanding.classification import FORMER_TOPICS

CASE = Case("ebay", 1, channel="EBAY_FR", kind="claim", topic="refund", level=2, language="fr", tags=("VIP", "b2b"))


@pytest.mark.parametrize(
    ("condition", "fitting", "other"),
    [
        ("marketplaces", "ebay", "amazon"),
        ("accounts", 1, 2),
        ("channels", "EBAY_FR", "EBAY_DE"),
        ("kinds", "claim", "message"),
        ("topics", "refund", "late"),
        ("levels", 2, 1),
        ("languages", "fr", "de"),
        ("tags", "vip", "new"),
    ],
)
def test_each_condition_fits_any_of_its_values_and_no_other(condition: str, fitting: Any, other: Any) -> None:
    assert Conditions.from_spec({condition: [other, fitting]}).hold_for(CASE)
    assert not Conditions.from_spec({condition: [other]}).hold_for(CASE)


def test_all_conditions_must_hold() -> None:
    assert not Conditions.from_spec({"marketplaces": ["ebay"], "levels": [1]}).hold_for(CASE)


def test_what_a_ticket_does_not_have_fits_no_condition_about_it() -> None:
    bare = Case("ebay", 1)
    for name, value in (("channels", "EBAY_FR"), ("topics", "refund"), ("languages", "fr"), ("tags", "vip")):
        assert not Conditions.from_spec({name: [value]}).hold_for(bare)
    assert Conditions.from_spec({"levels": [1], "kinds": ["message"]}).hold_for(bare)


def test_tags_fit_however_they_are_written() -> None:
    assert Conditions.from_spec({"tags": ["Vip"]}).hold_for(CASE)


LIST = "This must be a list of at most 200 values."


@pytest.mark.parametrize(
    ("spec", "field", "says"),
    [
        ({"colour": ["red"]}, "conditions", "“colour” is no condition."),
        ({"levels": [1, 3]}, "conditions.levels", "There are levels 1 and 2."),
        ({"tags": "vip"}, "conditions.tags", LIST),
        ({"tags": b"vip"}, "conditions.tags", LIST),
        ({"tags": {"vip": 1}}, "conditions.tags", LIST),
        ({"accounts": list(range(201))}, "conditions.accounts", LIST),
        ({"accounts": ["1"]}, "conditions.accounts", "Numbers are wanted here."),
        ({"levels": [True]}, "conditions.levels", "Numbers are wanted here."),
        ({"topics": ["refund", 1]}, "conditions.topics", "Words are wanted here."),
        ({"languages": [""]}, "conditions.languages", "A value is empty or too long."),
        ({"languages": ["fr", "x" * 101]}, "conditions.languages", "A value is empty or too long."),
    ],
)
def test_what_cannot_be_is_refused_by_name(spec: Any, field: str, says: str) -> None:
    with translation.override("en"), pytest.raises(BadPolicy) as refused:
        Conditions.from_spec(spec)
    assert (refused.value.field, str(refused.value)) == (field, says)


def test_what_is_just_long_enough_is_read() -> None:
    spec = {"accounts": list(range(200)), "tags": ["x" * 100, "y"], "levels": [1, 2], "topics": None}
    assert Conditions.from_spec(spec).as_spec() == {
        "accounts": list(range(200)),
        "tags": ["x" * 100, "y"],
        "levels": [1, 2],
    }


@pytest.mark.parametrize(("former", "now"), FORMER_TOPICS.items())
def test_a_topic_of_before_is_read_under_its_name_of_now(former: str, now: str) -> None:
    assert Conditions.from_spec({"topics": [former]}).as_spec() == {"topics": [now]}


specs = st.fixed_dictionaries(
    {},
    optional={
        "marketplaces": st.lists(st.sampled_from(["ebay", "amazon"]), max_size=2),
        "topics": st.lists(st.sampled_from(["refund", "late"]), max_size=2),
        "levels": st.lists(st.sampled_from([1, 2]), max_size=2),
        "tags": st.lists(st.sampled_from(["vip", "new"]), max_size=2),
    },
)
cases = st.builds(
    Case,
    st.sampled_from(["ebay", "amazon"]),
    st.just(1),
    topic=st.sampled_from(["", "refund", "late"]),
    level=st.sampled_from([1, 2]),
    tags=st.lists(st.sampled_from(["vip", "new", "b2b"]), max_size=2).map(tuple),
)


@given(specs, cases)
def test_a_condition_more_never_fits_more_tickets(spec: dict[str, Any], case: Case) -> None:
    without = {name: values for name, values in spec.items() if name != "levels"}
    if Conditions.from_spec(spec).hold_for(case):
        assert Conditions.from_spec(without).hold_for(case)


@given(st.lists(specs, max_size=5), cases)
def test_of_several_that_fit_the_first_in_order_counts(given_specs: list[dict[str, Any]], case: Case) -> None:
    rules = [
        Rule("company", position, position, position, Conditions.from_spec(spec), Targets())
        for position, spec in enumerate(given_specs, start=1)
    ]
    found = in_order(reversed(rules)).matching("company", case)  # type: ignore[arg-type]
    fitting = [rule for rule in rules if rule.conditions.hold_for(case)]
    assert found == (fitting[0] if fitting else None)


@given(specs)
def test_what_is_written_is_read_as_the_same(spec: dict[str, Any]) -> None:
    conditions = Conditions.from_spec(spec)
    assert Conditions.from_spec(conditions.as_spec()) == conditions
