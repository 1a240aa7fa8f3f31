"""`manage check_reply --marketplace SLUG [--language L] [--json] < text`: what is forbidden in a reply.

Needs no database.

With --json one object, `{"findings": [{"rule", "level", "start", "end", "reason"}]}`; with --jsonl one a line for each
line `{"marketplace", "text", "language"?}` of the input. start and end count characters of the text; reason is English,
or of the language asked for with --reasons. Ends with 1 for an input that cannot be read, else with 0.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connectors.policy import Finding, Pack, ReplyFacts, check, pack_for
from connectors.registry import connectors
from connectors.text import storable


class Command(BaseCommand):
    help = "Print what a marketplace or the law forbids in a reply read from standard input. Nothing is sent or stored."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--marketplace", metavar="SLUG", help=f"one of: {', '.join(connectors())}")
        parser.add_argument("--language", default="", metavar="L", help="the buyer's language, such as fr")
        parser.add_argument("--reasons", default="en", choices=("en", "fr"), help="language of the reasons")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--jsonl", action="store_true", help="read one JSON object a line, print one a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        reasons = str(options["reasons"])
        if options["jsonl"]:
            for line in filter(str.strip, _input().split("\n")):
                self.stdout.write(json.dumps(_answer(line, options, reasons), ensure_ascii=False))
            return
        text = _input().removesuffix("\n")
        found = check(text, pack=_pack(options["marketplace"] or ""), facts=ReplyFacts(language=options["language"]))
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found, reasons), ensure_ascii=False))
        else:
            self.stdout.write(_readable(text, found, reasons))


def _input() -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace").removeprefix("\ufeff")


def _answer(line: str, options: Mapping[str, Any], reasons: str) -> Mapping[str, Any]:
    """What is wrong with a line stands in its place, so that the others have their answers."""
    try:
        given = json.loads(line)
        text = given["text"]
        marketplace = given.get("marketplace") or options["marketplace"] or ""
        language = given.get("language") or options["language"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return {"error": 'not a JSON object with "marketplace", "text" and perhaps "language"'}
    if not isinstance(text, str) or not isinstance(marketplace, str) or not isinstance(language, str):
        return {"error": "marketplace, text and language are texts"}
    try:
        pack = _pack(marketplace)
    except CommandError as error:
        return {"error": storable(str(error))}
    return _as_json(check(text, pack=pack, facts=ReplyFacts(language=language)), reasons)


def _pack(marketplace: str) -> Pack:
    try:
        return pack_for(marketplace.strip().lower())
    except KeyError as error:
        known = ", ".join(connectors())
        raise CommandError(f"No marketplace is called “{marketplace}”. Give one of: {known}.") from error


def _as_json(found: Sequence[Finding], language: str) -> Mapping[str, Any]:
    return {
        "findings": [
            {
                "rule": finding.rule,
                "level": finding.level,
                "start": finding.start,
                "end": finding.end,
                "reason": finding.reason(language),
            }
            for finding in found
        ]
    }


def _readable(text: str, found: Sequence[Finding], language: str) -> str:
    if not found:
        return "Nothing found."
    lines = []
    for finding in found:
        place = " ".join(text[finding.start : finding.end].split())[:80]
        lines.append(f"{finding.level:6}{finding.rule:20}{finding.start}-{finding.end} {place!r}")
        lines.append(f"      {finding.reason(language)} ({finding.source}, read {finding.read_on})")
    return "\n".join(lines)
