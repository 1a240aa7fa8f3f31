"""One line of an explanation, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Params = Mapping[str, str | int]


class StepCode(StrEnum):
    """What a step tells. Its params are JSON values; `zone` is in all of them where a calendar counts.

    START: the clock starts; `seconds` of working time, or `days`.  DUE: the result.
    WAIT: it is closed at the start, until it opens.
    WORK: counted; `seconds`, and in how many `stretches`.
    CLOSURE, ADDED, HOLIDAY (`day`, `country`, `region`): closed although its weekday has hours.
    REST: a weekday without hours.  HALF_DAY: it `closes` early, at a time like "12:00".
    KEPT_OPEN: a public holiday that is worked; params as for HOLIDAY.
    PAUSE: nothing is counted, for the `reason` (inbox/deadlines/pauses.py); without an end it lasts.
    CLOCKS: they change while it is open, by `minutes` (+ = forward: less time).
    """

    START = "start"
    WAIT = "wait"
    WORK = "work"
    CLOSURE = "closure"
    ADDED = "added"
    HOLIDAY = "holiday"
    REST = "rest"
    HALF_DAY = "half_day"
    KEPT_OPEN = "kept_open"
    PAUSE = "pause"
    CLOCKS = "clocks"
    DUE = "due"


@dataclass(frozen=True)
class Step:
    """One line of the explanation. at, until: aware UTC; until None = one instant."""

    code: StepCode
    at: datetime
    until: datetime | None = None
    params: Params = field(default_factory=dict)
