"""Withdrawals, chasers, anger and bare thanks are told on texts that were written for measuring it."""

import pytest

from bench.classify_flags import FLAGS, FlagExample, flag_examples
from inbox.understanding.classification import Priors
from inbox.understanding.classify import classify

EXAMPLES = flag_examples()


def is_told(one: FlagExample, flag: str) -> bool:
    return bool(getattr(classify(one.text, Priors(language=one.language)), flag))


@pytest.mark.parametrize("flag", FLAGS)
def test_most_of_what_is_told_is_so_and_most_of_what_is_so_is_told(flag: str) -> None:
    meant = [one for one in EXAMPLES if flag in one.flags]
    told = [one for one in EXAMPLES if is_told(one, flag)]
    right = [one for one in told if flag in one.flags]
    assert len(right) / len(told) >= 0.9
    assert len(right) / len(meant) >= 0.75


@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "it", "nl", "pt", "pl"])
def test_no_question_is_taken_for_bare_thanks(language: str) -> None:
    wrong = [one.text for one in EXAMPLES if one.language == language and is_told(one, "thanks") and not one.flags]
    assert wrong == []


@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "it"])
def test_each_main_language_has_forty_texts_for_each_flag(language: str) -> None:
    texts = [one for one in EXAMPLES if one.language == language]
    assert len(texts) == 4 * 40
    assert min(sum(flag in one.flags for one in texts) for flag in FLAGS) >= 20
