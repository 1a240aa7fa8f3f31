"""The grammar of conditions, and what they say of facts."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.conditions import Conditions, Test
from inbox.rules.errors import BadRule
from inbox.rules.fields import FIELDS, OPS, Kind, Op
from tests.make import only_if

Test.__test__ = False  # type: ignore[attr-defined]  # a comparison of a rule, nothing for pytest


def holds(spec: dict[str, Any], **facts: Any) -> bool:
    return Conditions.from_spec(spec).hold_for(facts)


def test_a_rule_without_conditions_fits_everything() -> None:
    assert holds({})


def test_all_groups_must_hold_and_of_each_one_test() -> None:
    topic, level = (only_if(name, "is", value)["all"][0]["any"][0] for name, value in (("topic", "x"), ("level", "2")))
    either, both = {"all": [{"any": [topic, level]}]}, {"all": [{"any": [topic]}, {"any": [level]}]}
    assert [holds(either, topic="x", level="1"), holds(both, topic="x", level="1")] == [True, False]
    assert [holds(either, topic="y", level="1"), holds(both, topic="x", level="2")] == [False, True]


def test_a_test_turned_round_holds_where_it_would_not() -> None:
    spec = only_if("topic", "is", "delivery", negated=True)
    assert [holds(spec, topic="delivery"), holds(spec, topic="refund"), holds(spec, topic="")] == [False, True, True]


def test_what_is_missing_fits_nothing_turned_round_or_not() -> None:
    assert not holds(only_if("order_total", "above", 10), order_total=None)
    assert not holds(only_if("order_total", "above", 10, negated=True), order_total=None)
    assert holds(only_if("order_total", "known", negated=True), order_total=None)


def test_above_and_below_leave_the_number_itself_out() -> None:
    assert not holds(only_if("order_total", "above", 10), order_total=Decimal("10.00"))
    assert not holds(only_if("order_total", "below", 10), order_total=Decimal("10.00"))
    assert holds(only_if("order_total", "above", "9.99"), order_total=Decimal("10.00"))


def test_words_are_found_where_a_word_begins_whatever_case_and_accents() -> None:
    text = "Bonjour, où est MON COLIS ?\nMerci d'avance"
    assert holds(only_if("text", "contains", "mon colis"), text=text)
    assert holds(only_if("text", "contains", "Ou est"), text=text)
    assert holds(only_if("text", "contains", "avan"), text=text)
    assert not holds(only_if("text", "contains", "lis"), text=text)


def test_one_of_several_tags_is_enough() -> None:
    assert holds(only_if("tag", "is", "vip", "urgent"), tag=("new", "Urgent"))
    assert not holds(only_if("tag", "is", "vip"), tag=())
    assert holds(only_if("tag", "is", "vip", negated=True), tag=())


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ({"any": []}, "conditions"),
        ({"all": [{"any": []}]}, "conditions.all.0"),
        ({"all": [{"any": [{"field": "weather", "op": "is", "values": ["rain"]}]}]}, "conditions.all.0.any.0.field"),
        (only_if("level", "contains", "1"), "conditions.all.0.any.0.op"),
        (only_if("topic", "is"), "conditions.all.0.any.0.values"),
        (only_if("topic", "is", ""), "conditions.all.0.any.0.values"),
        (only_if("order_total", "above", "ten"), "conditions.all.0.any.0.values"),
        (only_if("order_total", "above", "NaN"), "conditions.all.0.any.0.values"),
        (only_if("needs_reply", "is", "yes"), "conditions.all.0.any.0.values"),
        (only_if("topic", "known", "x"), "conditions.all.0.any.0.values"),
    ],
)
def test_what_cannot_be_is_refused_by_name(spec: dict[str, Any], field: str) -> None:
    with pytest.raises(BadRule) as refused:
        Conditions.from_spec(spec)
    assert refused.value.field == field


def _values(kind: Kind) -> st.SearchStrategy[Any]:
    if kind == Kind.FLAG:
        return st.booleans()
    if kind == Kind.NUMBER:
        return st.integers(-1000, 1000).map(Decimal)
    return st.text("abc é-'", min_size=1, max_size=8).map(str.strip).filter(bool)


@st.composite
def _tests(draw: st.DrawFn) -> Test:
    name = draw(st.sampled_from(sorted(FIELDS)))
    op = draw(st.sampled_from(OPS[FIELDS[name].kind]))
    some = st.lists(_values(FIELDS[name].kind), min_size=1, max_size=3)
    return Test(name, op, () if op == Op.KNOWN else tuple(draw(some)), draw(st.booleans()))


_CONDITIONS = st.lists(st.lists(_tests(), min_size=1, max_size=3).map(tuple), max_size=3).map(
    lambda groups: Conditions(tuple(groups))
)


@given(_CONDITIONS)
def test_conditions_are_written_and_read_back_the_same(conditions: Conditions) -> None:
    assert Conditions.from_spec(conditions.as_spec()) == conditions


@given(_tests(), st.data())
def test_of_a_known_fact_a_test_or_its_opposite_holds(test: Test, data: st.DataObject) -> None:
    fact = data.draw(_values(FIELDS[test.field].kind))
    opposite = Test(test.field, test.op, test.values, not test.negated)
    assert test.holds({test.field: fact}) != opposite.holds({test.field: fact})
