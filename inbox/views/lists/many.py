"""Work on many tickets: say what, look at what would happen, let it run, follow it, take it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox import tasks
from inbox.errors import InboxError
from inbox.forms.many import ManyForm
from inbox.lists.filters import Filters
from inbox.many import jobs
from inbox.many.action import Action
from inbox.many.actions import action_called
from inbox.many.choosing import all_that_match, named
from inbox.many.planning import plan
from inbox.models import BulkJob
from inbox.people.permissions import allowed, may_answer
from inbox.views.lists.many_groups import group_lines
from inbox.views.lists.many_words import line_of
from inbox.views.request import Request, no_cache

MOST_JOBS = 30


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def many(request: Request) -> HttpResponse:
    """GET: what this person has done to many tickets. POST: an action on chosen ones: what it needs, or its plan."""
    if request.method == "GET":
        now = timezone.now()
        lines = [line_of(job, now=now) for job in jobs.jobs_of(request.user)[:MOST_JOBS]]
        return no_cache(render(request, "inbox/many.html", {"lines": lines, "title": _("Work on many tickets")}))
    try:
        action = action_called(request.POST.get("action", ""))
    except InboxError as error:
        return _panel(request, {"problem": str(error)}, status=422)
    if action.fields and "go" not in request.POST:
        return _panel(request, _asked(request, action))
    try:
        job = _plan(request, action)
    except InboxError as error:
        return _panel(request, {**_asked(request, action), "problem": str(error)}, status=422)
    return _one(request, job)


@allowed(may_answer)
@require_GET
def job(request: Request, job_id: int) -> HttpResponse:
    return _one(request, _job(request, job_id))


@allowed(may_answer)
@require_POST
def start(request: Request, job_id: int) -> HttpResponse:
    found = _job(request, job_id)
    try:
        jobs.start(found)
    except InboxError as error:
        return _one(request, found, problem=str(error))
    tasks.work_on_many.delay_on_commit(found.pk)
    return _one(request, found)


@allowed(may_answer)
@require_POST
def undo(request: Request, job_id: int) -> HttpResponse:
    found = _job(request, job_id)
    try:
        jobs.undo(found, timezone.now())
    except InboxError as error:
        return _one(request, found, problem=str(error))
    tasks.work_on_many.delay_on_commit(found.pk)
    return _one(request, found)


@allowed(may_answer)
@require_POST
def repeat(request: Request, job_id: int) -> HttpResponse:
    found = _job(request, job_id)
    try:
        jobs.repeat(found)
    except InboxError as error:
        return _one(request, found, problem=str(error))
    tasks.work_on_many.delay_on_commit(found.pk)
    return _one(request, found)


def chosen_ids(request: Request, *, now: datetime) -> Sequence[int]:
    """Of the tickets that a form about many is for. Raises TooMany or NothingChosen."""
    if request.POST.get("all"):
        return all_that_match(_filters(request), by=request.user, now=now)
    return named(_ids(request), by=request.user)


def _plan(request: Request, action: Action) -> BulkJob:
    now = timezone.now()
    wishes = action.read(request.POST, now)
    return plan(action, wishes, chosen_ids(request, now=now), by=request.user, now=now)


def _filters(request: Request) -> Filters:
    """Of the list that the choice was made in."""
    return Filters.read(QueryDict(request.POST.get("list", "")))


def _ids(request: Request) -> list[int]:
    return [int(given) for given in request.POST.getlist("ids") if given.isdecimal() and len(given) < 18]


def _asked(request: Request, action: Action) -> dict[str, Any]:
    """The form of what the action needs, with the choice kept in it."""
    return {
        "action": action,
        "form": ManyForm(action.fields, request.POST.dict()),
        "ids": _ids(request),
        "all": request.POST.get("all", ""),
        "list": request.POST.get("list", ""),
    }


def _job(request: Request, job_id: int) -> BulkJob:
    return get_object_or_404(jobs.jobs_of(request.user), pk=job_id)


def _one(request: Request, found: BulkJob, *, problem: str = "") -> HttpResponse:
    if request.method == "POST" and not request.htmx and not problem:
        return redirect("many_job", found.pk)
    line, groups = line_of(found, now=timezone.now()), group_lines(found)
    context = {"line": line, "groups": groups, "problem": problem}
    return _panel(request, context, status=422 if problem else 200)


def _panel(request: Request, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    page = "inbox/partials/many_panel.html" if request.htmx else "inbox/many_one.html"
    return no_cache(render(request, page, {**context, "title": _("Work on many tickets")}, status=status))
