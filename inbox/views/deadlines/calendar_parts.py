"""The two parts of a calendar's page that are asked for alone: its public holidays, and the trial."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from inbox.deadlines.calendars import current_version
from inbox.forms.calendar import CalendarDraft, draft_from, draft_of
from inbox.models import Calendar, CalendarVersion
from inbox.people.permissions import allowed, may_manage_deadlines, may_see_deadlines
from inbox.views.deadlines.calendar_editor import editor
from inbox.views.deadlines.calendar_holidays import holidays_context
from inbox.views.deadlines.calendar_trial import tried
from inbox.views.request import Request


@allowed(may_manage_deadlines)
@require_POST
def calendar_holidays(request: Request) -> HttpResponse:
    """The holidays of the country chosen; without htmx, the page with them."""
    version, draft = _on_the_page(request)
    if not request.htmx:
        return editor(request, version, draft)
    context = {**holidays_context(draft, now=timezone.now()), "editable": True}
    return render(request, "inbox/partials/calendar_holidays.html", context)


@allowed(may_see_deadlines)
@require_POST
def calendar_try(request: Request) -> HttpResponse:
    """When something would be due; without htmx, the page with the answer. Nothing is kept."""
    version, draft = _on_the_page(request)
    trial = tried(draft, request.POST, now=timezone.now())
    if not request.htmx:
        return editor(request, version, draft, trial=trial)
    return render(request, "inbox/partials/calendar_trial.html", {"trial": trial})


def _on_the_page(request: Request) -> tuple[CalendarVersion | None, CalendarDraft]:
    """The newest version of the calendar, None of a new one, and what is typed; who may not change it typed nothing."""
    given = request.POST.get("calendar", "")
    version = None
    if given.isdecimal():
        version = current_version(get_object_or_404(Calendar.objects.kept(), pk=given))
    if version is not None and not may_manage_deadlines(request.user):
        return version, draft_of(version)
    return version, draft_from(request.POST)
