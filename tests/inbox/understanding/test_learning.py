"""Topics are learnt from what people have put right, and asked only where that is better than the phrase lists."""

import json
from io import StringIO
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from inbox.management.commands import train_classifier
from inbox.models import OwnPhrases, TopicModel, TrainingExample, User
from inbox.understanding.classification import Priors, Sign
from inbox.understanding.classify import classify
from inbox.understanding.errors import BadPhrase
from inbox.understanding.knowledge import knowledge
from inbox.understanding.learning.model import Model
from inbox.understanding.learning.training import Labelled, learn
from inbox.understanding.own_phrases import keep_phrases
from tests.make import NINE

WHO = ("Le technicien", "Votre collègue", "Ce monsieur", "Madame Petit", "Le voisin", "Mon mari")
SAYS = ("parle de", "demande", "attend", "veut voir", "réclame", "mentionne")
OF_THIS_SHOP = {"guarantee": ("la fiche verte", "le carnet vert"), "returns": ("la caisse bleue", "le bac bleu")}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Texts in words that only this shop and its buyers use."""
    lines = [
        {"text": f"{who} {says} {what} numéro {number}", "language": "fr", "topic": topic}
        for topic, things in OF_THIS_SHOP.items()
        for number, (who, says, what) in enumerate(product(WHO, SAYS, things))
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


def trained(corpus: Path) -> str:
    told = StringIO()
    call_command("train_classifier", "--corpus", str(corpus), stdout=told)
    return told.getvalue()


@pytest.mark.django_db
def test_what_was_learnt_is_asked_where_it_beats_the_lists(corpus: Path) -> None:
    assert "on" in trained(corpus).splitlines()[-1]
    known = knowledge()
    found = classify("Bonjour, le facteur cherche le carnet vert", Priors(), own=known.own, learnt=known.learnt)
    assert found.topic == "guarantee"
    assert any(reason.sign == Sign.LEARNT and "vert" in reason.seen for reason in found.reasons)


@pytest.mark.django_db
def test_the_command_answers_with_what_was_learnt(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained(corpus)
    monkeypatch.setattr("sys.stdin", StringIO('{"text": "Bonjour, le facteur cherche le carnet vert"}\nnonsense\n'))
    told = StringIO()
    call_command("classify", "--jsonl", stdout=told)
    first, second = map(json.loads, told.getvalue().splitlines())
    assert (first["topic"], first["language"], first["order_ids"]) == ("guarantee", "fr", [])
    assert "error" in second


@pytest.mark.django_db
def test_where_guichet_was_never_started_messages_are_read_by_its_own_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inbox_ownphrases RENAME TO not_there")
    monkeypatch.setattr("sys.stdin", StringIO("Où est mon colis ?"))
    told = StringIO()
    call_command("classify", "--json", stdout=told)
    assert json.loads(told.getvalue())["topic"] == "delivery"


def test_where_guichet_was_never_started_training_makes_the_tables_first(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(
        train_classifier, "connection", SimpleNamespace(introspection=SimpleNamespace(table_names=list))
    )
    monkeypatch.setattr(train_classifier, "call_command", lambda name, **_options: made.append(name))
    monkeypatch.setattr(train_classifier, "bring_along", lambda lines: len(list(lines)))
    monkeypatch.setattr(train_classifier, "train", lambda _now: [])
    told = StringIO()
    call_command("train_classifier", "--corpus", str(corpus), stdout=told, stderr=StringIO())
    assert made == ["migrate"]
    assert "144 texts" in told.getvalue()


@pytest.mark.django_db
def test_what_the_lists_know_as_well_stays_with_them(corpus: Path) -> None:
    plain = {"delivery": "Où est mon colis ?", "invoice": "Il me faut une facture"}
    lines = [{"text": f"{text} {n}", "topic": topic} for topic, text in plain.items() for n in range(60)]
    corpus.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert "off" in trained(corpus).splitlines()[-1]
    assert knowledge().learnt is None


@pytest.mark.django_db
def test_a_few_examples_teach_nothing(corpus: Path) -> None:
    corpus.write_text('{"text": "le carnet vert", "language": "fr", "topic": "guarantee"}\n', "utf-8")
    assert "too few" in trained(corpus)
    assert not TopicModel.objects.exists()


@pytest.mark.django_db
def test_a_new_file_takes_the_place_of_the_last(corpus: Path) -> None:
    trained(corpus)
    trained(corpus)
    assert TrainingExample.objects.count() == 2 * 6 * 6 * 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line",
    ["nonsense", "[]", "5", '{"text": "x"}', '{"text": null, "topic": "y"}', '{"text": "x", "topic": " "}'],
)
def test_a_line_that_cannot_be_read_is_named(corpus: Path, line: str) -> None:
    corpus.write_text(f'{{"text": "x", "topic": "y"}}\n{line}\n', "utf-8")
    with pytest.raises(CommandError, match="line 2"):
        trained(corpus)
    assert not TrainingExample.objects.exists()


@pytest.mark.django_db
def test_what_ends_lines_elsewhere_and_what_nobody_can_keep_breaks_no_line(corpus: Path) -> None:
    corpus.write_text('{"text": "a\u2028b\\ud800\\u0000", "topic": "y"}\n', "utf-8")
    trained(corpus)
    assert TrainingExample.objects.get().text == "a\u2028b\ufffd\ufffd"


def test_the_same_examples_give_the_same_model() -> None:
    examples = [Labelled({"vert ": 1.0, f"{n} ": 1.0}, "a") for n in range(5)] + [Labelled({"bleu ": 1.0}, "b")] * 5
    assert learn(examples) == learn(examples)
    assert learn(examples).best({"bleu ": 1.0}) == "b"


def test_a_model_that_knows_nothing_of_a_text_says_nothing() -> None:
    assert Model(("a", "b"), {"vert ": (1.0, 0.0)}).best({"rouge ": 1.0}) == ""


@pytest.mark.django_db
def test_the_shops_own_phrases_are_read_with() -> None:
    keep_phrases("fr", "guarantee", strength="sure", phrases=["carnet vert*"], by=None, now=NINE)
    found = classify("Bonjour, où puis-je trouver le carnet vert ?", Priors(), own=knowledge().own)
    assert found.topic == "guarantee"
    keep_phrases("fr", "guarantee", strength="sure", phrases=[], by=None, now=NINE)
    assert not OwnPhrases.objects.exists()


@pytest.mark.django_db
def test_a_phrase_that_says_nothing_is_refused() -> None:
    with pytest.raises(BadPhrase):
        keep_phrases("fr", "guarantee", strength="sure", phrases=[".."], by=None, now=NINE)
    with pytest.raises(BadPhrase):
        keep_phrases("fr", "weather", strength="sure", phrases=["pluie"], by=None, now=NINE)


@pytest.mark.django_db
def test_the_page_shows_what_was_measured_and_keeps_phrases(corpus: Path, client: Client, lead: User) -> None:
    trained(corpus)
    client.force_login(lead)
    assert b"144" in client.get("/settings/reading/").content
    given = {"language": "fr", "about": "guarantee", "strength": "sure", "phrases": "carnet vert\n"}
    client.post("/settings/reading/", given)
    assert OwnPhrases.objects.get().phrases == ["carnet vert"]
    assert client.post("/settings/reading/", given | {"phrases": ".."}).status_code == 422
