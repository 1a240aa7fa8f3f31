"""Read the library's files."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from templates_app.questions import Question, questions_from

FOLDER: Final = Path(__file__).parent
FRAME: Final = "frame.toml"
STORED: Final = "fr"
"""The language in which the names are stored; others are shown in its place (names.py)."""


@dataclass(frozen=True)
class LibraryTemplate:
    """One template that comes with Guichet. names, bodies: by language; the bodies with greeting and ending."""

    code: str
    topic: str
    family: str
    kinds: Sequence[str]
    names: Mapping[str, str]
    bodies: Mapping[str, str]
    questions: Sequence[Question]


@cache
def library() -> Sequence[LibraryTemplate]:
    """All of them, in the order of files and places."""
    frame = _read(FOLDER / FRAME)
    files = sorted(path for path in FOLDER.glob("*.toml") if path.name != FRAME)
    return tuple(_template(one, topic=path.stem, frame=frame) for path in files for one in _read(path)["template"])


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _template(given: Mapping[str, Any], *, topic: str, frame: Mapping[str, Mapping[str, str]]) -> LibraryTemplate:
    return LibraryTemplate(
        code=given["code"],
        topic=topic,
        family=given["family"],
        kinds=tuple(given.get("kinds", ())),
        names=given["name"],
        bodies={language: _letter(body, frame[language]) for language, body in given["body"].items()},
        questions=tuple(questions_from(given.get("question", ()))),
    )


def _letter(body: str, frame: Mapping[str, str]) -> str:
    return f"{frame['greeting']}\n\n{body.strip()}\n\n{frame['ending'].strip()}"
