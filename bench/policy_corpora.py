"""What the policy check finds in collections of messages: most of them have no reason to be stopped."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from connectors.policy import Level, check, pack_for

COLUMNS: Mapping[str, tuple[str, str]] = {
    "epqa-product-questions": ("answers.csv", "answer"),
    "fr-shop-chat": ("messages.csv", "text"),
    "hint3-live-chat": ("messages.csv", "text"),
    "bitext-customer-support": ("messages.csv", "text"),
}
"""File and column, by collection."""
CONVERSATIONS = "abcd-sample"
WRITTEN_BY_SHOP = "agent"


def findings_in(folder: Path, *, marketplace: str) -> list[tuple[str, int, str, int]]:
    """Collection, how many different texts it has, rule, in how many of them it found something to stop."""
    pack, rows = pack_for(marketplace), []
    for collection, texts in _collections(folder):
        counted: Counter[str] = Counter()
        for text in texts:
            found = check(text, pack=pack)
            counted.update({one.rule for one in found if one.level in (Level.BLOCK, Level.WARN)})
        rows += [(collection, len(texts), rule, number) for rule, number in counted.most_common()]
        rows += [] if counted else [(collection, len(texts), "–", 0)]
    return rows


def _collections(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Those that are in the folder, each as its different texts."""
    for collection, (name, column) in COLUMNS.items():
        path = folder / collection / name
        if path.exists():
            with path.open(encoding="utf-8", newline="") as lines:
                yield collection, frozenset(row[column] for row in csv.DictReader(lines))
    path = folder / CONVERSATIONS / "conversations.json"
    if path.exists():
        told = json.loads(path.read_text("utf-8"))
        yield CONVERSATIONS, frozenset(text for one in told for who, text in one["original"] if who == WRITTEN_BY_SHOP)
