"""The marketplace's figures about the seller, in words: as they stand, and how they have moved."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.accounts.indicators import IndicatorNow, indicators_now
from inbox.models import Indicator, Standing
from inbox.views.sentences import in_own_language
from inbox.words.times import short_date

BETWEEN = " · "
"""What connectors put between the parts of a label."""
_DECIMAL = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")
PAINTED = {Standing.GOOD: "done", Standing.WATCH: "soon", Standing.BAD: "late"}


@dataclass(frozen=True)
class IndicatorLine:
    """name: the marketplace's own. against: the limit that it sets, or how it compares with others, in words.

    standing: in words, painted as `kind`; empty where it is silent. before: what it was till when.
    """

    name: str
    label: str
    value: str
    threshold: str
    peers: str
    rating: str
    against: str
    standing: str
    kind: str
    on: str
    before: str


def indicator_lines(account: Account, *, now: datetime) -> Sequence[IndicatorLine]:
    return lines_by_account([account], now=now).get(account.pk, ())


def lines_by_account(accounts: Collection[Account], *, now: datetime) -> Mapping[int, Sequence[IndicatorLine]]:
    """By account id, what is bad first; two queries, however many."""
    return {pk: [_line(one, now=now) for one in found] for pk, found in indicators_now(accounts).items()}


def _line(figure: IndicatorNow, *, now: datetime) -> IndicatorLine:
    latest, before = figure.latest, figure.before
    return IndicatorLine(
        name=latest.name,
        label=BETWEEN.join(map(in_own_language, latest.label.split(BETWEEN))),
        value=_figure(latest.value),
        threshold=_figure(latest.threshold),
        peers=_figure(latest.peers),
        rating=in_own_language(latest.rating),
        against=_against(latest),
        standing=str(Standing(latest.standing).label) if latest.standing else "",
        kind=PAINTED.get(Standing(latest.standing), "plain") if latest.standing else "plain",
        on=short_date(_noon(latest.on), now=now),
        before=_before(before, now=now) if before else "",
    )


def _against(latest: Indicator) -> str:
    """What it is held against: a limit, or an average of others, which is none."""
    told = {
        "limit": _figure(latest.threshold),
        "peers": _figure(latest.peers),
        "rating": in_own_language(latest.rating),
    }
    if latest.threshold:
        return _("limit %(limit)s") % told
    if latest.peers and latest.rating:
        return _("average of comparable sellers %(peers)s, rated “%(rating)s”") % told
    if latest.peers:
        return _("average of comparable sellers %(peers)s") % told
    return _("rated “%(rating)s” among comparable sellers") % told if latest.rating else ""


def _before(figure: Indicator, *, now: datetime) -> str:
    said = {"value": _figure(figure.value), "date": short_date(_noon(figure.on), now=now)}
    return _("%(value)s till %(date)s") % said


def _figure(said: str) -> str:
    """A figure or word of the marketplace; digits as it wrote them, the decimal mark as the reader does."""
    mark = get_format("DECIMAL_SEPARATOR")
    return _DECIMAL.sub(lambda found: found[0].replace(".", mark), in_own_language(said))


def _noon(day: date) -> datetime:
    """A moment that is on this day wherever the shop is."""
    return datetime.combine(day, time(12), tzinfo=UTC)
