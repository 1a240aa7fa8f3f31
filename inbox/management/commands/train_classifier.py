"""`manage train_classifier [--corpus FILE.jsonl]`: learn topics from corrected tickets, and from texts in a file.

The file has an object a line, {"text", "language", "topic"}; language may be left out. It takes the place of the one
given before, and counts in later nights too. What was learnt is measured on a part kept apart and asked only where it
is better than the phrase lists.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from connectors.text import storable
from inbox.understanding.learning.examples import Example, bring_along
from inbox.understanding.learning.measuring import OVERALL
from inbox.understanding.learning.nightly import train


class Command(BaseCommand):
    help = "Learn topics from corrected tickets and from texts in a file, and say how good what was learnt is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", type=Path, help='an object a line: {"text", "language", "topic"}')

    def handle(self, *_args: Any, **options: Any) -> None:
        if not connection.introspection.table_names():
            self.stderr.write("Guichet was never started here: making the tables first.")
            call_command("migrate", interactive=False, verbosity=0)
        if options["corpus"]:
            self.stdout.write(f"{bring_along(_lines(options['corpus']))} texts from the file")
        comparisons = train(timezone.now())
        if not comparisons:
            self.stdout.write("Nothing was learnt: there are too few examples.")
        for one in comparisons:
            name = "all" if one.language == OVERALL else one.language
            self.stdout.write(
                f"{name:4} {one.examples:6} examples, {one.held_out:5} kept apart: "
                f"phrase lists {one.lists:.3f}, learnt {one.learnt:.3f}, {'on' if one.is_better else 'off'}"
            )


def _lines(path: Path) -> Iterator[Example]:
    """Raises CommandError naming the line that cannot be read."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _example(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CommandError(f'{path}, line {number}: not an object with the texts "text" and "topic"') from error


def _example(given: Any) -> Example:
    """Raises one of many errors for anything else than an object with these texts."""
    text, topic, language = given["text"], given["topic"].strip(), given.get("language") or ""
    if not topic or not text.strip():
        raise ValueError(given)
    return Example(storable(text), storable(language)[:5], storable(topic)[:100])
