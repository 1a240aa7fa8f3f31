"""The ready-made checklists: one for each topic, edited by leads."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inbox.forms.assignment import StepsForm
from inbox.models import Checklist
from inbox.people.permissions import allowed, may_set_up_work
from inbox.tickets.checklists import READY_MADE, forget_list, save_list
from inbox.tickets.topics import TOPICS
from inbox.views.request import Request


@dataclass(frozen=True)
class ListLine:
    """is_own: the shop has written it; else it is the one that comes with Guichet, if any."""

    topic: str
    name: str
    count: int
    form: StepsForm
    is_own: bool


@allowed(may_set_up_work)
@require_GET
def checklists(request: Request) -> HttpResponse:
    own = {row.topic: row.steps for row in Checklist.objects.all()}
    context = {"title": _("Checklists"), "lists": [_line(topic, own.get(topic)) for topic in TOPICS]}
    return render(request, "inbox/checklists.html", context)


@allowed(may_set_up_work)
@require_POST
def checklist(request: Request, topic: str) -> HttpResponse:
    """steps: one a line; with `ready_made` the list that comes with Guichet is back."""
    if topic not in TOPICS:
        raise Http404
    form = StepsForm(request.POST)
    if "ready_made" in request.POST:
        forget_list(topic)
    elif form.is_valid():
        save_list(topic, form.cleaned_data["steps"].splitlines(), by=request.user, now=timezone.now())
    messages.info(request, _("Kept."))
    return redirect("checklists")


def _line(topic: str, own: list[str] | None) -> ListLine:
    steps = own if own is not None else [str(step) for step in READY_MADE.get(topic, ())]
    form = StepsForm(initial={"steps": "\n".join(steps)}, auto_id=f"{topic}-%s")
    return ListLine(topic, str(TOPICS[topic]), len(steps), form, own is not None)
