"""How long a policy gives, for what."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, Self

from django.utils.translation import gettext as _

from inbox.errors import BadPolicy
from inbox.models.policy import Clock

LONGEST_DAYS = 366
MOST_POINTS = 6
WARN = "warn_minutes"
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Targets:
    """Lengths; None = no such deadline.

    Of the marketplace's clock: soft, when buyers there lose patience, by the wall clock whatever the calendar; hard,
    when the seller must have answered. The one may be after the other.
    Of the company's: first or next answer (one of them at a time), acknowledgement, resolution; in working time.
    Of the law's: acknowledgement, by the wall clock; days, counted without the first one, to the end of the last one;
    past_closed_days: a last day that is closed in the calendar moves to the next one that is not.
    Of each: warn, how long before the deadline people are warned, the longest first, in the same hours as the deadline
    is counted in; the deadline itself is always told of. None = as the installation is set.
    """

    soft: timedelta | None = None
    hard: timedelta | None = None
    first: timedelta | None = None
    next: timedelta | None = None
    acknowledgement: timedelta | None = None
    resolution: timedelta | None = None
    days: int | None = None
    past_closed_days: bool = False
    warn: tuple[timedelta, ...] | None = None

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any], *, clock: str) -> Self:
        """Read targets as as_spec() writes them: minutes; 0 = none. Raises BadPolicy naming what cannot be."""
        names = NAMES[Clock(clock)]
        for name in spec:
            if name not in names:
                raise BadPolicy("targets", _("“%(name)s” is no target of this clock.") % {"name": name})
        values: dict[str, Any] = {
            name.removesuffix(_MINUTES): _length(spec, name)
            for name in names
            if name.endswith(_MINUTES) and name != WARN
        }
        values["warn"] = _points(spec)
        if "days" in names:
            values |= {"days": _number(spec, "days", most=LONGEST_DAYS) or None, "past_closed_days": _rolls(spec)}
        return cls(**values)

    def as_spec(self) -> dict[str, Any]:
        """Write those that are given: what a version stores and the API shows."""
        found: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, timedelta):
                found[field.name + _MINUTES] = value // _MINUTE
            elif isinstance(value, tuple):
                found[WARN] = [length // _MINUTE for length in value]
            elif value:
                found[field.name] = value
        return found


_MINUTES = "_minutes"
NAMES: Mapping[Clock, tuple[str, ...]] = {
    Clock.MARKETPLACE: ("soft_minutes", "hard_minutes", WARN),
    Clock.COMPANY: ("first_minutes", "next_minutes", "acknowledgement_minutes", "resolution_minutes", WARN),
    Clock.STATUTORY: ("acknowledgement_minutes", "days", "past_closed_days", WARN),
}
"""What each clock knows, as the API names it."""


def _length(spec: Mapping[str, Any], name: str) -> timedelta | None:
    minutes = _number(spec, name, most=LONGEST_DAYS * 24 * 60)
    return minutes * _MINUTE if minutes else None


def _points(spec: Mapping[str, Any]) -> tuple[timedelta, ...] | None:
    values = spec.get(WARN)
    if values is None:
        return None
    longest = LONGEST_DAYS * 24 * 60
    if not isinstance(values, list) or len(values) > MOST_POINTS:
        raise BadPolicy(f"targets.{WARN}", _("At most %(most)d lengths are wanted here.") % {"most": MOST_POINTS})
    if not all(type(value) is int and 0 < value <= longest for value in values):
        raise BadPolicy(
            f"targets.{WARN}", _("Whole numbers of minutes from 1 to %(most)d are wanted here.") % {"most": longest}
        )
    return tuple(value * _MINUTE for value in sorted(set(values), reverse=True))


def _number(spec: Mapping[str, Any], name: str, *, most: int) -> int:
    value = spec.get(name) or 0
    if type(value) is not int or not 0 <= value <= most:
        raise BadPolicy(f"targets.{name}", _("A whole number from 0 to %(most)d is wanted here.") % {"most": most})
    return value


def _rolls(spec: Mapping[str, Any]) -> bool:
    value = spec.get("past_closed_days") or False
    if not isinstance(value, bool):
        raise BadPolicy("targets.past_closed_days", _("Yes or no is wanted here."))
    return value
