"""Calendars as the list shows them, and the versions of one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.calendar_users import users_of
from inbox.models import Calendar, CalendarVersion
from inbox.views.deadlines.calendar_words import holiday_words, next_closed, week_words
from inbox.words.times import exact, moment


@dataclass(frozen=True)
class CalendarCard:
    """One calendar. week: lines such as "Mon–Fri 09:00–12:30". closed: the next closed day, or empty.

    users: the policies that count by it.
    """

    id: int
    name: str
    zone: str
    week: Sequence[str]
    holidays: str
    closed: str
    users: Sequence[str]


@dataclass(frozen=True)
class VersionLine:
    """One version: since when, and by whom ("" = it came with Guichet)."""

    number: int
    at: str
    exact: str
    by: str


def cards_of(versions: Collection[CalendarVersion], now: datetime) -> list[CalendarCard]:
    """versions: the newest of each calendar, with it. By name; one query, for who uses them."""
    users = users_of([version.calendar_id for version in versions])
    cards = (_card_of(version, now=now, users=users[version.calendar_id]) for version in versions)
    return sorted(cards, key=lambda card: card.name.lower())


def version_lines(calendar: Calendar, *, now: datetime) -> list[VersionLine]:
    """The calendar's versions, the newest first."""
    return [
        VersionLine(
            version.number, moment(version.made_at, now=now), exact(version.made_at), str(version.made_by or "")
        )
        for version in calendar.versions.select_related("made_by").order_by("-number")
    ]


def _card_of(version: CalendarVersion, *, now: datetime, users: Sequence[str]) -> CalendarCard:
    rules = version.work_calendar()
    return CalendarCard(
        id=version.calendar_id,
        name=name_of_calendar(version.calendar),
        zone=rules.zone.replace("_", " "),
        week=week_words(rules),
        holidays=holiday_words(rules),
        closed=next_closed(rules, rules.day_of(now)),
        users=users,
    )
