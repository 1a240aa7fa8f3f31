"""Working calendars: read by everybody, written by leads."""

from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Status

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.calendar_out import CalendarChanges, CalendarIn, CalendarList, CalendarOut, calendar_out, calendars_out
from inbox.api.change_preview import NOTHING, ChangePreviewOut, Previewed, change_preview_out
from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.calendars import add_calendar, change_calendar, check_name, current_version, remove_calendar
from inbox.deadlines.preview import preview as preview_of
from inbox.deadlines.trial import rules_with_calendar
from inbox.models import Calendar, CalendarVersion
from inbox.people.permissions import may_manage_deadlines, may_see_deadlines

router = Router(tags=["calendars"])


@router.get("/calendars", response={200: CalendarList, **problems(401, 403, 429)}, by_alias=True)
def get_calendars(request: ApiRequest) -> CalendarList:
    """All working calendars as they are now, by name."""
    require(request, may_see_deadlines)
    versions = CalendarVersion.objects.current().filter(calendar__removed_at=None)
    return CalendarList(items=sorted(calendars_out(versions), key=lambda item: item.name))


@router.post(
    "/calendars",
    response={200: ChangePreviewOut, 201: CalendarOut, **problems(400, 401, 403, 413, 422, 429)},
    by_alias=True,
)
def post_calendar(
    request: ApiRequest, payload: CalendarIn, preview: Previewed = False
) -> Status[CalendarOut | ChangePreviewOut]:
    """Add a calendar. 422 says in a sentence what cannot be; a week without any slot is such a thing.

    With `preview=true` nothing is kept; no open ticket changes, since no policy counts by a new calendar yet.
    """
    user = require(request, may_manage_deadlines)
    rules = WorkCalendar.from_spec(payload.model_dump(by_alias=True, exclude={"name"}))
    if preview:
        check_name(payload.name, of=None)
        return Status(200, NOTHING)
    return Status(201, calendar_out(add_calendar(payload.name, rules, by=user, now=timezone.now())))


@router.get(
    "/calendars/{int:calendar_id}", response={200: CalendarOut, **problems(401, 403, 404, 422, 429)}, by_alias=True
)
def get_calendar(
    request: ApiRequest, calendar_id: int, version: Annotated[int | None, Query(ge=1, lt=2**31)] = None
) -> CalendarOut:
    """One calendar; with `version`, as it was then. One that was removed can still be read."""
    require(request, may_see_deadlines)
    versions = CalendarVersion.objects.filter(calendar_id=calendar_id).select_related("calendar").order_by("-number")
    found = (versions.filter(number=version) if version else versions).first()
    if found is None:
        raise Http404
    return calendar_out(found)


_CHANGED = {200: CalendarOut | ChangePreviewOut, **problems(400, 401, 403, 404, 413, 422, 429)}


@router.put("/calendars/{int:calendar_id}", response=_CHANGED, by_alias=True)
def put_calendar(
    request: ApiRequest, calendar_id: int, payload: CalendarIn, preview: Previewed = False
) -> CalendarOut | ChangePreviewOut:
    """Say the whole calendar anew. Other rules make a new version; earlier ones stay readable.

    With `preview=true` nothing is kept: the answer says which open tickets would change and how.
    """
    return _change(request, calendar_id, payload, preview=preview)


@router.patch("/calendars/{int:calendar_id}", response=_CHANGED, by_alias=True)
def patch_calendar(
    request: ApiRequest, calendar_id: int, payload: CalendarChanges, preview: Previewed = False
) -> CalendarOut | ChangePreviewOut:
    """Change parts of a calendar; what is left out stays. Other rules make a new version.

    With `preview=true` nothing is kept: the answer says which open tickets would change and how.
    """
    return _change(request, calendar_id, payload, preview=preview)


@router.delete("/calendars/{int:calendar_id}", response={204: None, **problems(401, 403, 404, 409, 429)})
def delete_calendar(request: ApiRequest, calendar_id: int) -> Status[None]:
    """Take a calendar out of the choice. 409 while a deadline policy uses it."""
    require(request, may_manage_deadlines)
    remove_calendar(_calendar_or_404(calendar_id), now=timezone.now())
    return Status(204, None)


def _change(
    request: ApiRequest, calendar_id: int, payload: CalendarIn | CalendarChanges, *, preview: bool
) -> CalendarOut | ChangePreviewOut:
    user, now = require(request, may_manage_deadlines), timezone.now()
    calendar = _calendar_or_404(calendar_id)
    sent = payload.model_dump(by_alias=True, exclude_unset=True)
    name = sent.pop("name", calendar.name)
    version = current_version(calendar)
    kept = version.spec if isinstance(payload, CalendarChanges) else {}
    rules = WorkCalendar.from_spec({**kept, **sent})
    if preview:
        check_name(name, of=calendar)
        return change_preview_out(preview_of(rules_with_calendar(version, rules), now=now))
    return calendar_out(change_calendar(calendar, rules, name=name, by=user, now=now))


def _calendar_or_404(calendar_id: int) -> Calendar:
    found = Calendar.objects.kept().filter(pk=calendar_id).first()
    if found is None:
        raise Http404
    return found
