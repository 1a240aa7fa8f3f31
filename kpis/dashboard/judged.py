"""How the marketplaces judge each account, beside our own figure: how near each limit is, the tickets behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from connectors.models import Account
from inbox.views.accounts.indicator_lines import IndicatorLine, lines_by_account
from inbox.views.marks import Mark, mark_of
from kpis.charts import gauge
from kpis.charts.drawing import Drawing
from kpis.charts.gauge import Gauge
from kpis.dashboard.asking import Asked
from kpis.dashboard.links import figure_link
from kpis.dashboard.own_count import NUMBER, OwnCount, number_in, own_count
from kpis.figures.answer import Answer
from kpis.figures.catalogue import BY_SLUG
from kpis.words.answers import basis_of, value_of
from kpis.words.values import DASH

OURS = "in_time_marketplace"
PRESSING = ("late", "soon")
AT_ONCE = 6
"""So many are shown at once, or more if more are not good."""
_STATES = {"done": "good", "soon": "watch", "late": "bad"}


@dataclass(frozen=True)
class Limit:
    """gauge: None where the marketplace tells no number or no limit. own: our count of the same, where there is one."""

    line: IndicatorLine
    gauge: Drawing | None
    own: OwnCount | None


@dataclass(frozen=True)
class Judged:
    """ours: our own figure, with its basis; href: the tickets behind it. limits: first what is not good, then what we
    count too; others: what is left, which the page folds away.
    """

    name: str
    mark: Mark
    title: str
    ours: str
    basis: str
    href: str
    limits: Sequence[Limit]
    others: Sequence[Limit]


def judged(asked: Asked) -> list[Judged]:
    """Those of the accounts asked about of which a marketplace told anything."""
    accounts = list(
        Account.objects.filter(pk__in=asked.known.accounts_of(asked.question)).defer("credentials").order_by("name")
    )
    lines = lines_by_account(accounts, now=asked.now)
    ours = {row.group: row.answer for row in asked.rows(BY_SLUG[OURS], "account")}
    return [
        _judged(account, lines[account.pk], ours.get(str(account.pk)), asked)
        for account in accounts
        if lines.get(account.pk)
    ]


def _judged(account: Account, lines: Sequence[IndicatorLine], own: Answer | None, asked: Asked) -> Judged:
    figure = BY_SLUG[OURS]
    narrowed = replace(asked.question, accounts=(account.pk,))
    limits = [Limit(line, gauge_of(line), own_count(account, line, asked)) for line in lines]
    limits.sort(key=lambda limit: (limit.line.kind not in PRESSING, limit.own is None, limit.gauge is None))
    pressing = sum(limit.line.kind in PRESSING for limit in limits)
    shown = max(AT_ONCE, pressing)
    return Judged(
        name=account.name,
        mark=mark_of(account.marketplace),
        title=str(figure.title),
        ours=value_of(own, figure) if own else DASH,
        basis=basis_of(own, figure) if own else "",
        href=figure_link(OURS, narrowed) if own else "",
        limits=limits[:shown],
        others=limits[shown:],
    )


def gauge_of(line: IndicatorLine) -> Drawing | None:
    """Where value and limit are numbers; an average of other sellers is no limit. Its colour is the standing."""
    value, limit = NUMBER.search(line.value), NUMBER.search(line.threshold)
    if value is None or limit is None or not number_in(limit[0]):
        return None
    return gauge.drawn(Gauge(number_in(value[0]), number_in(limit[0]), _STATES.get(line.kind, "plain")))
