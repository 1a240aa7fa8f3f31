"""What the page says of the tickets of a job: which are changed, which are not, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.many.groups import Group, groups_of
from inbox.models import BulkJob, BulkState, ChangeState
from inbox.views.marks import Mark, mark_of
from inbox.views.ticket.subjects import subject_of


@dataclass(frozen=True)
class TicketLine:
    """why: where its group does not say it."""

    href: str
    mark: Mark
    name: str
    buyer: str
    subject: str
    why: str


@dataclass(frozen=True)
class GroupLine:
    """words: how many and what happens to them. more: "and 12 more", empty if all are shown."""

    words: str
    why: str
    tickets: Sequence[TicketLine]
    more: str


def group_lines(job: BulkJob) -> list[GroupLine]:
    """Nothing while it runs: what is changed every second cannot be read."""
    if job.state not in (BulkState.PLANNED, BulkState.DONE, BulkState.UNDONE):
        return []
    return [_line(group) for group in groups_of(job)]


def _line(group: Group) -> GroupLine:
    not_shown = group.number - len(group.first)
    more = _("and %(n)d more") % {"n": not_shown} if not_shown else ""
    lines = [
        TicketLine(
            href=member.ticket.get_absolute_url(),
            mark=mark_of(member.ticket.account.marketplace),
            name=str(member.ticket),
            buyer=member.ticket.buyer_called,
            subject=subject_of(member.ticket),
            why=member.reason,
        )
        for member in group.first
    ]
    return GroupLine(_words(group.state, group.number), group.reason or _why(group), lines, more)


def _words(state: ChangeState, number: int) -> str:
    words = {
        ChangeState.WAITING: ngettext("%(n)d ticket will be changed", "%(n)d tickets will be changed", number),
        ChangeState.DONE: ngettext("%(n)d ticket changed", "%(n)d tickets changed", number),
        ChangeState.LEFT: ngettext("%(n)d ticket stays as it is", "%(n)d tickets stay as they are", number),
        ChangeState.UNDONE: ngettext("%(n)d ticket is as before", "%(n)d tickets are as before", number),
        ChangeState.KEPT: ngettext("%(n)d ticket was not undone", "%(n)d tickets were not undone", number),
    }[state]
    return words % {"n": number}


def _why(group: Group) -> str:
    return _("Each has a reason of its own.") if group.state in (ChangeState.LEFT, ChangeState.KEPT) else ""
