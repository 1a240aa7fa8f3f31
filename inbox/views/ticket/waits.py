"""How the waits of a ticket ended, in a line each; and what buyers do who wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from connectors.facts import SoftMeaning
from inbox.models import ResponseCycle, Ticket
from inbox.words.times import exact, length, moment


@dataclass(frozen=True)
class CycleLine:
    words: str
    state: str
    exact: str


def wish(ticket: Ticket, *, now: datetime) -> str:
    """What buyers there do when they wait for long; "" where nobody says."""
    if ticket.soft_due_at is None:
        return ""
    is_past = now > ticket.soft_due_at
    if ticket.account.connector_class.reply_window.soft_means == SoftMeaning.CHASER:
        words = (
            _("Buyers write again from %(time)s on, now past.")
            if is_past
            else _("Buyers write again from %(time)s on.")
        )
    else:
        words = (
            _("Buyers lose patience from %(time)s on, now past.")
            if is_past
            else _("Buyers lose patience from %(time)s on.")
        )
    return words % {"time": moment(ticket.soft_due_at, now=now)}


def cycle_lines(cycles: Iterable[ResponseCycle], *, now: datetime) -> list[CycleLine]:
    return [_cycle_line(cycle, now=now) for cycle in cycles]


def _cycle_line(cycle: ResponseCycle, *, now: datetime) -> CycleLine:
    ends = exact(cycle.opened_at)
    if cycle.ended_at is None:
        words = _("waiting for %(length)s") % {"length": length(now - cycle.opened_at)}
        return CycleLine(words, "late" if cycle.met(now) is False else "fine", ends)
    took = length(cycle.ended_at - cycle.opened_at)
    if cycle.answered_at is None:
        return CycleLine(f"{cycle.get_end_reason_display()} · {took}", "fine", ends)
    if cycle.met(now) is None:
        return CycleLine(_("answered in %(length)s") % {"length": took}, "done", ends)
    if cycle.met(now):
        return CycleLine(_("answered in %(length)s, in time") % {"length": took}, "done", ends)
    if cycle.late_at_arrival:
        return CycleLine(_("answered in %(length)s, late at arrival") % {"length": took}, "late", ends)
    return CycleLine(_("answered in %(length)s, too late") % {"length": took}, "late", ends)
