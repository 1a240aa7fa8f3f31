"""Work on many tickets at once: look what would happen, let it run in the background, follow it, take it back."""

from datetime import datetime
from typing import Annotated, Any, Self

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field, model_validator

from inbox import tasks
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.fields import Text
from inbox.errors import BadFilter
from inbox.lists.filters import Filters
from inbox.lists.views import find_view
from inbox.many import jobs
from inbox.many.actions import action_called
from inbox.many.choosing import MOST, all_that_match, named
from inbox.many.planning import outlook, plan
from inbox.many.reasons import Summary, summary_of, summary_of_changes
from inbox.models import BulkChange, BulkJob, BulkState, ChangeState, User
from inbox.people.permissions import may_answer

router = Router(tags=["many tickets"])
_MOST_TOLD = 1000


class BulkIn(BaseModel):
    """Either `ids` or `filter`, as lists have it in their addresses: `{"view": "open", "tag": ["vip"]}`.

    action: assign {agent: id or null}, tag {add: [], remove: []}, solve, snooze {until: moment or null}, level {level},
    topic {topic}, reply {body, then_solve, override: why it may leave although the policy check warns},
    template {template: its id, then_solve, override}, merge {into: a ticket's number, or null for the oldest chosen
    ticket of each buyer}, spam; `wishes` holds what is in braces.
    dry_run: only say what would happen.
    """

    model_config = ConfigDict(extra="forbid")

    ids: list[Annotated[int, Field(ge=1, lt=2**63)]] | None = Field(default=None, max_length=MOST)
    filter: dict[str, Any] | None = None
    action: Text
    wishes: dict[str, Any] = Field(default_factory=dict)
    dry_run: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise ValueError("give either ids or filter")
        return self


class ReasonOut(BaseModel):
    """Why tickets were left alone or not undone, and how many."""

    code: str
    reason: str
    tickets: int


class CountsOut(BaseModel):
    """waiting: what would be done, or still is. left: left alone. kept: not undone, as somebody changed it since.

    unknown: of the ids that this call gave, those of no ticket that you may see; nothing is done with them.
    """

    total: int
    waiting: int
    done: int
    left: int
    undone: int
    kept: int
    reasons: list[ReasonOut]
    unknown: list[int] = Field(default_factory=list)


class TicketOutlookOut(BaseModel):
    ticket_id: int
    state: ChangeState
    code: str
    reason: str


class OutlookOut(CountsOut):
    """tickets: each of them, by number: "waiting" for what would be done, or "left" and why it would be left alone."""

    tickets: list[TicketOutlookOut]


class BulkOut(CountsOut):
    """undo_until: null while it runs, and when there is nothing to undo any more.

    left_alone: the tickets that were left alone or not undone, the first thousand of them.
    """

    id: int
    action: str
    state: BulkState
    made_at: datetime
    finished_at: datetime | None
    undo_until: datetime | None
    left_alone: list[TicketOutlookOut]


@router.post("/tickets/bulk", response={200: OutlookOut, 202: BulkOut, **problems(400, 401, 403, 409, 413, 422, 429)})
def post_bulk(request: ApiRequest, given: BulkIn) -> Status[OutlookOut | BulkOut]:
    """Do one thing to many tickets, in the background; with `dry_run` only say what it would be (200).

    Each ticket is treated as by the call for one: what its rules refuse is left alone, and the reason is told.
    """
    user, now = require(request, may_answer), timezone.now()
    action = action_called(given.action)
    wishes = action.read(given.wishes, now)
    ids = _chosen(given, user, now)
    unknown = sorted({*(given.ids or ())} - {*ids})
    if given.dry_run:
        changes = list(outlook(action, wishes, ids, by=user, now=now))
        told = _numbers(summary_of_changes(changes))
        return Status(200, OutlookOut(**told, unknown=unknown, tickets=[_told(change) for change in changes]))
    job = plan(action, wishes, ids, by=user, now=now)
    jobs.start(job)
    tasks.work_on_many.delay_on_commit(job.pk)
    return Status(202, _out(job, now).model_copy(update={"unknown": unknown}))


@router.get("/tickets/bulk/{int:job_id}", response={200: BulkOut, **problems(401, 403, 404, 429)})
def get_bulk(request: ApiRequest, job_id: int) -> BulkOut:
    """How far it is. Only whoever asked for it may look."""
    return _out(_job_or_404(require(request, may_answer), job_id), timezone.now())


@router.post("/tickets/bulk/{int:job_id}/undo", response={202: BulkOut, **problems(401, 403, 404, 409, 429)})
def undo_bulk(request: ApiRequest, job_id: int) -> Status[BulkOut]:
    """Stop it, and give back to each ticket what it had, unless somebody has changed it since.

    Until ten minutes after its end; replies only while they are queued.
    """
    job, now = _job_or_404(require(request, may_answer), job_id), timezone.now()
    jobs.undo(job, now)
    tasks.work_on_many.delay_on_commit(job.pk)
    return Status(202, _out(job, now))


@router.post("/tickets/bulk/{int:job_id}/repeat", response={202: BulkOut, **problems(401, 403, 404, 409, 429)})
def repeat_bulk(request: ApiRequest, job_id: int) -> Status[BulkOut]:
    """Try again what went wrong for a fault of ours (code "unexpected"), once the rest is over."""
    job, now = _job_or_404(require(request, may_answer), job_id), timezone.now()
    jobs.repeat(job)
    tasks.work_on_many.delay_on_commit(job.pk)
    return Status(202, _out(job, now))


def _chosen(given: BulkIn, user: User, now: datetime) -> list[int]:
    if given.ids is not None:
        return named(given.ids, by=user)
    filters = Filters.read_exactly(given.filter or {})
    if filters.view and find_view(filters.view, user) is None:
        raise BadFilter("view")
    return all_that_match(filters, by=user, now=now)


def _job_or_404(user: User, job_id: int) -> BulkJob:
    job = jobs.jobs_of(user).filter(pk=job_id).exclude(state=BulkState.PLANNED).first()
    if job is None:
        raise Http404
    return job


def _out(job: BulkJob, now: datetime) -> BulkOut:
    left = job.changes.filter(state__in=[ChangeState.LEFT, ChangeState.KEPT]).order_by("ticket_id")
    can_be_undone = job.finished_at is not None and jobs.can_be_undone(job, now)
    return BulkOut(
        **_numbers(summary_of(job)),
        id=job.pk,
        action=job.action,
        state=BulkState(job.state),
        made_at=job.made_at,
        finished_at=job.finished_at,
        undo_until=job.finished_at + settings.UNDO_MANY if can_be_undone and job.finished_at else None,
        left_alone=[_told(one) for one in left[:_MOST_TOLD]],
    )


def _told(one: BulkChange) -> TicketOutlookOut:
    return TicketOutlookOut(ticket_id=one.ticket_id, state=ChangeState(one.state), code=one.code, reason=one.reason)


def _numbers(told: Summary) -> dict[str, Any]:
    reasons = [ReasonOut(code=one.code, reason=one.words, tickets=one.number) for one in told.reasons]
    return {
        "total": told.total,
        "waiting": told.waiting,
        "done": told.done,
        "left": told.left,
        "undone": told.undone,
        "kept": told.kept,
        "reasons": reasons,
    }
