"""Addresses of the dashboard: every number leads to what is behind it, asked the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kpis.dashboard.periods import end_of
from kpis.export.answer import FORMS
from kpis.figures.query_string import NONE, query_of
from kpis.figures.question import NOBODY, Question
from kpis.words.steps import TIMES

_FIELDS: Mapping[str, str] = {
    "marketplace": "marketplaces",
    "channel": "channels",
    "team": "teams",
    "language": "languages",
    "topic": "topics",
    "kind": "kinds",
}
_NUMBERS: Mapping[str, str] = {"account": "accounts", "agent": "agents", "level": "levels"}


def figure_link(slug: str, question: Question, *, parts: Sequence[str] = (), hours: str = "") -> str:
    """The page of one figure: its groups, and the tickets behind it. hours: a class of lengths (spread.py)."""
    return f"{reverse('figure', args=[slug])}?{query_of(question)}{_narrowed(parts, hours)}"


def dashboard_link(question: Question) -> str:
    return f"{reverse('dashboard')}?{query_of(question)}"


def table_links(slug: str, question: Question, *, by: str) -> Mapping[str, str]:
    """By form, the figure by group as a file."""
    return {form: f"{reverse('figure_table', args=[slug, by, form])}?{query_of(question)}" for form in FORMS}


def case_links(slug: str, question: Question, *, parts: Sequence[str] = (), hours: str = "") -> Mapping[str, str]:
    """By form, its cases as a file."""
    return {
        form: f"{reverse('figure_cases', args=[slug, form])}?{query_of(question)}{_narrowed(parts, hours)}"
        for form in FORMS
    }


def page_table_links(name: str, question: Question) -> Mapping[str, str]:
    """By form, a table of the dashboard that is not of one figure."""
    return {form: f"{reverse('page_table', args=[name, form])}?{query_of(question)}" for form in FORMS}


def group_link(slug: str, question: Question, *, by: str, group: str) -> str:
    """The same figure of one group only."""
    if by == "part":
        return figure_link(slug, question, parts=(group,))
    asked = of_group(question, by, group)
    return figure_link(slug, asked) if asked else ""


def of_group(question: Question, by: str, group: str) -> Question | None:
    """The question narrowed to one group of itself; None where there is no asking for it alone."""
    if by in TIMES:
        start = max(date.fromisoformat(group), question.since)
        return replace(question, since=start, until=end_of(by, start, until=question.until))
    changed: dict[str, Any] = {}
    if by in _FIELDS:
        changed[_FIELDS[by]] = (group,)
    elif by == "agent" and not group:
        changed[_NUMBERS[by]] = (NOBODY,)
    elif by in _NUMBERS and group.isdecimal():
        changed[_NUMBERS[by]] = (int(group),)
    return replace(question, **changed) if changed else None


def _narrowed(parts: Sequence[str], hours: str) -> str:
    pairs = [*(("part", part or NONE) for part in parts), *([("hours", hours)] if hours else [])]
    return f"&{urlencode(pairs)}" if pairs else ""
