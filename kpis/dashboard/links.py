"""Addresses of the dashboard: every number leads to what is behind it, asked the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kpis.dashboard.periods import end_of
from kpis.export.answer import FORMS
from kpis.figures.query_string import query_of
from kpis.figures.question import Question
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


def figure_link(slug: str, question: Question, *, parts: Sequence[str] = ()) -> str:
    """The page of one figure: its groups, and the tickets behind it."""
    return f"{reverse('figure', args=[slug])}?{query_of(question)}{_narrowed(parts)}"


def dashboard_link(question: Question) -> str:
    return f"{reverse('dashboard')}?{query_of(question)}"


def table_links(slug: str, question: Question, *, by: str) -> Mapping[str, str]:
    """By form, the figure by group as a file."""
    return {form: f"{reverse('figure_table', args=[slug, by, form])}?{query_of(question)}" for form in FORMS}


def case_links(slug: str, question: Question, *, parts: Sequence[str] = ()) -> Mapping[str, str]:
    """By form, its cases as a file."""
    return {
        form: f"{reverse('figure_cases', args=[slug, form])}?{query_of(question)}{_narrowed(parts)}" for form in FORMS
    }


def page_table_links(name: str, question: Question) -> Mapping[str, str]:
    """By form, a table of the dashboard that is not of one figure."""
    return {form: f"{reverse('page_table', args=[name, form])}?{query_of(question)}" for form in FORMS}


def group_link(slug: str, question: Question, *, by: str, group: str) -> str:
    """The same figure of one group only; empty for what belongs to none."""
    if by == "part":
        return figure_link(slug, question, parts=(group,)) if group else ""
    asked = of_group(question, by, group)
    return figure_link(slug, asked) if asked else ""


def of_group(question: Question, by: str, group: str) -> Question | None:
    """The question narrowed to one group of itself; None where there is no asking for it alone."""
    if by in TIMES:
        start = max(date.fromisoformat(group), question.since)
        return replace(question, since=start, until=end_of(by, start, until=question.until))
    changed: dict[str, Any] = {}
    if by in _FIELDS and group:
        changed[_FIELDS[by]] = (group,)
    if by in _NUMBERS and group.isdecimal():
        changed[_NUMBERS[by]] = (int(group),)
    return replace(question, **changed) if changed else None


def _narrowed(parts: Sequence[str]) -> str:
    return "".join(f"&{urlencode({'part': part})}" for part in parts)
