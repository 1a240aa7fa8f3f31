"""Rows that figures count, and both ways of asking."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from inbox.models import EventKind, ResponseCycle, Ticket, TicketEvent
from kpis.figures.answer import Answer
from kpis.figures.ask import ask
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.known import Known
from kpis.figures.question import Question
from kpis.models import FigureProgress
from kpis.rollup.open_hours import lay_out_open_hours
from kpis.rollup.ticking import follow

_numbers = itertools.count(1)


def make_wait(
    ticket: Ticket, opened_at: datetime, *, answered: timedelta | None = None, **fields: Any
) -> ResponseCycle:
    """A buyer waits; answered so long after, or not yet."""
    at = opened_at + answered if answered is not None else None
    values = {
        "opened_at": opened_at,
        "answered_at": at,
        "ended_at": at,
        "end_reason": "answered" if at else "",
    } | fields
    return ResponseCycle.objects.create(ticket=ticket, number=next(_numbers), **values)


def make_event(ticket: Ticket, kind: EventKind, at: datetime, **fields: Any) -> TicketEvent:
    return TicketEvent.objects.create(ticket=ticket, kind=kind, at=at, **fields)


def both_ways(slug: str, question: Question, *, now: datetime) -> Answer:
    """What the figure is, from the log; the rollup must say the same."""
    figure = BY_SLUG[slug]
    FigureProgress.objects.update(ready=False)
    lay_out_open_hours(now)
    from_log = ask(figure, question, known=Known(now))
    follow(lambda: now)
    assert FigureProgress.objects.get(figure=slug).ready
    assert ask(figure, question, known=Known(now)) == from_log
    return from_log
