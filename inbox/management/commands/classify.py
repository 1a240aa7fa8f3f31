"""`manage classify [--json] < text`, `manage classify --jsonl < lines`: what messages are about, and why.

--json, --jsonl: objects with `language` (ISO 639-1, or "unknown"), `topic`, `level`, `withdrawal`, `chaser`, `anger`,
`thanks`, `order_ids`, `reasons` (sentences in the language of --language). Lines in: {"text", "marketplace"?}; one line
out for each, in order; one that cannot be read is answered with {"error"}.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import ProgrammingError
from django.utils import translation

from connectors.registry import connectors
from connectors.text import storable
from inbox.understanding.classification import Classification, Priors
from inbox.understanding.classify import classify
from inbox.understanding.knowledge import Knowledge, knowledge
from inbox.understanding.reason_words import reason_words

UNKNOWN = "unknown"


class Command(BaseCommand):
    help = "Say of a message its language, topic, level, order numbers and what else was seen in it. Nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object for the whole text")
        parser.add_argument("--jsonl", action="store_true", help="a JSON object a line in, one a line out")
        parser.add_argument(
            "--marketplace",
            default="",
            help="where the text comes from: how order numbers look there, what is mostly spoken",
        )
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="of the reasons: fr or en")

    def handle(self, *_args: Any, **options: Any) -> None:
        known = _knowledge()
        with translation.override(options["language"]):
            if options["jsonl"]:
                for line in filter(str.strip, sys.stdin):
                    self.stdout.write(json.dumps(_answer(line, known), ensure_ascii=False))
                return
            found = _classified(sys.stdin.read(), options["marketplace"], known)
            self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else _readable(found))


def _knowledge() -> Knowledge:
    """Where Guichet was never started there are no tables, and so nothing of the shop's own."""
    try:
        return knowledge()
    except ProgrammingError:
        return Knowledge()


def _answer(line: str, known: Knowledge) -> Mapping[str, Any]:
    try:
        asked = json.loads(line)
        text, marketplace = asked["text"], asked.get("marketplace") or ""
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"error": 'not a JSON object with "text"'}
    if not isinstance(text, str) or not isinstance(marketplace, str):
        return {"error": "text and marketplace are texts"}
    if marketplace and marketplace not in connectors():
        return {"error": f"no marketplace is called “{storable(marketplace)}”"}
    return _classified(text, marketplace, known)


def _classified(text: str, marketplace: str, known: Knowledge) -> Mapping[str, Any]:
    """As an arriving message is read, but for what is known of its buyer."""
    connector = connectors().get(marketplace)
    spoken = connector.channel_languages.get("", "") if connector else ""
    priors = Priors(language=spoken, order_forms=connector.order_forms if connector else ())
    return _as_json(classify(text, priors, own=known.own, learnt=known.learnt))


def _as_json(found: Classification) -> Mapping[str, Any]:
    return {
        "language": found.language or UNKNOWN,
        "topic": str(found.topic),
        "level": found.level,
        "withdrawal": found.withdrawal,
        "chaser": found.chaser,
        "anger": found.anger,
        "thanks": found.thanks,
        "order_ids": list(found.order_ids),
        "reasons": [reason_words(reason) for reason in found.reasons],
    }


def _readable(found: Mapping[str, Any]) -> str:
    lines = [f"{name + ':':12}{_shown(value)}" for name, value in found.items() if name != "reasons"]
    return "\n".join([*lines, *(f"  - {reason}" for reason in found["reasons"])])


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(value) if isinstance(value, list) else str(value)) or "-"
