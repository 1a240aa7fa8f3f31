"""Working calendars as JSON, in and out."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from inbox.api.fields import STORABLE, Text
from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.calendar_users import users_of
from inbox.models import CalendarVersion

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), STORABLE]
Time = Annotated[str, Field(examples=["09:00"])]
Day = Annotated[str, Field(examples=["2026-12-24"])]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class SlotPart(_Part):
    """weekday: 1 = Monday … 7 = Sunday, of the day it begins and belongs to. `to` before `from` is on the next day."""

    weekday: StrictInt
    from_: Time = Field(alias="from")
    to: Time


class HolidaysPart(_Part):
    """Whose public holidays are closed. Codes of the Python package `holidays`; no region = the whole country's."""

    country: Text | None = None
    region: Text | None = None


class ClosurePart(_Part):
    """Closed from the first to the last day, both included."""

    from_: Day = Field(alias="from")
    to: Day


class HalfDayPart(_Part):
    """Open as always, but only until this time."""

    date: Day
    until: Time


class CalendarIn(_Part):
    """added: closed besides the public holidays. not_observed: public holidays that are worked."""

    name: Name
    zone: Text
    slots: list[SlotPart]
    holidays: HolidaysPart | None = None
    added: list[Day] = []
    not_observed: list[Day] = []
    closures: list[ClosurePart] = []
    half_days: list[HalfDayPart] = []


class CalendarChanges(_Part):
    """What is left out stays as it is."""

    name: Name = None  # type: ignore[assignment]
    zone: Text = None  # type: ignore[assignment]
    slots: list[SlotPart] = None  # type: ignore[assignment]
    holidays: HolidaysPart | None = None
    added: list[Day] = None  # type: ignore[assignment]
    not_observed: list[Day] = None  # type: ignore[assignment]
    closures: list[ClosurePart] = None  # type: ignore[assignment]
    half_days: list[HalfDayPart] = None  # type: ignore[assignment]


class CalendarOut(BaseModel):
    """version: counts the changes of the rules; every one can still be read. made_by: null = came with Guichet.

    used_by: the deadline policies that count by it now, by name.
    What came with Guichet and nobody has renamed is called in the language asked for (Accept-Language).
    """

    id: int
    name: str
    version: int
    made_at: datetime
    made_by: int | None
    zone: str
    slots: list[SlotPart]
    holidays: HolidaysPart | None
    added: list[date]
    not_observed: list[date]
    closures: list[ClosurePart]
    half_days: list[HalfDayPart]
    used_by: list[str]


class CalendarList(BaseModel):
    """All calendars, by name."""

    items: list[CalendarOut]


def calendars_out(versions: Collection[CalendarVersion]) -> list[CalendarOut]:
    """versions: with their calendars. One query, for who uses them."""
    users = users_of([version.calendar_id for version in versions])
    return [
        CalendarOut(
            id=version.calendar_id,
            name=name_of_calendar(version.calendar),
            version=version.number,
            made_at=version.made_at,
            made_by=version.made_by_id,
            used_by=users[version.calendar_id],
            **version.work_calendar().as_spec(),
        )
        for version in versions
    ]


def calendar_out(version: CalendarVersion) -> CalendarOut:
    """One of them."""
    (out,) = calendars_out([version])
    return out
