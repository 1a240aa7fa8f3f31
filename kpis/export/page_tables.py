"""The tables of the dashboard that are not of one figure, as tables of a file; values in their unit."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from inbox.views.accounts.indicator_lines import IndicatorLine
from kpis.dashboard.asking import Asked, shown
from kpis.dashboard.judged import judged
from kpis.dashboard.people import people
from kpis.dashboard.unanswered import unanswered_lines
from kpis.export.table import Cell, Table
from kpis.export.waits import WAIT_COLUMNS, wait_rows
from kpis.figures.catalogue import FIGURES
from kpis.figures.figure import Unit
from kpis.words.units import unit_words


def every_figure(asked: Asked) -> Table:
    """One line each: now, the target, before, last year."""
    columns = [
        *(_("Figure"), _("Unit"), _("Value"), _("Cases"), _("Currency"), _("Target")),
        *(_("Period before"), _("Last year"), _("Definition")),
    ]
    return Table("figures", columns, _figure_rows(asked))


def who_did_what(asked: Asked) -> Table:
    found = people(asked)
    columns = [_("Agent"), *(title for title, _definition in found.columns), _("How fair it is to compare")]
    return Table("people", columns, [[one.name, *(cell.value for cell in one.cells), one.note] for one in found.lines])


def judgements(asked: Asked) -> Table:
    """What the marketplaces say of the shop, beside our own count."""
    columns = [
        *(_("Account"), _("Figure"), _("Value"), _("Limit"), _("Average of comparable sellers"), _("Rating")),
        *(_("Standing"), _("On"), _("Before")),
        *(_("Our own count of it"), _("In time by our own count"), _("Basis")),
    ]
    rows: Iterator[list[Cell]] = (
        [one.name, *_said(limit.line), limit.own.words if limit.own else "", one.ours, one.basis]
        for one in judged(asked)
        for limit in (*one.limits, *one.others)
    )
    return Table("marketplaces", columns, rows)


def _said(line: IndicatorLine) -> list[Cell]:
    return [line.label, line.value, line.threshold, line.peers, line.rating, line.standing, line.on, line.before]


def questions_without_template(asked: Asked) -> Table:
    columns = [_("Question"), _("Topic"), _("Language"), _("Tickets"), _("Period before"), _("In the FAQ")]
    rows: Iterator[list[Cell]] = (
        [one.line.said, one.line.topic, one.line.language, one.line.asked, one.before, _("yes") if one.in_faq else ""]
        for one in unanswered_lines(asked.question)
    )
    return Table("questions-without-template", columns, rows)


def waits(asked: Asked) -> Table:
    """The waits of buyers (response cycles) as they are stored: both clocks, what ended them, who answered."""
    rows = wait_rows(asked.question, accounts=asked.known.accounts_of(asked.question))
    return Table("waits", [column() for column in WAIT_COLUMNS], rows)


def _figure_rows(asked: Asked) -> Iterator[list[Cell]]:
    for figure in FIGURES:
        found = asked.compared(figure)
        values = [shown(one, figure) for one in (found.now, found.before, found.last_year)]
        currency = ", ".join(sorted(found.now.amounts)) if figure.unit == Unit.MONEY else ""
        yield [
            str(figure.title),
            unit_words(figure.unit),
            values[0],
            found.now.cases,
            currency,
            asked.targets.get(figure.slug),
            *values[1:],
            str(figure.definition),
        ]
