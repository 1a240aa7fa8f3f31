"""A question as part of an address, and back: the one place that knows both."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode
from zoneinfo import available_timezones

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from connectors.registry import connectors
from inbox.models.ticket import CLAIM
from kpis.errors import BadQuestion
from kpis.figures.question import NOBODY, Question, day_of

USUAL = timedelta(days=30)
LONGEST = timedelta(days=366 * 10)
MOST_VALUES = 50
NONE = "(none)"
"""What nothing is known of, or what is nobody's: an empty value says that all are meant."""
TICKET_KINDS = ("message", CLAIM)
_One = TypeVar("_One")

_NAMES: Mapping[str, str] = {
    "marketplace": "marketplaces",
    "account": "accounts",
    "channel": "channels",
    "agent": "agents",
    "team": "teams",
    "language": "languages",
    "topic": "topics",
    "level": "levels",
    "kind": "kinds",
}
"""In an address, and of a Question."""


def question_from(query: QueryDict, *, zone: str, now: datetime) -> Question:
    """Read since, until (YYYY-MM-DD, until exclusive), zone, and each filter as often as it is given.

    Without since and until: the last thirty days with today. zone: unless the address has one.
    Raises BadQuestion.
    """
    zone = _zone(query.get("zone") or zone)
    until = _day(query, "until") or day_of(now, zone) + timedelta(days=1)
    since = _day(query, "since") or until - USUAL
    if not timedelta(0) < until - since <= LONGEST:
        raise BadQuestion("until", _("It must be after the first day, and at most ten years."))
    return Question(
        since=since,
        until=until,
        zone=zone,
        marketplaces=_of(query, "marketplace", _marketplace),
        accounts=_of(query, "account", _number),
        channels=_of(query, "channel", _text),
        agents=_of(query, "agent", _agent),
        teams=_of(query, "team", _text),
        languages=_of(query, "language", _text),
        topics=_of(query, "topic", _text),
        levels=_of(query, "level", _level),
        kinds=_of(query, "kind", _kind),
    )


def query_of(question: Question) -> str:
    """The address's part that asks this; the zone only where it is not the shop's."""
    pairs: list[tuple[str, Any]] = [("since", question.since.isoformat()), ("until", question.until.isoformat())]
    for name, attribute in _NAMES.items():
        pairs += [(name, NONE if value in ("", NOBODY) else value) for value in getattr(question, attribute)]
    pairs += [("zone", question.zone)] if question.zone != settings.SHOP_ZONE else []
    return urlencode(pairs)


def _of(query: QueryDict, name: str, read: Callable[[str], _One]) -> tuple[_One, ...]:
    given: Sequence[str] = [value for value in query.getlist(name) if value]
    if len(given) > MOST_VALUES:
        raise BadQuestion(name, _("At most %(most)d values are read.") % {"most": MOST_VALUES})
    try:
        return tuple(dict.fromkeys(read(value) for value in given))
    except ValueError as error:
        raise BadQuestion(name, _("“%(value)s” is not known.") % {"value": str(error)[:100]}) from error


def _day(query: QueryDict, name: str) -> date | None:
    if not (text := query.get(name)):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadQuestion(name, _("A day is written as 2026-11-30.")) from error
    if not 1990 <= day.year <= 2200:
        raise BadQuestion(name, _("A day is written as 2026-11-30."))
    return day


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise BadQuestion("zone", _("“%(value)s” is not known.") % {"value": name[:100]})
    return name


def _marketplace(value: str) -> str:
    if value not in connectors():
        raise ValueError(value)
    return value


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise ValueError(value)
    return int(value)


def _agent(value: str) -> int:
    return NOBODY if value == NONE else _number(value)


def _level(value: str) -> int:
    if value not in ("1", "2"):
        raise ValueError(value)
    return int(value)


def _kind(value: str) -> str:
    if value == NONE:
        return ""
    if value not in TICKET_KINDS:
        raise ValueError(value)
    return value


def _text(value: str) -> str:
    if value == NONE:
        return ""
    if len(value) > 100 or "\x00" in value or not value.isprintable():
        raise ValueError(value)
    return value
