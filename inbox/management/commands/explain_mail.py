"""`manage explain_mail FILE… [--json]`: how mails are read. Needs no database.

With --json one object a line. `from` and `reply_to` are texts, `to` a list of texts, each address as `Name <address>`
(names decoded, and quoted as in RFC 5322; several senders with commas between them) or as the bare address; `date` is
UTC or null; `marketplace` is the slug of the connector that takes such a mail, `buyer.handle` the buyer's address
without what names the case; `language` is that of `words`, else of `text`.
"""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from inbox.arriving.mail_reading import explained_file

LONG = ("text", "words")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A terminal would obey them."""


class Command(BaseCommand):
    help = "Print how mails are read: marketplace, kind, thread, words, files, and what was broken. Nothing is stored."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a mail as it came, headers and all")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        for path in options["files"]:
            explanation = explained_file(path)
            self.stdout.write(json.dumps(explanation) if options["json"] else _readable(explanation))


def _readable(explanation: Mapping[str, Any]) -> str:
    lines = [f"{name + ':':14}{_line(value)}" for name, value in explanation.items() if name not in LONG]
    for name in LONG:
        lines += [f"{name}:", *(f"    {line}" for line in str(explanation[name]).splitlines())]
    return (
        _CONTROL.sub("\N{REPLACEMENT CHARACTER}", "\n".join([*lines, ""]))
        .encode(_encoding(), "replace")
        .decode(_encoding())
    )


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8"


def _line(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {content}" for key, content in value.items() if content != "") or "-"
    if isinstance(value, list):
        return ("\n" + " " * 14).join(_line(one) for one in value) or "-"
    return str(value) if value not in ("", None) else "-"
