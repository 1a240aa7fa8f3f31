"""The marketplace's figures about the seller, in words: as they stand, and how they have moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.indicators import IndicatorNow, indicators_now
from inbox.models import Indicator, Standing
from inbox.time_words import short_date
from inbox.views.sentences import in_own_language

BETWEEN = " · "
"""What connectors put between the parts of a label."""
PAINTED = {Standing.GOOD: "done", Standing.WATCH: "soon", Standing.BAD: "late"}


@dataclass(frozen=True)
class IndicatorLine:
    """standing: in words, painted as `kind`; empty where the marketplace is silent. before: what it was till when."""

    label: str
    value: str
    threshold: str
    standing: str
    kind: str
    on: str
    before: str


def indicator_lines(account: Account, *, now: datetime) -> Sequence[IndicatorLine]:
    return [_line(one, now=now) for one in indicators_now([account]).get(account.pk, ())]


def _line(figure: IndicatorNow, *, now: datetime) -> IndicatorLine:
    latest, before = figure.latest, figure.before
    return IndicatorLine(
        label=BETWEEN.join(map(in_own_language, latest.label.split(BETWEEN))),
        value=in_own_language(latest.value),
        threshold=latest.threshold,
        standing=str(Standing(latest.standing).label) if latest.standing else "",
        kind=PAINTED.get(Standing(latest.standing), "plain") if latest.standing else "plain",
        on=short_date(_noon(latest.on), now=now),
        before=_before(before, now=now) if before else "",
    )


def _before(figure: Indicator, *, now: datetime) -> str:
    said = {"value": in_own_language(figure.value), "date": short_date(_noon(figure.on), now=now)}
    return _("%(value)s till %(date)s") % said


def _noon(day: date) -> datetime:
    """A moment that is on this day wherever the shop is."""
    return datetime.combine(day, time(12), tzinfo=UTC)
