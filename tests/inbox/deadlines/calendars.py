"""Calendars for tests, and times in their zones."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from inbox.deadlines.calendar import WorkCalendar

PARIS = "Europe/Paris"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def slots(days: str, *hours: str) -> list[dict[str, Any]]:
    """Make slots: "12345" and "09:00-12:30", "14:00-18:00" → ten of them."""
    pairs = [stretch.split("-") for stretch in hours]
    return [{"weekday": int(day), "from": begins, "to": ends} for day in days for begins, ends in pairs]


OFFICE = slots("12345", "09:00-12:30", "14:00-18:00")
NINE_TO_FIVE = slots("12345", "09:00-17:00")


def calendar(hours: list[dict[str, Any]] = OFFICE, *, zone: str = PARIS, **parts: Any) -> WorkCalendar:
    return WorkCalendar.from_spec({"zone": zone, "slots": hours, **parts})


def local(text: str, zone: str = PARIS, *, fold: int = 0) -> datetime:
    """Read "2026-11-13 16:00" as a time of the zone; UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
