"""Working calendars as rows: add one, change one by a new version, take one away."""

from datetime import datetime

from django.db import IntegrityError, transaction

from inbox.deadlines import recompute
from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.calendar.errors import CalendarChangedMeanwhile, CalendarInUse, CalendarNameTaken
from inbox.deadlines.calendar_names import name_to_keep
from inbox.deadlines.calendar_users import users_of
from inbox.models import Calendar, CalendarVersion, User


def add_calendar(name: str, rules: WorkCalendar, *, by: User | None, now: datetime) -> CalendarVersion:
    """Keep a new calendar. Raises CalendarNameTaken. by None: made ready by us."""
    with transaction.atomic():
        calendar = Calendar(name=name)
        _save(calendar)
        return _new_version(calendar, rules, number=1, by=by, now=now)


def change_calendar(
    calendar: Calendar, rules: WorkCalendar, *, name: str, by: User, now: datetime, based_on: int | None = None
) -> CalendarVersion:
    """Let the calendar say this from now on, under this name; return the version that is current then. Open
    tickets follow.

    Other rules make a new version, another name alone does not. based_on: the version that was looked at; raises
    CalendarChangedMeanwhile if it is not the newest any more. Raises CalendarNameTaken.
    """
    with transaction.atomic():
        locked = Calendar.objects.select_for_update().get(pk=calendar.pk)
        current = current_version(locked)
        if based_on not in (None, current.number):
            raise CalendarChangedMeanwhile
        if locked.name != (kept := name_to_keep(locked, name)):
            locked.name = kept
            _save(locked)
        if current.work_calendar() == rules:
            return current
        version = _new_version(locked, rules, number=current.number + 1, by=by, now=now)
        if users_of([locked.pk])[locked.pk]:
            recompute.begin(by=by, now=now)
        return version


def remove_calendar(calendar: Calendar, now: datetime) -> None:
    """Take a calendar out of the choice; its versions stay, for the deadlines that they gave. Raises CalendarInUse."""
    with transaction.atomic():
        locked = Calendar.objects.select_for_update().get(pk=calendar.pk)
        if users := users_of([locked.pk])[locked.pk]:
            raise CalendarInUse(users)
        Calendar.objects.filter(pk=locked.pk, removed_at=None).update(removed_at=now)


def current_version(calendar: Calendar) -> CalendarVersion:
    """What the calendar says now."""
    return calendar.versions.latest("number")


def check_name(name: str, *, of: Calendar | None) -> None:
    """Before anything is kept. of: the calendar that is to have it; None = a new one. Raises CalendarNameTaken."""
    wanted = name_to_keep(of, name) if of else name
    named_so = Calendar.objects.kept().filter(name=wanted).first()
    if named_so is not None and named_so != of:
        raise CalendarNameTaken(name)


def _save(calendar: Calendar) -> None:
    try:
        with transaction.atomic():
            calendar.save()
    except IntegrityError as error:
        raise CalendarNameTaken(calendar.name) from error


def _new_version(
    calendar: Calendar, rules: WorkCalendar, *, number: int, by: User | None, now: datetime
) -> CalendarVersion:
    return CalendarVersion.objects.create(
        calendar=calendar, number=number, spec=rules.as_spec(), made_at=now, made_by=by
    )
