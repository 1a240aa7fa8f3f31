"""How `bench classify` counts."""

from bench.classify_corpora import Labelled
from bench.classify_scores import by_topic, macro_f1
from bench.classify_topics import NOTHING_SAID, rule_rows, topic_rows
from inbox.understanding.classification import Classification, Priors
from inbox.understanding.classify import classify


def test_every_known_topic_counts_alike() -> None:
    pairs = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b")]
    assert round(macro_f1(pairs), 3) == round((0.8 + 2 / 3) / 2, 3)


def test_a_topic_that_nothing_is_about_has_no_recall() -> None:
    assert by_topic([("a", "b")])["b"].recall is None
    assert by_topic([("a", "b")])["b"].precision == 0.0


def _read(text: str, topic: str) -> tuple[Labelled, Classification]:
    return Labelled(text, "en", topic), classify(text, Priors(language="en"))


def test_a_topic_tells_how_often_it_was_said_and_right_and_what_nobody_said_stands_apart() -> None:
    pairs = [
        _read("Where is my parcel?", "delivery"),
        _read("When will it arrive?", "delivery"),
        _read("Where is my order?", "other"),
        _read("Good morning to you", "other"),
        _read("I forgot my password", "other"),
    ]
    rows = {name: (of, value) for name, of, value, *_ in topic_rows("made", pairs)}
    assert rows["made: delivery"] == (2, "2 of 3 right: 0.67; 1.00 found")
    assert rows["made: other"] == (3, "1 of 1 right: 1.00; 0.33 found")
    assert rows[f"made: {NOTHING_SAID}"] == (3, "1 of 1 right: 1.00; 0.33 found")
    assert rows["topics said 10 times or more: made"] == (0, "0 right at 0.9 or more")


def test_a_phrase_tells_in_how_many_messages_it_was_right() -> None:
    messages = [Labelled("I lost the invoice", "en", "invoice" if number else "other") for number in range(10)]
    name, found, value, *_ = rule_rows(messages)[1]
    assert name == "en invoice: invoice*"
    assert (found, value) == (10, "9 of 10 right: 0.90")
