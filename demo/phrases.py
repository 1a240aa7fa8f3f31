"""Texts that belong to no conversation: the shop's usual answers and the marketplace's notices."""

import html
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from demo.wording import fill

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Notice:
    """A system message; subject and lines are plain text with blanks.

    about_buyer: tells what a buyer does, which some simulated marketplaces do themselves.
    """

    id: str
    subject: str
    lines: tuple[str, ...]
    about_buyer: bool = False


@cache
def usual_answers() -> dict[str, dict[str, str]]:
    """What the shop answers, by language and topic."""
    answers: dict[str, dict[str, str]] = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))
    return answers


@cache
def notices() -> tuple[Notice, ...]:
    rows = tomllib.loads((HERE / "notices.toml").read_text(encoding="utf-8"))["notice"]
    return tuple(Notice(row["id"], row["subject"], tuple(row["lines"]), row.get("about_buyer", False)) for row in rows)


def notice_html(notice: Notice, values: Mapping[str, str]) -> str:
    """The notice as marketplaces write mail: a style, tables in tables, a button."""
    rows = "".join(f"<tr><td><p>{html.escape(fill(line, values))}</p></td></tr>" for line in notice.lines)
    return (
        "<html><head><style>p { font: 14px Arial; color: #333 }</style></head><body>"
        f'<table width="600" cellpadding="8"><tr><td><h2>{html.escape(fill(notice.subject, values))}</h2></td></tr>'
        f'{rows}<tr><td><a href="https://www.example.com/seller">Voir les détails</a></td></tr></table></body></html>'
    )
