"""The work itself, in the background: batch by batch, each in one transaction.

A worker that dies leaves a batch as it was, and the next one does it; two at once do different batches. So nothing is
done twice, and nothing is forgotten.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from inbox.errors import InboxError, Unexpected
from inbox.many.action import Action, Turn
from inbox.many.actions import action_called
from inbox.many.errors import ChangedSince, NotSeen
from inbox.many.reasons import code_of
from inbox.models import BulkChange, BulkJob, BulkState, ChangeState, Ticket
from inbox.models.bulk import UNDER_WAY

log = logging.getLogger(__name__)

LONGEST = timedelta(seconds=20)
"""How long one task goes on; then another one may have the worker."""
LEASE = timedelta(seconds=30)
"""After so long without a batch a worker counts as dead."""
PLANS_KEPT = timedelta(days=1)

_NEXT = {BulkState.WORKING: ChangeState.WAITING, BulkState.UNDOING: ChangeState.DONE}
_END = {BulkState.WORKING: BulkState.DONE, BulkState.UNDOING: BulkState.UNDONE}


def due(now: datetime) -> list[int]:
    """Jobs under way that no worker is at."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return list(BulkJob.objects.filter(free, state__in=UNDER_WAY).order_by("id").values_list("id", flat=True))


def forget_plans(now: datetime) -> None:
    BulkJob.objects.filter(state=BulkState.PLANNED, made_at__lt=now - PLANS_KEPT).delete()


def work(job_id: int, *, clock: Callable[[], datetime]) -> bool:
    """Do batches until nothing is left to do, or for LONGEST; whether to go on, at once and as another task."""
    began = clock()
    while (now := clock()) - began < LONGEST:
        if not work_batch(job_id, now):
            return False
    return True


def work_batch(job_id: int, now: datetime) -> bool:
    """Do the next batch; False if there was none left to take."""
    at_work = BulkJob.objects.filter(pk=job_id, state__in=UNDER_WAY)
    if not at_work.update(lease_until=now + LEASE):
        return False
    job = at_work.select_related("user").first()
    if job is None:
        return False
    with transaction.atomic(), translation.override(job.user.language or None):
        mine = job.changes.filter(state=_NEXT[BulkState(job.state)]).select_for_update(skip_locked=True)
        changes = list(mine.order_by("ticket_id")[: action_called(job.action).at_once])
        _do(job, changes, now)
    if not changes:
        _finish(job, now)
    return bool(changes)


def _do(job: BulkJob, changes: Sequence[BulkChange], now: datetime) -> None:
    """All of them in one go. If that fails, for whichever of them, each by itself."""
    try:
        with transaction.atomic():
            _do_together(job, changes, now)
    except Exception:  # of a rule or a fault of ours: what it is about shows where each is done by itself
        for change in changes:
            _do_alone(job, change, now)
    BulkChange.objects.bulk_update(changes, ["state", "code", "reason", "before", "after", "noted"])


def _do_alone(job: BulkJob, change: BulkChange, now: datetime) -> None:
    try:
        with transaction.atomic():
            _do_together(job, [change], now)
    except InboxError as error:
        _leave(change, job, error)
    except Exception as error:
        # Whatever it is: the other tickets are done all the same, and the person sees it and may try again.
        log.exception("Bulk job %d, ticket %d", job.pk, change.ticket_id)
        _leave(change, job, Unexpected(what=type(error).__name__))


def _do_together(job: BulkJob, changes: Sequence[BulkChange], now: datetime) -> None:
    action = action_called(job.action)
    turns, why_not = _turns(job, changes, action, now)
    do, is_undone = (action.do, False) if job.state == BulkState.WORKING else (action.undo, True)
    outcomes = {**(do(list(turns.values())) if turns else {}), **why_not}
    after = {} if is_undone else action.columns_now(turns)
    for change in changes:
        outcome = outcomes[change.ticket_id]
        if isinstance(outcome, InboxError):
            _leave(change, job, outcome)
        elif is_undone:
            change.state = ChangeState.UNDONE
        else:
            change.state, change.noted = ChangeState.DONE, {**change.noted, **outcome}
            change.before, change.after = turns[change.ticket_id].before, after.get(change.ticket_id, {})


def _turns(
    job: BulkJob, changes: Sequence[BulkChange], action: Action, now: datetime
) -> tuple[dict[int, Turn], dict[int, InboxError]]:
    """Whose turn it is, their rows locked; and why it is not that of the others. By ticket id."""
    ids = [change.ticket_id for change in changes]
    visible = Ticket.objects.visible_to(job.user).filter(id__in=ids).select_related("account")
    tickets = {ticket.pk: ticket for ticket in visible.select_for_update(of=("self",)).order_by("id")}
    turns, why_not = {}, {}
    for change in changes:
        try:
            turns[change.ticket_id] = _turn(job, change, tickets.get(change.ticket_id), action, now)
        except InboxError as error:
            why_not[change.ticket_id] = error
    return turns, why_not


def _turn(job: BulkJob, change: BulkChange, ticket: Ticket | None, action: Action, now: datetime) -> Turn:
    """Raises the InboxError that says why not."""
    if ticket is None:
        raise NotSeen
    values, key = action.columns_of(ticket), f"many-{job.pk}"
    if job.state == BulkState.WORKING:
        turn = Turn(ticket, job.wishes, job.user, now, change.noted, values, key)
        action.check(turn)
        return turn
    if values != change.after:
        raise ChangedSince
    return Turn(ticket, job.wishes, job.user, now, change.noted, change.before, key)


def _leave(change: BulkChange, job: BulkJob, error: InboxError) -> None:
    change.state = ChangeState.LEFT if job.state == BulkState.WORKING else ChangeState.KEPT
    change.code, change.reason = code_of(error), str(error)


def _finish(job: BulkJob, now: datetime) -> None:
    """Nothing is left to take; another worker may still be at its last batch, and will come here after it."""
    state = BulkState(job.state)
    if not job.changes.filter(state=_NEXT[state]).exists():
        ended = BulkJob.objects.filter(pk=job.pk, state=state)
        ended.update(state=_END[state], finished_at=now, lease_until=None)
