"""The calendar that a new installation starts with: an office in France. Everything of it can be changed."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.calendar_names import office_hours_name
from inbox.deadlines.calendars import add_calendar
from inbox.models import CalendarVersion

HOURS = (("09:00", "12:30"), ("14:00", "18:00"))
OFFICE_HOURS = WorkCalendar.from_spec(
    {
        "zone": "Europe/Paris",
        "slots": [{"weekday": day, "from": begins, "to": ends} for day in range(1, 6) for begins, ends in HOURS],
        "holidays": {"country": "FR"},
    }
)


def make_office_hours(now: datetime) -> None:
    """Make it once, under a name in the language of the installation; one that was removed stays away."""
    if not CalendarVersion.objects.filter(made_by=None, spec=OFFICE_HOURS.as_spec()).exists():
        with translation.override(settings.LANGUAGE_CODE):
            add_calendar(office_hours_name(), OFFICE_HOURS, by=None, now=now)
