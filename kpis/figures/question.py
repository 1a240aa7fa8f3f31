"""What is asked of a figure: of which days, in which zone, and of what only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
NOBODY = -1
"""Among agents: what is nobody's."""


@dataclass(frozen=True)
class Question:
    """since: the first day. until: the day after the last one. zone: whose days they are, an IANA name.

    All others: of these only; empty = of all. accounts, agents: ids. teams: names. levels: 1 or 2. "" among texts: of
    what nothing is known; NOBODY among agents, "" among teams: of nobody, or of nobody in a team.
    """

    since: date
    until: date
    zone: str
    marketplaces: tuple[str, ...] = ()
    accounts: tuple[int, ...] = ()
    channels: tuple[str, ...] = ()
    agents: tuple[int, ...] = ()
    teams: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def begins_at(self) -> datetime:
        return day_begins(self.since, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The first instant after it."""
        return day_begins(self.until, self.zone)

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    def narrowed_to(self, agent: int) -> Self:
        """The same of what one person did."""
        return replace(self, agents=(agent,), teams=())

    def before(self) -> Self:
        """The same of as many days just before; of whole months, of as many months."""
        months = _whole_months(self.since, self.until)
        since = _months_later(self.since, -months) if months else self.since - (self.until - self.since)
        return replace(self, since=since, until=self.since)

    def a_year_before(self) -> Self:
        """The same of the same days of last year; 29 February becomes 1 March."""
        return replace(self, since=_year_before(self.since), until=_year_before(self.until))

    def filters(self) -> Mapping[str, Sequence[str]]:
        """By dimension, the labels that are asked for, besides accounts and teams."""
        asked: dict[str, Sequence[object]] = {
            "channel": self.channels,
            "agent": self.agents,
            "language": self.languages,
            "topic": self.topics,
            "level": self.levels,
            "kind": self.kinds,
        }
        return {name: [_label(value) for value in values] for name, values in asked.items() if values}


def _label(value: object) -> str:
    return "" if value == NOBODY else str(value)


def day_begins(day: date, zone: str) -> datetime:
    """Its first instant, UTC; where a zone skips midnight, the first instant after the gap."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_of(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _whole_months(since: date, until: date) -> int:
    """How many, if they are; else 0."""
    if since.day != 1 or until.day != 1:
        return 0
    return (until.year - since.year) * 12 + until.month - since.month


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1)
