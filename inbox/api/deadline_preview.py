"""What would this calendar do?"""

from datetime import datetime, timedelta

from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.fields import Moment
from inbox.api.problems import wrong_field
from inbox.api.why_out import WhyOut, why_out
from inbox.deadlines.calendar import WorkCalendar, add_working
from inbox.deadlines.calendar.entries import YEARS
from inbox.models import CalendarVersion
from inbox.people.permissions import may_see_deadlines

router = Router(tags=["calendars"])

MOST_MINUTES = 10 * 366 * 24 * 60


class PreviewIn(BaseModel):
    """start: with an offset. minutes: of working time. calendar_id: null = around the clock."""

    model_config = ConfigDict(extra="forbid")

    start: Moment
    minutes: StrictInt = Field(ge=0, le=MOST_MINUTES)
    calendar_id: StrictInt | None


class PreviewOut(BaseModel):
    """why: every step from the start to the deadline."""

    due_at: datetime
    why: list[WhyOut]


@router.post("/deadline-preview", response={200: PreviewOut, **problems(400, 401, 403, 413, 422, 429)})
def preview(request: ApiRequest, payload: PreviewIn) -> PreviewOut:
    """Say when so many working minutes after the start are over, and why. Nothing is kept."""
    require(request, may_see_deadlines)
    if payload.start.year not in YEARS:
        raise wrong_field("start", f"must lie in a year from {YEARS.start} to {YEARS.stop - 1}")
    due = add_working(_calendar(payload.calendar_id), payload.start, timedelta(minutes=payload.minutes))
    return PreviewOut(due_at=due.due_at, why=why_out(due.steps))


def _calendar(calendar_id: int | None) -> WorkCalendar | None:
    if calendar_id is None:
        return None
    known = CalendarVersion.objects.current().filter(calendar__removed_at=None, calendar_id=calendar_id).first()
    if known is None:
        raise wrong_field("calendar_id", "there is no such calendar")
    return known.work_calendar()
