"""How `bench classify` counts."""

from bench.classify_scores import by_topic, macro_f1


def test_every_known_topic_counts_alike() -> None:
    pairs = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b")]
    assert round(macro_f1(pairs), 3) == round((0.8 + 2 / 3) / 2, 3)


def test_a_topic_that_nothing_is_about_has_no_recall() -> None:
    assert by_topic([("a", "b")])["b"].recall is None
    assert by_topic([("a", "b")])["b"].precision == 0.0
