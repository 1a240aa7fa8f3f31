"""Who does what, beside what makes it hard to compare: one line each, with a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpis.dashboard.asking import Asked
from kpis.dashboard.links import group_link
from kpis.figures.answer import Answer
from kpis.figures.ask import Row
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.figure import Figure
from kpis.words.answers import basis_of, value_of
from kpis.words.values import DASH, share

SHOWN: Sequence[str] = ("answers", "answered_within_24h", "solved_at_first_contact", "positive_share")
HARD, NIGHT = "hard_topics", "night_share"
"""What makes answers slower, whoever writes them."""
ENOUGH = 20
"""Replies, below which nothing is said of a person."""
MORE = 0.05
"""So much more of it than the others have is worth a word."""


@dataclass(frozen=True)
class PersonCell:
    """value, basis: in words. number: the value in its unit; cases: how many are behind it."""

    value: str
    basis: str
    href: str
    number: float | None = None
    cases: int = 0


@dataclass(frozen=True)
class PersonLine:
    """cells: of SHOWN, then of HARD and NIGHT. note: how fair it is to compare."""

    name: str
    cells: Sequence[PersonCell]
    note: str


@dataclass(frozen=True)
class People:
    """columns: the figure of each."""

    columns: Sequence[Figure]
    lines: Sequence[PersonLine]


def people(asked: Asked) -> People:
    """Who sent most replies first; what nobody here sent comes last."""
    columns = (*SHOWN, HARD, NIGHT)
    rows = {slug: {row.group: row for row in asked.rows(BY_SLUG[slug], "agent")} for slug in columns}
    whole = {slug: asked.compared(BY_SLUG[slug]).now for slug in (HARD, NIGHT)}
    names = {row.group: row.label for found in rows.values() for row in found.values()}
    sent = {group: rows["answers"][group].cases if group in rows["answers"] else 0 for group in names}
    order = sorted(names, key=lambda group: (not group, -sent[group], names[group]))
    return People(
        columns=[BY_SLUG[slug] for slug in columns],
        lines=[
            PersonLine(
                name=names[group],
                cells=[_cell(slug, rows[slug].get(group), asked) for slug in columns],
                note=_note(group, rows, whole) if group else "",
            )
            for group in order
        ],
    )


def own_note(asked: Asked) -> str:
    """The same for a person alone, who sees nobody else's; empty without replies."""
    hard, night = (asked.compared(BY_SLUG[slug]).now for slug in (HARD, NIGHT))
    if hard.value is None or night.value is None:
        return ""
    told = {"hard": share(hard.value), "night": share(night.value)}
    return (
        _(
            "%(hard)s of these replies were on hard topics, and %(night)s were written at night or at the weekend. "
            "Both make answers slower, whoever writes them."
        )
        % told
    )


def _cell(slug: str, row: Row | None, asked: Asked) -> PersonCell:
    if row is None:
        return PersonCell(DASH, "", "")
    figure = BY_SLUG[slug]
    href = group_link(slug, asked.question, by="agent", group=row.group) if row.cases else ""
    words = value_of(row.answer, figure), basis_of(row.answer, figure)
    return PersonCell(*words, href, number=row.value, cases=row.cases)


def _note(group: str, rows: Mapping[str, Mapping[str, Row]], whole: Mapping[str, Answer]) -> str:
    hard, night = rows[HARD].get(group), rows[NIGHT].get(group)
    replies = hard.cases if hard else 0
    if not hard or not night or replies < ENOUGH:
        return ngettext("Only %(n)d reply: too few to compare.", "Only %(n)d replies: too few to compare.", replies) % {
            "n": replies
        }
    reasons = [
        *_more(hard.answer, whole[HARD], _("%(own)s of the replies on hard topics (all: %(all)s)")),
        *_more(night.answer, whole[NIGHT], _("%(own)s at night or at the weekend (all: %(all)s)")),
    ]
    if not reasons:
        return _("Comparable: no more hard topics and no more nights than the others.")
    return _("Slower answers are to be expected: %(reasons)s.") % {"reasons": ", ".join(reasons)}


def _more(own: Answer, whole: Answer, words: str) -> list[str]:
    if own.value is None or whole.value is None or own.value < whole.value + MORE:
        return []
    return [words % {"own": share(own.value), "all": share(whole.value)}]
