"""How well messages are read: languages, topics by the phrase lists and learnt, order numbers, flags; how fast.

--corpus: a folder of collections (bench/classify_corpora.py); what is not in it is left out. What is learnt is asked
about messages it has not seen: five parts, each asked once with what the other four teach. Of languages and of topics
by the lists the half that is held out (classify_corpora.is_held_out) stands beside the whole.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.classify_corpora import (
    CHATS,
    LIVE_CHATS,
    REQUESTS,
    WITH_TOPICS,
    Labelled,
    is_held_out,
    sentences,
    with_topics,
    word_pairs,
)
from bench.classify_flags import flag_rows
from bench.classify_scores import macro_f1
from bench.classify_topics import rule_rows, topic_rows
from bench.table import show
from connectors.language import LANGUAGES, detect
from inbox.understanding.classification import Classification, Priors
from inbox.understanding.classify import classify
from inbox.understanding.learning.examples import Example, labelled
from inbox.understanding.learning.training import learn

PARTS = 5
ENOUGH = 0.5
"""Seconds of this process for which the speed is measured, five times: others at work do not count."""
COLUMNS = ("what", "of", "value", "half held out")
Row = Sequence[Any]


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench classify")
    parser.add_argument("--corpus", type=Path, required=True, help="the folder with the collections")
    folder = parser.parse_args(arguments).corpus
    messages = {corpus: with_topics(folder, corpus) for corpus in WITH_TOPICS}
    read = {corpus: [(one, classify(one.text, Priors())) for one in found] for corpus, found in messages.items()}
    rows = [
        *_languages(folder, messages[CHATS]),
        *(row for corpus, pairs in read.items() for row in topic_rows(corpus, pairs)),
        *_learnt(messages[LIVE_CHATS]),
        *_order_numbers(read),
        *flag_rows(),
        *rule_rows([one for corpus in (CHATS, LIVE_CHATS, REQUESTS) for one in messages[corpus]]),
        *_speed(messages[CHATS]),
    ]
    whole = [(*row, "") if len(row) < len(COLUMNS) else row for row in rows]
    show("How messages are read", COLUMNS, whole, write_to=write_to, facts={"corpus": folder.name})


def _languages(folder: Path, chats: Sequence[Labelled]) -> list[Row]:
    """Of languages that are recognised: the share that is right, and that is wrong; the rest is unknown."""
    rows = [_language_row(f"language: {CHATS}", chats, _alone)] if chats else []
    known = [one for one in sentences(folder) if one.language in LANGUAGES]
    pairs = [one for one in word_pairs(folder) if one.language in LANGUAGES]
    by_language = {language: [one for one in known if one.language == language] for language in LANGUAGES}
    rows += [
        _language_row(f"language: sentences, {name}", texts, _alone) for name, texts in by_language.items() if texts
    ]
    for name, texts in (("sentences, all", known), ("two words, all", pairs)):
        if texts:
            rows += [
                _language_row(f"language: {name}", texts, _alone),
                _language_row(f"language: {name}, of a buyer known to write in it", texts, _in_his_own),
                _language_row(f"language: {name}, of a buyer known for another", texts, _in_another),
            ]
    foreign = [one for one in sentences(folder) if one.language not in LANGUAGES]
    return [*rows, _language_row("language: sentences in others, to be unknown", foreign, _alone)] if foreign else rows


def _alone(one: Labelled) -> str:
    return detect(one.text)


def _in_his_own(one: Labelled) -> str:
    return detect(one.text, expected=one.language, otherwise=one.language)


def _in_another(one: Labelled) -> str:
    other = "fr" if one.language != "fr" else "de"
    return detect(one.text, expected=other, otherwise=other)


def _language_row(name: str, messages: Sequence[Labelled], read: Callable[[Labelled], str]) -> Row:
    told = [(one, read(one)) for one in messages]
    held = [pair for pair in told if is_held_out(pair[0])]
    return name, len(told), _right_and_wrong(told), _right_and_wrong(held)


def _right_and_wrong(told: Sequence[tuple[Labelled, str]]) -> str:
    if not told:
        return ""
    right = sum(one.language == found for one, found in told) / len(told)
    wrong = sum(bool(found) and one.language != found for one, found in told) / len(told)
    return f"{right:.3f} right, {wrong:.3f} wrong"


def _learnt(messages: Sequence[Labelled]) -> list[Row]:
    """Each shop for itself, and both together."""
    shops = sorted({one.shop for one in messages if one.topic})
    groups = {shop: [one for one in messages if one.topic and one.shop == shop] for shop in shops}
    if not groups:
        return []
    groups["all shops"] = [one for group in list(groups.values()) for one in group]
    return [
        (f"topics learnt: {LIVE_CHATS}, {name}, macro-F1", len(group), _asked(group)) for name, group in groups.items()
    ]


def _asked(messages: Sequence[Labelled]) -> str:
    examples = [labelled(Example(one.text, detect(one.text), one.topic), {})[0] for one in messages]
    random.Random(1).shuffle(examples)  # noqa: S311
    told = []
    for part in range(PARTS):
        model = learn([one for number, one in enumerate(examples) if number % PARTS != part])
        told += [(one.topic, model.best(one.features)) for one in examples[part::PARTS]]
    return f"{macro_f1(told):.3f}"


def _order_numbers(read: dict[str, list[tuple[Labelled, Classification]]]) -> list[Row]:
    rows: list[Row] = []
    for corpus, pairs in read.items():
        known = [
            (set(one.order_numbers), set(found.order_ids)) for one, found in pairs if one.order_numbers is not None
        ]
        if known:
            there = sum(len(numbers) for numbers, _ in known)
            found = sum(len(numbers & told) for numbers, told in known)
            false = sum(len(told - numbers) for numbers, told in known)
            rows.append((f"order numbers: {corpus}", there, f"{found} found, {false} false"))
    return rows


def _speed(messages: Sequence[Labelled]) -> list[Row]:
    if not messages:
        return []
    rates = []
    for _round in range(5):
        started, count = time.process_time(), 0
        while time.process_time() - started < ENOUGH:
            classify(messages[count % len(messages)].text, Priors())
            count += 1
        rates.append(count / (time.process_time() - started))
    return [(f"messages a second of CPU time, {CHATS}", len(messages), f"{median(rates):.0f}")]
