"""How a value changed against another period, in words, and whether that is better."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kpis.figures.figure import Better, Figure, Unit
from kpis.words.values import count, written

SAME = 0.005
"""Smaller changes, relative to what was, are none."""

MANY_TIMES = 4
"""From so many times as much on, that says more than per cents."""


@dataclass(frozen=True)
class Change:
    """words: "+4 points", "−12 %". sense: better, worse or same, for colour and symbol; arrow: up, down or level."""

    words: str
    sense: str
    arrow: str


def change(now: float | None, before: float | None, *, figure: Figure) -> Change | None:
    """None where one of the two is not known. Shares change by points, everything else by a part of what it was."""
    if now is None or before is None:
        return None
    better = figure.better
    if figure.unit == Unit.SHARE:
        points = round((now - before) * 100, 1)
        return _told(points, _("%(n)s points") % {"n": signed(points)}, better)
    if before == 0:
        return _told(now, _("%(n)s, up from none") % {"n": written(now, figure.unit)}, better) if now else _level()
    part = (now - before) / abs(before)
    if abs(part) < SAME:
        return _level()
    if part >= MANY_TIMES - 1:
        return _told(part, _("%(n)s times as much") % {"n": count(now / before)}, better)
    return _told(part, _("%(n)s %%") % {"n": signed(round(part * 100))}, better)


def _told(by: float, words: str, better: Better) -> Change:
    if by == 0:
        return _level()
    is_up = by > 0
    return Change(words, _sense(better, is_up=is_up), "up" if is_up else "down")


def _sense(better: Better, *, is_up: bool) -> str:
    if better == Better.NEITHER:
        return "same"
    return "better" if is_up == (better == Better.HIGHER) else "worse"


def _level() -> Change:
    return Change(_("unchanged"), "same", "level")


def signed(value: float) -> str:
    """With its sign, also where it is above nothing."""
    digits = 0 if value == int(value) else 1
    number = number_format(abs(value), decimal_pos=digits, force_grouping=True)
    return f"{'+' if value >= 0 else '−'}{number}"
