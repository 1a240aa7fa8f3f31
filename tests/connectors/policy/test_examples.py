"""The table of examples: every rule finds what it should, and leaves innocent numbers, links and words alone."""

import pytest

from bench.policy_examples import Score, examples, scores

EXAMPLES = examples()
LANGUAGES = {"fr", "en", "de", "es", "it"}


def total(by_rule: dict[str, Score]) -> Score:
    parts = by_rule.values()
    return Score(sum(one.found for one in parts), sum(one.missed for one in parts), sum(one.wrong for one in parts))


def test_the_table_is_large_and_speaks_five_languages() -> None:
    assert len(EXAMPLES) >= 300
    assert {example.language for example in EXAMPLES} == LANGUAGES
    assert sum(not example.expected for example in EXAMPLES) >= 100


@pytest.mark.parametrize("rule", sorted({rule for example in EXAMPLES for rule, _start, _end in example.expected}))
def test_a_rule_is_right_on_the_table(rule: str) -> None:
    score = scores(EXAMPLES)[rule]
    assert (score.precision or 0) >= 0.85
    assert (score.recall or 0) >= 0.8


def test_what_was_held_out_is_found_as_well() -> None:
    score = total(dict(scores(example for example in EXAMPLES if example.is_held_out)))
    assert (score.precision or 0) >= 0.9
    assert (score.recall or 0) >= 0.9


@pytest.mark.parametrize("rule", ["phone", "email", "link", "handle", "payment_details"])
def test_innocent_replies_are_not_stopped_for_their_numbers_and_addresses(rule: str) -> None:
    assert scores(example for example in EXAMPLES if not example.expected).get(rule, Score()).wrong == 0
