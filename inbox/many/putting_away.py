"""Many tickets out of the way: solved, snoozed, spam."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.many.action import Action, Noted, Outcome, Turn, Wishes, alike, nothing_noted, tickets_of
from inbox.many.errors import BadWish, NotForClosed, SoAlready
from inbox.models import ResponseCycle, Status
from inbox.models.ticket import OVER
from inbox.tickets import snooze, spam, triage
from inbox.tickets.errors import DueTooSoon, NoSpam, NotInTheFuture

NO_OTHERS: Mapping[str, str] = {}


class Solve(Action):
    name = "solve"
    label = gettext_lazy("Solved")
    icon = "circle-check-big"
    columns = ("status",)

    def check(self, turn: Turn) -> None:
        if turn.ticket.status in OVER:
            raise NotForClosed

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        triage.set_status_of_many(tickets_of(turns), status=Status.SOLVED, by=turns[0].by, now=turns[0].now)
        return nothing_noted(turns)

    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        """Whoever waited waits again, from his own time. One that was snoozed comes back open."""
        _give_back_status(turns, {Status.SNOOZED: Status.OPEN})
        return nothing_noted(turns)


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

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        until = _moment(turns[0].wishes["until"])
        snooze.snooze_many(tickets_of(turns), until, by=turns[0].by, now=turns[0].now)
        return nothing_noted(turns)

    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        """One that was snoozed before gets its old moment back, unless that has passed."""
        asleep = [turn for turn in turns if _sleeps_on(turn)]
        for until, alike_ones in alike(asleep, lambda turn: turn.before["snoozed_until"]).items():
            snooze.snooze_many(tickets_of(alike_ones), _moment(until), by=turns[0].by, now=turns[0].now)
        awake = [turn for turn in turns if not _sleeps_on(turn)]
        snooze.wake_many(tickets_of(awake), by=turns[0].by, now=turns[0].now)
        _give_back_status([turn for turn in awake if turn.before["status"] != Status.SNOOZED])
        return nothing_noted(turns)


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

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        solved = {turn.ticket.pk: turn.ticket.solved_at for turn in turns}
        spam.mark_spam_many(tickets_of(turns), by=turns[0].by, now=turns[0].now)
        return {ticket_id: {"solved_at": at.isoformat()} if at else {} for ticket_id, at in solved.items()}

    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        """One that was snoozed comes back as if nobody had put it aside; one that was solved is so since then."""
        spam.not_spam_many(tickets_of(turns), by=turns[0].by, now=turns[0].now)
        solved = [turn for turn in turns if turn.noted.get("solved_at")]
        for turn in solved:
            since = datetime.fromisoformat(turn.noted["solved_at"])
            triage.still_solved(turn.ticket, since=since, by=turn.by, now=turn.now)
        left = (turn for turn in turns if not turn.noted.get("solved_at"))
        _give_back_status([turn for turn in left if turn.before["status"] != Status.SNOOZED])
        return nothing_noted(turns)


def _give_back_status(turns: Sequence[Turn], instead: Mapping[str, str] = NO_OTHERS) -> None:
    """The one that each had before. instead: others for some."""
    for before, those in alike(turns, lambda turn: turn.before["status"]).items():
        status = instead.get(before, before)
        triage.set_status_of_many(tickets_of(those), status=status, by=those[0].by, now=those[0].now)


def _sleeps_on(turn: Turn) -> bool:
    """Whether it was snoozed before, to a moment that is still to come or until the buyer writes."""
    until = _moment(turn.before["snoozed_until"])
    return turn.before["status"] == Status.SNOOZED and (until is None or until > turn.now)


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None
