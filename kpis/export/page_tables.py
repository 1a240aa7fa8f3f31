"""The tables of the dashboard that are not of one figure, as tables of a file; values in their unit."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from inbox.views.accounts.indicator_lines import IndicatorLine
from kpis.dashboard.asking import Asked, shown
from kpis.dashboard.drawings import by_hour
from kpis.dashboard.judged import judged
from kpis.dashboard.moods import mood_lines
from kpis.dashboard.numbers import has_cases
from kpis.dashboard.people import People, PersonLine, people
from kpis.dashboard.spread import BY_LENGTH, CLASSES, counts_of
from kpis.dashboard.unanswered import unanswered_lines
from kpis.export.table import Cell, Table
from kpis.export.waits import WAIT_COLUMNS, wait_rows
from kpis.figures.catalogue import BY_SLUG, FIGURES
from kpis.figures.figure import Figure, Unit
from kpis.words.labels import heading_of
from kpis.words.steps import HOURLY, hour_words
from kpis.words.units import titled, unit_words


def every_figure(asked: Asked) -> Table:
    """One line each: now, the target, before, last year."""
    columns = [
        *(_("Figure"), _("Unit"), _("Value"), _("Cases"), _("Currency"), _("Target")),
        *(_("Period before"), _("Last year"), _("Definition")),
    ]
    return Table("figures", columns, _figure_rows(asked))


def who_did_what(asked: Asked) -> Table:
    """Counts, and shares with the number of cases that they are of."""
    found = people(asked)
    columns = [_("Agent")]
    for figure in found.columns:
        columns += [titled(figure), _("Cases")] if has_cases(figure) else [titled(figure)]
    rows = ([one.name, *_numbers(found, one), one.note] for one in found.lines)
    return Table("people", [*columns, _("How fair it is to compare")], rows)


def _numbers(found: People, line: PersonLine) -> Iterator[Cell]:
    for figure, cell in zip(found.columns, line.cells, strict=True):
        if has_cases(figure):
            yield cell.number
        yield cell.cases


def hours(asked: Asked) -> Table:
    """Hours of the week: what came in, and who was there."""
    arrivals, staffing = (BY_SLUG[slug] for slug in HOURLY)
    came, there = by_hour(arrivals, asked), by_hour(staffing, asked)
    rows: Iterator[list[Cell]] = (
        [hour_words(hour), int(came[hour]), int(there[hour])] for hour in range(len(came)) if came[hour] or there[hour]
    )
    return Table("hours", [heading_of(arrivals, "part"), str(arrivals.title), str(staffing.title)], rows)


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


def moods(asked: Asked) -> Table:
    """Of each marketplace: how content buyers are, and the open tickets that may bring the next bad rating."""
    share = titled(BY_SLUG["positive_share"])
    columns = [_("Marketplace"), share, _("Cases"), _("Bad in a row, now"), _("Open tickets at risk")]
    rows: Iterator[list[Cell]] = (
        [one.mark.label, one.value, one.cases, one.run, ", ".join(f"#{ticket.pk}" for ticket in one.tickets)]
        for one in mood_lines(asked)
    )
    return Table("moods", columns, rows)


def spread_table(figure: Figure, asked: Asked) -> Table:
    """How many cases were how long."""
    counts = counts_of(asked.compared(figure).now.buckets)
    rows: Iterator[list[Cell]] = (
        [one.words, one.over, one.most, number] for one, number in zip(CLASSES, counts, strict=True)
    )
    columns = [str(figure.title), _("Longer than (hours)"), _("At most (hours)"), _("Cases")]
    return Table(f"{figure.slug}-{BY_LENGTH}", columns, rows)


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
