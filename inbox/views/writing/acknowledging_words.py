"""What an acknowledgement does to which clock, in words: in the composer before it is sent, in the why list after."""

from django.utils.translation import gettext as _

from inbox.deadlines.clock_records import ANSWER, ClockRecord
from inbox.models import Clock, ClockKind, EndReason, Target, Ticket

_SECOND_LEVEL = 2


def before_acknowledging(ticket: Ticket) -> str:
    """For whoever is about to acknowledge; "" where nothing is acknowledged: tickets of level 2 are, and answered
    later.
    """
    if ticket.level != _SECOND_LEVEL:
        return ""
    words = {
        True: _("%(marketplace)s counts it as an answer; your own clock goes on."),
        False: _("%(marketplace)s does not count it: its clock and yours go on."),
        None: _("Whether %(marketplace)s counts it is not known; your own clock goes on."),
    }
    return _of(ticket, words)


def stopped_by_acknowledging(record: ClockRecord, ticket: Ticket) -> str:
    """Whether an acknowledgement stops this clock; "" where that is no question."""
    if ticket.level != _SECOND_LEVEL and record.end_reason != EndReason.ACKNOWLEDGED:
        return ""
    if record.clock == Clock.COMPANY and record.kind in (*Target.values, ClockKind.RESOLUTION):
        return _("An acknowledgement does not stop this clock.")
    if record.kind not in (ANSWER, ClockKind.MARKETPLACE):
        return ""
    words = {
        True: _("An acknowledgement stops this clock: %(marketplace)s counts any answer."),
        False: _("An acknowledgement does not stop this clock: %(marketplace)s does not count it."),
        None: _("Whether %(marketplace)s counts an acknowledgement is not known, so it does not stop this clock."),
    }
    return _of(ticket, words)


def _of(ticket: Ticket, words: dict[bool | None, str]) -> str:
    account = ticket.account
    counts = account.connector_class.reply_window.any_answer_counts
    return words[counts] % {"marketplace": account.marketplace_label}
