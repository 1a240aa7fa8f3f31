"""`manage import_ratings FILE --source SOURCE [--column rating=3 …]`: ratings of a CSV file, as the page keeps them."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inbox.ratings.forms import FORMS, Column
from inbox.ratings.importing import keep_ratings
from inbox.ratings.reading import MOST_LINES, NotATable, ReadFile, TooLong, columns_in, ratings_in, table_in


class Command(BaseCommand):
    help = "Keep the ratings of a CSV file. The same file again changes nothing. Says what could not be read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", choices=sorted(FORMS), default="csv", help="whose file it is")
        parser.add_argument(
            "--column", action="append", default=[], metavar="NAME=HEAD", help=f"NAME: {', '.join(Column)}"
        )
        parser.add_argument("--dry-run", action="store_true", help="keep nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """One line of JSON: new, changed, same, unmatched, without_order, unreadable [{line, why}]."""
        read = _read(options["file"], options["source"], options["column"])
        answer: dict[str, Any] = {"read": len(read.ratings)}
        if not options["dry_run"]:
            kept = keep_ratings(read.ratings, source=options["source"], now=timezone.now())
            answer |= {"new": kept.new, "changed": kept.changed, "same": kept.same, "unmatched": kept.unmatched}
            answer["without_order"] = kept.without_order
        answer["unreadable"] = [{"line": line.number, "why": line.why} for line in read.unreadable]
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _read(path: Path, source: str, chosen: Sequence[str]) -> ReadFile:
    """Raises CommandError."""
    form = FORMS[source]
    try:
        table = table_in(path.read_bytes())
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    except TooLong as error:
        raise CommandError(f"{path} has more than {MOST_LINES} lines: cut it up.") from error
    except NotATable as error:
        raise CommandError(f"{path} is no CSV file with a line of names and lines below it.") from error
    columns = dict(columns_in(table, form))
    for choice in chosen:
        name, _, head = choice.partition("=")
        if name not in list(Column) or head not in table.head:
            raise CommandError(f"{choice}: one of {', '.join(Column)} = one of {', '.join(table.head)}.")
        columns[Column(name)] = list(table.head).index(head)
    if missing := {Column.RATING, Column.WRITTEN} - columns.keys():
        raise CommandError(f"Say which column is {' and which is '.join(sorted(missing))}: --column NAME=HEAD.")
    return ratings_in(table, columns, form=form, zone=ZoneInfo(settings.SHOP_ZONE), now=timezone.now())
