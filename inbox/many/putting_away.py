"""Many tickets out of the way: solved, snoozed, spam."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.many.action import Action, Noted, Turn, Wishes
from inbox.many.errors import BadWish, NotForClosed, SoAlready
from inbox.models import ResponseCycle, Status
from inbox.models.ticket import OVER
from inbox.tickets import snooze, spam, triage
from inbox.tickets.errors import DueTooSoon, NoSpam, NotInTheFuture


class Solve(Action):
    name = "solve"
    label = gettext_lazy("Solved")
    icon = "circle-check-big"
    columns = ("status",)

    def check(self, turn: Turn) -> None:
        if turn.ticket.status in OVER:
            raise NotForClosed

    def do(self, turn: Turn) -> Noted:
        triage.set_status(turn.ticket, status=Status.SOLVED, by=turn.by, now=turn.now)
        return {}

    def undo(self, turn: Turn, before: Noted) -> None:
        """Whoever waited waits again, from his own time. One that was snoozed comes back open."""
        status = Status.OPEN if before["status"] == Status.SNOOZED else Status(before["status"])
        triage.set_status(turn.ticket, status=status, by=turn.by, now=turn.now)


class Snooze(Action):
    name = "snooze"
    label = gettext_lazy("Snooze")
    icon = "moon"
    fields = ("until",)
    columns = ("status", "snoozed_until")

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        """until: ISO 8601, in the reader's zone where it has none; empty = until the buyer writes."""
        wanted = str(given.get("until") or "")
        if not wanted:
            return {"until": None}
        try:
            until = parse_datetime(wanted)
        except ValueError:
            until = None
        if until is None:
            raise BadWish("until", _("This is no date with a time."))
        until = until if until.tzinfo else timezone.make_aware(until)
        if until <= now:
            raise NotInTheFuture
        return {"until": until.isoformat()}

    def remember(self, ticket_ids: Sequence[int]) -> Mapping[int, Noted]:
        """due: when the marketplace wants an answer, which no snooze moves."""
        open_waits = ResponseCycle.objects.filter(ticket__in=ticket_ids, ended_at=None, marketplace_ended_at=None)
        dues = open_waits.exclude(due_at=None).values_list("ticket").annotate(due=Min("due_at"))
        return {ticket_id: {"due": due.isoformat()} for ticket_id, due in dues}

    def check(self, turn: Turn) -> None:
        """What else asks for an answer may stand still meanwhile: snooze() itself says so then."""
        if turn.ticket.status in OVER:
            raise NotForClosed
        marketplace_due = turn.noted.get("due")
        dues = [turn.ticket.claim_due_at, datetime.fromisoformat(marketplace_due) if marketplace_due else None]
        due_at = min((due for due in dues if due is not None), default=None)
        if due_at is not None and due_at - snooze.COMES_BACK <= turn.now:
            raise DueTooSoon(due_at=due_at, now=turn.now)

    def do(self, turn: Turn) -> Noted:
        until = datetime.fromisoformat(turn.wishes["until"]) if turn.wishes["until"] else None
        snooze.snooze(turn.ticket, until, by=turn.by, now=turn.now)
        return {}

    def undo(self, turn: Turn, before: Noted) -> None:
        """One that was snoozed before gets its old moment back, unless that has passed."""
        until = before["snoozed_until"] and datetime.fromisoformat(before["snoozed_until"])
        if before["status"] == Status.SNOOZED and (not until or until > turn.now):
            snooze.snooze(turn.ticket, until or None, by=turn.by, now=turn.now)
            return
        snooze.wake(turn.ticket, by=turn.by, now=turn.now)
        if before["status"] != Status.SNOOZED:
            triage.set_status(turn.ticket, status=Status(before["status"]), by=turn.by, now=turn.now)


class Spam(Action):
    name = "spam"
    label = gettext_lazy("Spam")
    icon = "shield-ban"
    columns = ("status",)

    def check(self, turn: Turn) -> None:
        if turn.ticket.status == Status.SPAM:
            raise SoAlready
        if turn.ticket.status == Status.MERGED or turn.ticket.claim_due_at is not None:
            raise NoSpam

    def do(self, turn: Turn) -> Noted:
        solved_at = turn.ticket.solved_at
        spam.mark_spam(turn.ticket, by=turn.by, now=turn.now)
        return {"solved_at": solved_at.isoformat()} if solved_at else {}

    def undo(self, turn: Turn, before: Noted) -> None:
        """One that was snoozed comes back as if nobody had put it aside; one that was solved is so since then."""
        spam.not_spam(turn.ticket, by=turn.by, now=turn.now)
        if solved_at := turn.noted.get("solved_at"):
            triage.still_solved(turn.ticket, since=datetime.fromisoformat(solved_at), by=turn.by, now=turn.now)
        elif before["status"] != Status.SNOOZED:
            triage.set_status(turn.ticket, status=Status(before["status"]), by=turn.by, now=turn.now)
