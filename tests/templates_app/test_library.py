"""The templates that come with Guichet: complete, sound, polite, and without what marketplaces forbid."""

import pytest

from connectors.policy import ReplyFacts, check, pack_for
from connectors.registry import connectors
from templates_app.checking import check_body, sample_filled
from templates_app.filling.fill import fill
from templates_app.library.reading import LibraryTemplate, library
from templates_app.placeholders import sample_facts

BODIES = [(one, language) for one in library() for language in one.bodies]
NAMES = [f"{one.code}-{language}" for one, language in BODIES]
OWN_NUMBERS = (str(sample_facts()["order"]["number"]), str(sample_facts()["tracking"]["number"]))
LONGEST = 1_900
"""The shortest limit of the marketplaces that we answer on is 2,000 characters."""


def test_there_are_forty_in_french_and_english_and_twenty_in_five_languages() -> None:
    languages = [set(one.bodies) for one in library()]
    assert len(languages) == 40
    assert all({"fr", "en"} <= spoken for spoken in languages)
    assert sum({"de", "es", "it"} <= spoken for spoken in languages) >= 20
    assert len({one.code for one in library()}) == 40
    assert all(set(one.names) == {"fr", "en"} for one in library())
    assert all(len(one.names["fr"]) <= 120 for one in library())


@pytest.mark.parametrize(("template", "language"), BODIES, ids=NAMES)
def test_no_marketplace_finds_anything_in_a_text_filled_in_with_the_examples(
    template: LibraryTemplate, language: str
) -> None:
    body = template.bodies[language]
    assert check_body(body, template.questions) == []
    filled = sample_filled(body, template.questions, language=language)
    assert filled.is_sendable
    facts = ReplyFacts(language=language, buyer_names=("Marie Dupont",), own_numbers=OWN_NUMBERS)
    assert [check(filled.text, pack=pack_for(slug), facts=facts) for slug in connectors()] == [()] * len(connectors())
    assert len(filled.text) <= LONGEST
    assert "  " not in filled.text


@pytest.mark.parametrize(("template", "language"), BODIES, ids=NAMES)
def test_every_choice_that_an_agent_has_makes_a_text_of_its_own(template: LibraryTemplate, language: str) -> None:
    for question in template.questions:
        others = {one.name: one.sample() for one in template.questions}
        texts = [
            fill(
                template.bodies[language],
                sample_facts() | {"ask": others | {question.name: choice.value}},
                language=language,
            ).text
            for choice in question.choices
        ]
        assert len(set(texts)) == len(question.choices)
