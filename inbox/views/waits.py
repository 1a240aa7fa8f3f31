"""The deadline of a ticket explained: what started it, by which rule, and how earlier waits ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from inbox.models import ResponseCycle, Ticket
from inbox.sales_channels import channel_name
from inbox.time_words import exact, length, moment


@dataclass(frozen=True)
class CycleLine:
    words: str
    state: str
    exact: str


def why(ticket: Ticket, *, now: datetime) -> str:
    """Why this deadline: what started it, and the rule; "" if nobody waits."""
    if ticket.reply_due_at is None or not ticket.needs_reply:
        return ""
    if ticket.reply_due_at == ticket.claim_due_at:
        return _("%(marketplace)s's own deadline for the claim") % {"marketplace": ticket.account.marketplace_label}
    window = ticket.account.windows(ticket.channel).hard
    return _("%(marketplace)s: %(window)s after the oldest message without an answer (%(opened)s)") % {
        "marketplace": channel_name(ticket.account, ticket.channel) or ticket.account.marketplace_label,
        "window": _hours(window.total_seconds()),
        "opened": moment(ticket.reply_due_at - window, now=now),
    }


def wish(ticket: Ticket, *, now: datetime) -> str:
    """What the shop wants of itself, which is sooner."""
    if ticket.soft_due_at is None or not ticket.needs_reply:
        return ""
    words = _("Your own wish: by %(time)s, now past.") if now > ticket.soft_due_at else _("Your own wish: by %(time)s.")
    return words % {"time": moment(ticket.soft_due_at, now=now)}


def cycle_lines(cycles: Iterable[ResponseCycle], *, now: datetime) -> list[CycleLine]:
    return [_cycle_line(cycle, now=now) for cycle in cycles]


def _hours(seconds: float) -> str:
    return _("%(n)d h") % {"n": round(seconds / 3600)}


def _cycle_line(cycle: ResponseCycle, *, now: datetime) -> CycleLine:
    ends = exact(cycle.opened_at)
    if cycle.ended_at is None:
        words = _("waiting for %(length)s") % {"length": length(now - cycle.opened_at)}
        return CycleLine(words, "late" if now > cycle.due_at else "fine", ends)
    took = length(cycle.ended_at - cycle.opened_at)
    if cycle.answered_at is None:
        return CycleLine(f"{cycle.get_end_reason_display()} · {took}", "fine", ends)
    if cycle.met(now):
        return CycleLine(_("answered in %(length)s, in time") % {"length": took}, "done", ends)
    if cycle.late_at_arrival:
        return CycleLine(_("answered in %(length)s, late at arrival") % {"length": took}, "late", ends)
    return CycleLine(_("answered in %(length)s, too late") % {"length": took}, "late", ends)
