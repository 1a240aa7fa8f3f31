"""The conversations themselves: enough of them, complete, different, and nobody's real data."""

import re
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from demo.casting import cast
from demo.catalogue import LANGUAGES, load_catalogue
from demo.phrases import notice_html, notices, usual_answers
from demo.scripts import Script, UnreadableScript, Who, load_scripts, read_scripts
from demo.wording import blanks, day, fill, money

SCRIPTS = list(load_scripts().values())
AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
TOPICS = {
    "where_is_my_order", "defective", "wrong_item", "return", "refund", "cancel", "invoice",
    "presale", "thanks", "anger", "chaser", "withdrawal", "guarantee",
}  # fmt: skip
# Numbers that the regulators of France and the United Kingdom keep for films and books.
FICTION = re.compile(r"\b06 39 98 \d\d \d\d\b|\b07700 900\d{3}\b")
CONTACT = re.compile(
    r"@|https?://|www\.|[a-z]\.(com|fr|de|es|it|net|org|uk)\b"
    r"|\+\d{2}|\b0\d([ .-]?\d\d){4}\b|\b[A-Z]{2}\d{2}( ?\d{4}){3,}"
)


def texts_of(script: Script) -> list[str]:
    return [script.subject, *(turn.text for turn in script.turns)]


def test_there_are_at_least_120_different_conversations() -> None:
    openings = {(script.language, script.turns[0].text) for script in SCRIPTS}
    assert len(openings) == len(SCRIPTS) >= 120


def test_every_promised_language_has_its_share() -> None:
    counts = Counter(script.language for script in SCRIPTS)
    assert counts["fr"] >= 60
    assert counts["en"] >= 25
    assert counts["de"] >= 15
    assert min(counts["es"], counts["it"]) >= 12
    assert set(counts) == set(LANGUAGES)


def test_every_promised_topic_is_there_in_french() -> None:
    assert {script.topic for script in SCRIPTS if script.language == "fr"} >= TOPICS


def test_no_line_is_said_in_two_conversations() -> None:
    long_lines = [turn.text for script in SCRIPTS for turn in script.turns if len(turn.text) > 40]
    assert [line for line, count in Counter(long_lines).items() if count > 1] == []


def test_many_buyers_chase_react_and_write_in_bursts() -> None:
    bursts = [script for script in SCRIPTS if [turn.who for turn in script.turns[:2]] == [Who.BUYER, Who.BUYER]]
    chasers = [script for script in SCRIPTS if any(turn.who is Who.CHASER for turn in script.turns)]
    reactions = [script for script in SCRIPTS if script.is_answered and script.turns[-1].who is Who.BUYER]
    assert len(bursts) >= 8
    assert len(chasers) >= 30
    assert len(reactions) >= 60


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_every_blank_of_every_conversation_is_filled(script: Script) -> None:
    players = cast(script, catalogue=load_catalogue(), seed=3, number=5, at=AT, marketplace="Bazaar")
    answers = [
        usual_answers()[script.language][script.topic] for turn in script.turns if turn.is_the_shops and not turn.text
    ]
    filled = [fill(text, players.values) for text in texts_of(script) + answers]
    assert not any(blanks(text) or "{" in text for text in filled)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_no_conversation_holds_contact_data(script: Script) -> None:
    assert [text for text in texts_of(script) if CONTACT.search(FICTION.sub("", text))] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_every_message_fits_into_one_reply_of_a_marketplace(script: Script) -> None:
    assert max(len(text) for text in texts_of(script)) < 1500


def test_every_notice_is_filled_and_its_text_cannot_become_markup() -> None:
    players = cast(SCRIPTS[0], catalogue=load_catalogue(), seed=3, number=5, at=AT, marketplace="Bazaar")
    pages = [notice_html(notice, players.values) for notice in notices()]
    assert not any("{buyer}" in page or "{order}" in page for page in pages)
    assert any("&lt;sélectionnées&gt;" in page for page in pages)


def test_a_conversation_about_shoes_is_about_shoes() -> None:
    script = load_scripts()["fr-mauvaise-taille"]
    players = [cast(script, catalogue=load_catalogue(), seed=1, number=n, at=AT, marketplace="") for n in range(20)]
    assert {player.product.key for player in players} == {"boots", "runners"}


def test_order_numbers_have_the_known_shape() -> None:
    players = cast(SCRIPTS[0], catalogue=load_catalogue(), seed=1, number=0, at=AT, marketplace="")
    assert re.fullmatch(r"\d\d-\d{5}-\d{5}", players.order_id)


def test_two_buyers_never_share_a_user_name() -> None:
    names = [
        cast(SCRIPTS[n % 100], catalogue=load_catalogue(), seed=1, number=n, at=AT, marketplace="").buyer
        for n in range(2000)
    ]
    assert len(set(names)) == len(names)


def test_money_and_days_are_written_as_each_language_does() -> None:
    assert money(Decimal("34.9"), language="fr") == "34,90 €"
    assert money(Decimal("34.9"), language="en") == "€34.90"
    assert day(AT, language="fr") == "1er novembre"
    assert day(AT, language="de") == "1. November"
    assert day(AT, language="es") == "1 de noviembre"


def test_a_text_goes_on_over_indented_lines() -> None:
    script = next(
        read_scripts("# a | refund | order:shoes | S\nbuyer: one\n  two\n\n  four\nseller +2h:\n", language="fr")
    )
    assert script.turns[0].text == "one\ntwo\n\nfour"
    assert script.kind == "shoes"


def test_a_line_that_is_no_turn_is_named() -> None:
    with pytest.raises(UnreadableScript, match="somebody"):
        list(read_scripts("# a | refund | order | S\nsomebody: hello\n", language="fr"))


def test_a_conversation_the_buyer_does_not_begin_is_refused() -> None:
    with pytest.raises(UnreadableScript, match="the buyer speaks first"):
        list(read_scripts("# a | refund | order | S\nseller: hello\n", language="fr"))
