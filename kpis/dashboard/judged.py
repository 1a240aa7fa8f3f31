"""How the marketplaces judge each account, beside our own figure: how near each limit is, the tickets behind it."""

import re
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
from kpis.figures.answer import Answer
from kpis.figures.catalogue import BY_SLUG
from kpis.words.answers import basis_of, value_of
from kpis.words.values import DASH

OURS = "in_time_marketplace"
"""Our own figure of the same."""
_STATES = {"done": "good", "soon": "watch", "late": "bad"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Limit:
    """gauge: None where the marketplace tells no number or no limit."""

    line: IndicatorLine
    gauge: Drawing | None


@dataclass(frozen=True)
class Judged:
    """ours: our own figure, with its basis; href: the tickets behind it."""

    name: str
    mark: Mark
    title: str
    ours: str
    basis: str
    href: str
    limits: Sequence[Limit]


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
    return Judged(
        name=account.name,
        mark=mark_of(account.marketplace),
        title=str(figure.title),
        ours=value_of(own, figure) if own else DASH,
        basis=basis_of(own, figure) if own else "",
        href=figure_link(OURS, replace(asked.question, accounts=(account.pk,))) if own else "",
        limits=[Limit(line, gauge_of(line)) for line in lines],
    )


def gauge_of(line: IndicatorLine) -> Drawing | None:
    """Where both are numbers; colour as the marketplace judges it, plain where it does not."""
    value, limit = _NUMBER.search(line.value), _NUMBER.search(line.threshold)
    if value is None or limit is None or not _number(limit[0]):
        return None
    return gauge.drawn(Gauge(_number(value[0]), _number(limit[0]), _STATES.get(line.kind, "plain")))


def _number(text: str) -> float:
    return float(text.replace(",", "."))
