"""What a person does with a job: start it, stop it, take it back, try again what went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from inbox.errors import Unexpected
from inbox.many.errors import NothingToRepeat, StartedAlready, Stopped, TooLateToUndo
from inbox.many.reasons import code_of
from inbox.models import BulkChange, BulkJob, BulkState, ChangeState, User

WENT_WRONG = code_of(Unexpected(what=""))


@dataclass(frozen=True)
class _Again:
    """What becomes of a job that is over, and of its tickets that went wrong, when it is tried again."""

    under_way: BulkState
    failed: ChangeState
    to_do: ChangeState


_REPEATED = {
    BulkState.DONE: _Again(BulkState.WORKING, ChangeState.LEFT, ChangeState.WAITING),
    BulkState.UNDONE: _Again(BulkState.UNDOING, ChangeState.KEPT, ChangeState.DONE),
}
_CAN_BE_UNDONE = (BulkState.WORKING, BulkState.DONE)


def jobs_of(user: User) -> QuerySet[BulkJob]:
    """Everybody sees his own only, the newest first."""
    return BulkJob.objects.filter(user=user).select_related("user").order_by("-id")


def start(job: BulkJob) -> None:
    """Let it run. Raises StartedAlready; two clicks start it once."""
    started = BulkJob.objects.filter(pk=job.pk, state=BulkState.PLANNED).update(state=BulkState.WORKING)
    if not started:
        raise StartedAlready
    job.refresh_from_db()


def undo(job: BulkJob, now: datetime) -> None:
    """Stop what has not been done yet, and let the rest be taken back. Raises TooLateToUndo."""
    with transaction.atomic():
        current = BulkJob.objects.select_for_update().get(pk=job.pk)
        if not can_be_undone(current, now):
            raise TooLateToUndo
        BulkJob.objects.filter(pk=job.pk).update(state=BulkState.UNDOING, finished_at=None, lease_until=None)
    stopped = Stopped()
    waiting = BulkChange.objects.filter(job=job, state=ChangeState.WAITING)
    waiting.update(state=ChangeState.LEFT, code=code_of(stopped), reason=str(stopped))
    job.refresh_from_db()


def repeat(job: BulkJob) -> None:
    """Try again what went wrong for a fault of ours. Raises NothingToRepeat."""
    with transaction.atomic():
        current = BulkJob.objects.select_for_update().get(pk=job.pk)
        again = _REPEATED.get(BulkState(current.state))
        failed = current.changes.filter(code=WENT_WRONG, state=again.failed) if again else None
        if again is None or failed is None or not failed.update(state=again.to_do, code="", reason=""):
            raise NothingToRepeat
        BulkJob.objects.filter(pk=job.pk).update(state=again.under_way, finished_at=None, lease_until=None)
    job.refresh_from_db()


def can_be_repeated(job: BulkJob, codes: Iterable[str]) -> bool:
    """codes: why tickets were left alone or not undone."""
    return job.state in _REPEATED and WENT_WRONG in codes


def can_be_undone(job: BulkJob, now: datetime) -> bool:
    """While it runs, and for settings.UNDO_MANY after its end."""
    if job.state not in _CAN_BE_UNDONE:
        return False
    return job.finished_at is None or now < job.finished_at + settings.UNDO_MANY
