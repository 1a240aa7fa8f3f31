"""Working calendars: the list, one of them to read or change, its versions of the past."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox.deadlines.calendars import add_calendar, change_calendar, current_version, remove_calendar
from inbox.deadlines.office_hours import OFFICE_HOURS
from inbox.errors import InboxError
from inbox.forms.calendar import CalendarDraft, draft_from, draft_of
from inbox.models import Calendar, CalendarVersion
from inbox.people.permissions import allowed, may_manage_deadlines, may_see_deadlines
from inbox.views.deadlines.calendar_cards import cards_of
from inbox.views.deadlines.calendar_editor import editor, old_version
from inbox.views.request import Request


@allowed(may_see_deadlines)
@require_GET
def calendars(request: Request) -> HttpResponse:
    versions = CalendarVersion.objects.current().filter(calendar__removed_at=None)
    context = {
        "cards": cards_of(versions, timezone.now()),
        "may_manage": may_manage_deadlines(request.user),
        "title": _("Calendars"),
    }
    return render(request, "inbox/calendars.html", context)


@allowed(may_manage_deadlines)
@require_http_methods(["GET", "POST"])
def new_calendar(request: Request) -> HttpResponse:
    """Starts from the office hours that come with Guichet: changing hours is quicker than typing them all."""
    if request.method == "GET":
        return editor(request, None, CalendarDraft("", OFFICE_HOURS.as_spec()))
    draft = draft_from(request.POST)
    try:
        version = add_calendar(draft.name, draft.named_rules(), by=request.user, now=timezone.now())
    except InboxError as error:
        return editor(request, None, draft, problem=error)
    messages.info(request, _("Kept."))
    return redirect("calendar", version.calendar_id)


@allowed(may_see_deadlines)
@require_http_methods(["GET", "POST"])
def calendar(request: Request, calendar_id: int) -> HttpResponse:
    """Read by everybody, changed by leads. What was typed over another lead's change is shown before it is kept."""
    version = current_version(get_object_or_404(Calendar.objects.kept(), pk=calendar_id))
    if request.method == "GET":
        return editor(request, version, draft_of(version))
    if not may_manage_deadlines(request.user):
        raise PermissionDenied
    draft = draft_from(request.POST)
    try:
        changed = change_calendar(
            version.calendar,
            draft.named_rules(),
            name=draft.name,
            based_on=draft.based_on,
            by=request.user,
            now=timezone.now(),
        )
    except InboxError as error:
        return editor(request, version, draft, problem=error)
    messages.info(request, _("Kept as version %(n)d.") % {"n": changed.number})
    return redirect("calendar", calendar_id)


@allowed(may_see_deadlines)
@require_GET
def calendar_version(request: Request, calendar_id: int, number: int) -> HttpResponse:
    """What a calendar said at a time of the past; to read only. Also of one that was removed."""
    versions = CalendarVersion.objects.select_related("calendar")
    return old_version(request, get_object_or_404(versions, calendar_id=calendar_id, number=number))


@allowed(may_manage_deadlines)
@require_POST
def calendar_remove(request: Request, calendar_id: int) -> HttpResponse:
    found = get_object_or_404(Calendar.objects.kept(), pk=calendar_id)
    try:
        remove_calendar(found, now=timezone.now())
    except InboxError as error:
        messages.warning(request, str(error))
        return redirect("calendar", calendar_id)
    messages.info(request, _("Removed: %(name)s. Deadlines that it gave stay as they are.") % {"name": found.name})
    return redirect("calendars")
