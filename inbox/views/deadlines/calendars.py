"""Working calendars: the list, one of them to read or change, its versions of the past."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.calendar_users import users_of
from inbox.deadlines.calendars import add_calendar, change_calendar, check_name, current_version, remove_calendar
from inbox.deadlines.office_hours import OFFICE_HOURS
from inbox.deadlines.preview import preview
from inbox.deadlines.trial import rules_with_calendar
from inbox.errors import InboxError
from inbox.forms.calendar import CalendarDraft, draft_from, draft_of
from inbox.models import Calendar, CalendarVersion
from inbox.people.permissions import allowed, may_manage_deadlines, may_see_deadlines
from inbox.views.deadlines.calendar_cards import cards_of
from inbox.views.deadlines.calendar_editor import editor, old_version
from inbox.views.deadlines.change_preview import digest_of, preview_context, was_shown
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
    """Read by everybody, changed by leads. What was typed over another lead's change is shown before it is kept, and
    first of all which open tickets would change.
    """
    version = current_version(get_object_or_404(Calendar.objects.kept(), pk=calendar_id))
    if request.method == "GET":
        return editor(request, version, draft_of(version))
    if not may_manage_deadlines(request.user):
        raise PermissionDenied
    draft, now = draft_from(request.POST), timezone.now()
    try:
        rules = draft.named_rules()
        digest = digest_of(rules.as_spec())
        if draft.based_on == version.number and not was_shown(request, digest) and _is_followed(version, rules):
            check_name(draft.name, of=version.calendar)
            shown = preview(rules_with_calendar(version, rules), now=now)
            return editor(request, version, draft, preview=preview_context(request, shown, digest, now=now))
        changed = change_calendar(
            version.calendar, rules, name=draft.name, based_on=draft.based_on, by=request.user, now=now
        )
    except InboxError as error:
        return editor(request, version, draft, problem=error)
    messages.info(request, _("Kept as version %(n)d.") % {"n": changed.number})
    return redirect("calendar", calendar_id)


def _is_followed(version: CalendarVersion, rules: WorkCalendar) -> bool:
    """Whether other hours are asked for, and any policy counts by them."""
    return version.work_calendar() != rules and bool(users_of([version.calendar_id])[version.calendar_id])


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
