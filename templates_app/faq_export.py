"""FAQ entries as text for listings: HTML, Markdown, CSV. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

COLUMNS = ("topic", "language", "product", "product number", "question", "answer", "review on")
_STARTS_A_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
_MARKED_UP = re.compile(r"([\\`*_\[\]<>#|~])")
_BEGINS_A_BLOCK = re.compile(r"^(\s*\d*)([-+=.)])", re.M)


@dataclass(frozen=True)
class Line:
    """One entry as it goes out. topic: its name in the reader's words. review_on: a date as ISO text, or empty."""

    topic: str
    language: str
    item_name: str
    item_id: str
    question: str
    answer: str
    review_on: str


@dataclass(frozen=True)
class Format:
    """How a file of it is called and served."""

    extension: str
    content_type: str
    write: Callable[[Iterable[Line]], str]


def as_html(lines: Iterable[Line]) -> str:
    """A fragment to paste into a listing: headings and paragraphs without classes, styles, scripts or links."""
    return "".join(
        f"<h2>{escape(topic)}</h2>\n{''.join(map(_entry_as_html, group))}" for topic, group in _by_topic(lines)
    )


def as_markdown(lines: Iterable[Line]) -> str:
    """Headings and paragraphs; nothing in a text works as a mark."""
    return "".join(
        f"## {_plain(topic)}\n\n{''.join(map(_entry_as_markdown, group))}" for topic, group in _by_topic(lines)
    )


def as_csv(lines: Iterable[Line]) -> str:
    """One entry a row, for any spreadsheet: what one would take for a formula stands behind an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in lines:
        row = (one.topic, one.language, one.item_name, one.item_id, one.question, one.answer, one.review_on)
        writer.writerow([_no_formula(value) for value in row])
    return "\ufeff" + out.getvalue()


FORMATS: Final[Mapping[str, Format]] = {
    "html": Format("html", "text/html; charset=utf-8", as_html),
    "markdown": Format("md", "text/markdown; charset=utf-8", as_markdown),
    "csv": Format("csv", "text/csv; charset=utf-8", as_csv),
}


def paragraphs(answer: str) -> list[str]:
    """The parts between empty lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", answer.replace("\r\n", "\n")) if part.strip()]


def _by_topic(lines: Iterable[Line]) -> Iterator[tuple[str, Iterator[Line]]]:
    return groupby(lines, key=lambda one: one.topic)


def _entry_as_html(one: Line) -> str:
    language = escape(one.language)
    parts = (escape(part).replace("\n", "<br>\n") for part in paragraphs(one.answer))
    body = "".join(f'<p lang="{language}">{part}</p>\n' for part in parts)
    return f'<h3 lang="{language}">{escape(one.question)}</h3>\n{body}'


def _entry_as_markdown(one: Line) -> str:
    body = "".join(f"{_plain(part)}\n\n" for part in paragraphs(one.answer))
    return f"### {_plain(one.question)}\n\n{body}"


def _plain(text: str) -> str:
    return _BEGINS_A_BLOCK.sub(r"\1\\\2", _MARKED_UP.sub(r"\\\1", text))


def _no_formula(value: str) -> str:
    return f"'{value}" if _STARTS_A_FORMULA.match(value) else value
