"""Calendars as rows: what they said once stays."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from inbox.deadlines.calendar.errors import CalendarChangedMeanwhile, CalendarInUse, CalendarNameTaken
from inbox.deadlines.calendars import add_calendar, change_calendar, current_version, remove_calendar
from inbox.deadlines.office_hours import OFFICE_HOURS, make_office_hours
from inbox.models import Calendar, CalendarVersion, Clock, DeadlinePolicy, PolicyVersion, User
from tests.inbox.deadlines.calendars import HOUR, NINE_TO_FIVE, calendar
from tests.make import NINE

pytestmark = pytest.mark.django_db

RULES, OTHERS = calendar(), calendar(NINE_TO_FIVE)


def test_a_version_cannot_be_rewritten(lead: User) -> None:
    version = add_calendar("Paris", RULES, by=lead, now=NINE)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CalendarVersion.objects.filter(pk=version.pk).update(spec={})


def test_a_version_cannot_be_deleted(lead: User) -> None:
    version = add_calendar("Paris", RULES, by=lead, now=NINE)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CalendarVersion.objects.filter(pk=version.pk).delete()


def test_the_versions_cannot_be_emptied_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'inbox_calendarversion'::regclass")
        names = {name for (name,) in cursor.fetchall()}
    assert {"calendar_versions_are_append_only", "calendar_versions_are_not_emptied"} <= names


def test_a_version_has_one_number(lead: User) -> None:
    version = add_calendar("Paris", RULES, by=lead, now=NINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarVersion.objects.create(calendar=version.calendar, number=1, spec={}, made_at=NINE)


def test_a_change_is_a_version_more(lead: User) -> None:
    first = add_calendar("Paris", RULES, by=lead, now=NINE)
    second = change_calendar(first.calendar, OTHERS, name="Paris", by=lead, now=NINE + HOUR)
    assert (second.number, second.made_by, second.made_at) == (2, lead, NINE + HOUR)
    assert second.work_calendar() == OTHERS
    assert CalendarVersion.objects.get(number=1).work_calendar() == RULES
    assert current_version(first.calendar) == second


def test_the_newest_version_of_each_calendar_is_current(lead: User) -> None:
    one, other = (add_calendar(name, RULES, by=lead, now=NINE) for name in ("Paris", "Lyon"))
    changed = change_calendar(one.calendar, OTHERS, name="Paris", by=lead, now=NINE)
    assert set(CalendarVersion.objects.current()) == {changed, other}


def test_who_looked_at_an_older_version_is_told_before_anything_is_kept(lead: User) -> None:
    first = add_calendar("Paris", RULES, by=lead, now=NINE)
    change_calendar(first.calendar, OTHERS, name="Paris", by=lead, now=NINE)
    with pytest.raises(CalendarChangedMeanwhile):
        change_calendar(first.calendar, RULES, name="Lyon", based_on=1, by=lead, now=NINE)
    assert Calendar.objects.get().name == "Paris"


def test_a_name_that_is_taken_changes_nothing(lead: User) -> None:
    add_calendar("Lyon", RULES, by=lead, now=NINE)
    version = add_calendar("Paris", RULES, by=lead, now=NINE)
    with pytest.raises(CalendarNameTaken):
        change_calendar(version.calendar, OTHERS, name="Lyon", by=lead, now=NINE)
    assert current_version(version.calendar).number == 1


def test_removing_takes_a_calendar_out_of_the_choice_and_nothing_else(lead: User) -> None:
    version = add_calendar("Paris", RULES, by=lead, now=NINE)
    remove_calendar(version.calendar, now=NINE)
    assert not Calendar.objects.kept().exists()
    assert CalendarVersion.objects.get() == version


def test_a_new_installation_starts_with_office_hours() -> None:
    make_office_hours(NINE)
    version = CalendarVersion.objects.get()
    assert version.work_calendar() == OFFICE_HOURS
    assert version.made_by is None


def test_office_hours_are_made_once_and_stay_away_once_removed() -> None:
    make_office_hours(NINE)
    make_office_hours(NINE)
    assert Calendar.objects.count() == 1
    remove_calendar(Calendar.objects.get(), now=NINE)
    make_office_hours(NINE)
    assert not Calendar.objects.kept().exists()


def test_a_calendar_that_a_policy_counts_by_stays(lead: User) -> None:
    kept = add_calendar("Paris", RULES, by=lead, now=NINE).calendar
    policy = DeadlinePolicy.objects.create(clock=Clock.COMPANY, position=1, name="Ours", active=False)
    PolicyVersion.objects.create(policy=policy, number=1, calendar=kept, made_at=NINE)
    with pytest.raises(CalendarInUse, match="Ours"):
        remove_calendar(kept, now=NINE)
    PolicyVersion.objects.create(policy=policy, number=2, calendar=None, made_at=NINE)
    remove_calendar(kept, now=NINE)
    assert not Calendar.objects.kept().exists()
