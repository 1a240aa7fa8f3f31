"""The language of a text: by a model on this machine, unsure rather than wrong."""

import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.language import FUNCTION_WORDS, LANGUAGES, TELLING_WORDS, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Où est mon colis ?", "fr"),
        ("Where is my parcel?", "en"),
        ("WO BLEIBT MEINE BESTELLUNG?", "de"),
        ("No he recibido el pedido", "es"),
        ("Buongiorno, dov'è il mio pacco?", "it"),
        ("Waar blijft mijn bestelling?", "nl"),
        ("Gdzie jest moja paczka?", "pl"),
        ("Ainda não recebi a minha encomenda", "pt"),
        ("Var är mitt paket någonstans?", "sv"),
        ("Kargom nerede kaldı?", "tr"),
    ],
)
def test_a_short_question_has_its_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_numbers_and_addresses_say_nothing() -> None:
    assert detect("Bonjour, 406-1234567-1234567 https://www.example.com/where-is-my-order ?", otherwise="fr") == "fr"


@pytest.mark.parametrize("text", ["", "Ok", "12345 67890", "😀 😀", "日本語 の テキスト です"])
def test_what_cannot_be_told_is_what_the_caller_says(text: str) -> None:
    assert detect(text, otherwise="de") == "de"


def test_small_words_put_right_a_model_that_names_or_foreign_words_lead_astray() -> None:
    """Of the first the model thinks Hungarian with 0.67, of the second French with 0.82."""
    assert detect("Na caixa nem o cabo nem o manual eram novos.") == "pt"
    assert detect("À parte, o azeite chegou aberto.") == "pt"


def test_a_text_that_is_mostly_names_has_no_language() -> None:
    """Of it the model thinks Italian with 0.31."""
    assert detect("The Norda Pavo or Mira") == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("svp facture", "fr"),
        ("Danke!", "de"),
        ("Thanks", "en"),
        ("Gracias", "es"),
        ("ok merci", "fr"),
        ("Bedankt", "nl"),
    ],
)
def test_a_word_that_only_one_language_has_is_enough(text: str, language: str) -> None:
    assert detect(text) == language


def test_one_word_alone_does_not_speak_against_what_is_known_of_the_writer() -> None:
    assert detect("Thanks!", otherwise="fr", expected="fr") == "fr"


def test_what_is_known_of_the_writer_counts_unless_the_text_speaks_clearly_against_it() -> None:
    """Of the first the model thinks English with 0.34 and French with 0.26."""
    assert detect("Article conforme", otherwise="fr", expected="fr") == "fr"
    assert detect("Danke schön", otherwise="fr", expected="fr") == "de"
    assert detect("Where is my parcel?", otherwise="fr", expected="fr") == "en"


def test_every_language_has_its_small_and_its_telling_words() -> None:
    assert set(tomllib.loads(FUNCTION_WORDS.read_text("utf-8"))) >= set(LANGUAGES)
    assert set(tomllib.loads(TELLING_WORDS.read_text("utf-8"))) == set(LANGUAGES)


def test_a_telling_word_stands_in_one_language_only() -> None:
    lists = tomllib.loads(TELLING_WORDS.read_text("utf-8"))
    told = [word for words in lists.values() for word in words.split()]
    small = tomllib.loads(FUNCTION_WORDS.read_text("utf-8"))
    assert len(told) == len(set(told))
    for language, words in lists.items():
        others = {word for other, some in small.items() if other != language for word in some.split()}
        assert not others & set(words.split())


def test_nothing_is_asked_of_the_network() -> None:
    program = (
        "import socket\n"
        "def refuse(*_, **__): raise SystemExit('a connection was opened')\n"
        "from connectors.language import detect\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "print(detect('Where is my parcel?'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("en", "")


def test_many_threads_share_one_model() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(detect, ["Wo ist mein Paket?"] * 200))
    assert found == {"de"}


@given(st.text(st.characters(), max_size=300))
def test_never_raises(text: str) -> None:
    assert detect(text, otherwise="??") in {*LANGUAGES, "??"}
