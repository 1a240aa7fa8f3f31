"""Sentences of connectors, read in French."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import connectors
from connectors.registry import connectors as all_connectors
from connectors.text import entry_lines, marked, sentences_with_values
from inbox.pulling.stream_words import not_read
from inbox.views import sentences
from inbox.views.sentences import entry_in_own_language, in_own_language
from inbox.words.file_sizes import file_size
from inbox.words.numbers import rounded

ERRORS = {"TryLater", "SignInAgain", "ReplyRefused", "OutcomeUnknown", "PartlyRead", "FileRefused"}
"""Those whose sentences are for people; UnexpectedAnswer may name single fields of an answer."""


def _modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of connectors but tests and simulators."""
    folder = Path(connectors.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        name = str(path.relative_to(folder))
        if "tests/" not in name and "simulat" not in name:
            yield name, ast.parse(path.read_text("utf-8"))


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def test_what_connectors_raise_for_people_is_marked_for_translation() -> None:
    unmarked = [
        f"{name}:{call.lineno}"
        for name, tree in _modules()
        for error, call in _calls(tree)
        if error in ERRORS and call.args and isinstance(call.args[0], ast.JoinedStr | ast.Constant)
    ]
    assert unmarked == []


def test_sentences_with_values_stand_at_the_top_of_their_module() -> None:
    """Or a process that only shows them would not know them."""
    inside = [
        f"{name}:{call.lineno}"
        for name, tree in _modules()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for filled in ast.walk(function)
        if isinstance(filled, ast.BinOp) and isinstance(filled.op, ast.Mod)
        for marker, call in _calls(filled.left)
        if marker == "_"
    ]
    assert inside == []


@pytest.fixture
def backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every sentence of ours is written in capitals."""

    all_connectors()

    def shouted(text: str) -> str:
        ours = {*sentences_with_values(), *entry_lines(), *sentences.ABOUT_FIELDS, "The message is empty.", "Claim"}
        return (
            "".join(piece if piece.startswith("%(") else piece.upper() for piece in re.split(r"(%\(\w+\)s)", text))
            if text in ours
            else text
        )

    monkeypatch.setattr(sentences, "_", shouted)


@pytest.mark.usefixtures("backwards")
@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("The message is empty.", "THE MESSAGE IS EMPTY."),
        ("recipientUsername is missing", "recipientUsername IS MISSING"),
        ("a.test refuses the mail: 550 no such user", "a.test REFUSES THE MAIL: 550 no such user"),
        ("Amazon refused: no connection to b.test", "AMAZON REFUSED: no connection to b.test"),
        (not_read("orders", "no connection to b.test"), "ORDERS COULD NOT BE READ: NO CONNECTION TO b.test"),
        (not_read("ledger", "Kaputt"), "ledger COULD NOT BE READ: Kaputt"),
        (
            "The folder “Old mails” cannot be opened (c.test tells no UIDVALIDITY).\nKaputt",
            "THE FOLDER “Old mails” CANNOT BE OPENED (c.test TELLS NO UIDVALIDITY).\nKaputt",
        ),
        ("mailbox.host: missing", "mailbox.host: MISSING"),
    ],
)
def test_a_sentence_is_known_again_by_its_words_and_keeps_its_values(said: str, read: str) -> None:
    """Words of a marketplace are left alone, sentences of ours within a sentence are not."""
    assert in_own_language(said) == read


@pytest.mark.usefixtures("backwards")
@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Item not received: OPEN, INR\nReason: NOT_AS_DESCRIBED (SNAD)", None),
        ("Raised to: Claim\nState: ASLEEP", "RAISED TO: CLAIM\nSTATE: ASLEEP"),
        ("Return request: Approved\nParcel: DHL 0034", "RETURN REQUEST: Approved\nPARCEL: DHL 0034"),
        ("2026-11-20: SELLER_CONTESTED\n\nThe conversation is open.", None),
        ("Claim", "Claim"),
        ("The message is empty.\nno connection to a.test", "The message is empty.\nno connection to a.test"),
    ],
)
def test_lines_of_an_entry_are_translated_and_codes_and_words_of_people_are_not(said: str, read: str | None) -> None:
    """None: all of it is ours, or in capitals already. Mails and customer care may say what is a sentence elsewhere."""
    assert entry_in_own_language(said) == (said.upper() if read is None else read)


def test_an_amount_in_an_entry_is_written_as_its_reader_writes_amounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "entry_lines", lambda: frozenset({"Amount: %(words)s"}))
    with translation.override("fr"):
        assert entry_in_own_language("Amount: 1042.5 EUR").endswith(": 1\N{NO-BREAK SPACE}042,50\N{NO-BREAK SPACE}€")
    with translation.override("en"):
        assert entry_in_own_language("Amount: 42.5 EUR") == "Amount: €42.50"


def test_of_two_that_fit_the_one_with_more_words_of_its_own_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    known = frozenset({marked("%(host)s is away"), marked("the host %(host)s is away")})
    monkeypatch.setattr(sentences, "sentences_with_values", lambda: known)
    monkeypatch.setattr(sentences, "_", lambda text: f"<{text}>" if text in known else text)
    assert in_own_language("the host a.test is away") == "<the host a.test is away>"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            "imap.shop.example refuses the log-in: 535 bad password",
            "imap.shop.example refuse la connexion\N{NO-BREAK SPACE}: 535 bad password",
        ),
        ("no connection to imap.shop.example", "pas de connexion avec imap.shop.example"),
        ("Boîte pleine, dit le serveur", "Boîte pleine, dit le serveur"),
        ("", ""),
    ],
)
def test_what_a_server_said_keeps_its_own_words(said: str, read: str) -> None:
    with translation.override("fr"):
        assert in_own_language(said) == read


def test_every_line_is_translated_by_itself() -> None:
    with translation.override("fr"):
        assert in_own_language("no connection to a.example\nmailbox gone").splitlines() == [
            "pas de connexion avec a.example",
            "mailbox gone",
        ]


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (10 * 1024 * 1024, "10 Mo", "10 MB"),
        (1_600_000, "1,5 Mo", "1.5 MB"),
        (40_000, "39 ko", "39 kB"),
        (3, "1 ko", "1 kB"),
    ],
)
def test_sizes_are_written_as_people_do(size: int, french: str, english: str) -> None:
    with translation.override("fr"):
        assert file_size(size).replace("\N{NO-BREAK SPACE}", " ") == french
    with translation.override("en"):
        assert file_size(size) == english


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [(0.96, 1, "1,0", "1.0"), (2.95, 0, "3", "3"), (1234.56, 1, "1 234,6", "1,234.6"), (-0.5, 1, "-0,5", "-0.5")],
)
def test_numbers_are_rounded_never_cut_off(value: float, digits: int, french: str, english: str) -> None:
    with translation.override("fr"):
        assert re.sub(r"\s", " ", rounded(value, digits)) == french
    with translation.override("en"):
        assert rounded(value, digits) == english


def test_no_french_line_begins_with_a_sign_that_belongs_to_the_word_before() -> None:
    catalogue = (Path(connectors.__file__).parent.parent / "config/locale/fr/LC_MESSAGES/django.po").read_text("utf-8")
    said = re.sub(r'^(msgid|msgid_plural|msgctxt|#).*\n(".*\n)*', "", catalogue, flags=re.MULTILINE)
    assert re.findall(r".*[\w)»’%s] [:;?!](?=[\s\"]).*", said) == []
