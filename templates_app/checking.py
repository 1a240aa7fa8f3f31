"""Check a body before it is kept: what it may not say, and what nobody will be able to fill in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from templates_app.filling.errors import BadTemplate
from templates_app.filling.fill import Filled, fill
from templates_app.filling.parsing import parsed
from templates_app.placeholders import NAMES_OF_QUESTIONS, placeholder, sample_facts
from templates_app.questions import Question

_LOOP_VALUES = {"forloop"}


class Level(StrEnum):
    ERROR = "error"
    """It cannot be kept like this."""
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """start, end: where in the body; the same number if it is about the whole."""

    level: Level
    words: str
    start: int = 0
    end: int = 0


def check_body(source: str, questions: Sequence[Question]) -> list[Finding]:
    """What is wrong with a body, in the order of places; [] = nothing."""
    try:
        template = parsed(source)
    except BadTemplate as error:
        return [Finding(Level.ERROR, str(error), error.start, error.end)]
    found = sorted(_unknown(template.analyze(include_partials=False).globals, questions), key=lambda one: one.start)
    if found:
        return found
    try:
        filled = sample_filled(source, questions, language="fr")
    except BadTemplate as error:
        return [Finding(Level.ERROR, str(error), error.start, error.end)]
    if not filled.text:
        return [Finding(Level.ERROR, _("This text is empty once it is filled in."))]
    return [Finding(Level.ERROR, _no_placeholder(one.path)) for one in filled.missing]


def is_sound(findings: Sequence[Finding]) -> bool:
    """Whether a body with these findings may be kept."""
    return all(one.level != Level.ERROR for one in findings)


def sample_filled(source: str, questions: Sequence[Question], *, language: str) -> Filled:
    """The body with the examples of all placeholders. Raises BadTemplate."""
    facts = sample_facts() | {NAMES_OF_QUESTIONS: {one.name: one.sample() for one in questions}}
    return fill(source, facts, language=language)


def _unknown(variables: dict[str, list[Any]], questions: Sequence[Question]) -> Iterator[Finding]:
    names = {one.name for one in questions}
    for root, places in variables.items():
        for place in places:
            path = ".".join(str(part) for part in place.segments)
            start = place.span.index
            words = _problem(root, path, names)
            if words:
                yield Finding(Level.ERROR, words, start, start + len(path))


def _problem(root: str, path: str, names: set[str]) -> str:
    if root == NAMES_OF_QUESTIONS:
        name = path.removeprefix(f"{root}.")
        return "" if name in names else _("No question is called “%(name)s”.") % {"name": name}
    if root == "items" or root in _LOOP_VALUES or placeholder(path):
        return ""
    return _no_placeholder(path)


def _no_placeholder(path: str) -> str:
    return _("There is no placeholder “%(path)s”.") % {"path": path}
