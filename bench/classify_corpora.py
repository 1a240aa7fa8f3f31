"""Messages with what is known of them, from the collections in a folder, each as its README describes."""

import csv
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = Path(__file__).parent / "classify_labels.toml"
CHATS, LIVE_CHATS, REQUESTS = "fr-shop-chat", "hint3-live-chat", "bitext-customer-support"
WITH_TOPICS = (CHATS, LIVE_CHATS, REQUESTS, "clinc150-subset")


@dataclass(frozen=True)
class Labelled:
    """topic: "" = not scored. order_numbers: None where the collection does not say."""

    text: str
    language: str
    topic: str = ""
    shop: str = ""
    order_numbers: tuple[str, ...] | None = None


def is_held_out(message: Labelled) -> bool:
    """Half of them, told by the text, so always the same: what is got wrong there is not looked at."""
    return zlib.crc32(message.text.encode()) % 2 == 1


def with_topics(folder: Path, corpus: str) -> list[Labelled]:
    """The messages of one collection; none if it is not there."""
    labels = tomllib.loads(LABELS.read_text("utf-8")).get(corpus, {})
    return [_labelled(row, labels, corpus) for row in _rows(folder / corpus / "messages.csv")]


def sentences(folder: Path) -> Iterator[Labelled]:
    """One sentence each, in many languages."""
    return _of_languages(folder / "language-id" / "sentences.tsv")


def word_pairs(folder: Path) -> Iterator[Labelled]:
    """Two words each."""
    return _of_languages(folder / "language-id" / "word-pairs.tsv")


def _of_languages(path: Path) -> Iterator[Labelled]:
    for line in path.read_text("utf-8").split("\n") if path.exists() else ():
        language, _, text = line.partition("\t")
        if text:
            yield Labelled(text, language)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _labelled(row: Mapping[str, str], labels: Mapping[str, Any], corpus: str) -> Labelled:
    shop = row.get("shop", "")
    topics = labels.get(shop, {}) if shop else labels
    return Labelled(
        text=row["text"],
        language=row["lang"],
        topic=topics.get(row["intent"], ""),
        shop=shop,
        order_numbers=_order_numbers(row, corpus),
    )


def _order_numbers(row: Mapping[str, str], corpus: str) -> tuple[str, ...] | None:
    if corpus == CHATS:
        return tuple(row["order_numbers"].split())
    if corpus == REQUESTS:
        return (row["entity_value"],) if row["entity_type"] == "order_id" else ()
    return None
