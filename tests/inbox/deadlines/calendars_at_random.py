"""Random calendars as the API would get them, random starts and lengths. Much of it lies near the clocks' changes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from inbox.deadlines.calendar import WorkCalendar

Spec = dict[str, Any]

DAY, WEEK = 24 * 60, 7 * 24 * 60
ZONES = [
    *("UTC", "Europe/Paris", "Europe/London", "Europe/Dublin", "Atlantic/Azores", "Africa/Casablanca"),
    *("America/New_York", "America/Santiago", "America/St_Johns", "Asia/Kathmandu", "Asia/Beirut", "Africa/Cairo"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Antarctica/Troll"),
]
HOLIDAYS = [None, {"country": "FR"}, {"country": "FR", "region": "57"}, {"country": "DE", "region": "BY"}]
CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5), date(2026, 9, 6), date(2026, 12, 31)]

days = st.one_of(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.builds(lambda day, n: day + timedelta(days=n), st.sampled_from(CHANGES), st.integers(-6, 6)),
)
starts = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute),
    days,
    st.integers(0, DAY - 1),
)
lengths = st.one_of(st.integers(0, 600), st.integers(0, 2400)).map(lambda minutes: timedelta(minutes=minutes))


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def slot(begins: int, ends: int) -> dict[str, Any]:
    """A slot between two minutes of a week, shorter than a day."""
    minute, length = begins % DAY, min(ends - begins, DAY - 1)
    end = minute + length
    return {"weekday": begins // DAY + 1, "from": clock(minute), "to": clock(end if end <= DAY else end - DAY)}


@st.composite
def weeks(draw: st.DrawFn, *, least: int = 1) -> list[dict[str, Any]]:
    """Slots that do not overlap, nights and the one into Monday among them."""
    quarters = st.integers(0, WEEK // 15 - 1).map(lambda quarter: quarter * 15)
    minutes = st.one_of(quarters, st.integers(0, WEEK - 1))
    size = 2 * draw(st.integers(least, 6))
    bounds = sorted(draw(st.sets(minutes, min_size=size, max_size=size)))
    if draw(st.booleans()):
        bounds = [*bounds[1:], bounds[0] + WEEK]
    return [slot(begins, ends) for begins, ends in zip(bounds[::2], bounds[1::2], strict=True)]


@st.composite
def specs(draw: st.DrawFn, *, least_slots: int = 1) -> Spec:
    """Calendars with a few days of every kind."""
    few = st.lists(days.map(date.isoformat), max_size=4, unique=True)
    added = draw(few)
    closures = st.builds(
        lambda day, n: {"from": day.isoformat(), "to": (day + timedelta(days=n)).isoformat()}, days, st.integers(0, 40)
    )
    return {
        "zone": draw(st.sampled_from(ZONES)),
        "slots": draw(weeks(least=least_slots)),
        "holidays": draw(st.sampled_from(HOLIDAYS)),
        "added": added,
        "not_observed": [day for day in draw(few) if day not in added],
        "closures": draw(st.lists(closures, max_size=2)),
        "half_days": draw(st.lists(half_days, max_size=3, unique_by=lambda half_day: half_day["date"])),
    }


half_days = st.builds(lambda day, minute: {"date": day.isoformat(), "until": clock(minute)}, days, st.integers(1, DAY))
calendars = specs().map(WorkCalendar.from_spec)
