"""How the marketplaces judge each account, beside our own figure: how near each limit is, the tickets behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

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
from kpis.figures.question import Question
from kpis.words.answers import basis_of, value_of
from kpis.words.changes import signed
from kpis.words.values import DASH, share

OURS = "in_time_marketplace"
CLAIMS, PER_ORDERS = "claims_opened", "claims_per_100_orders"
"""Our own figures of the same."""
_STATES = {"done": "good", "soon": "watch", "late": "bad"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class OwnCount:
    """words: with the difference. href: the tickets that explain it."""

    words: str
    href: str


@dataclass(frozen=True)
class Limit:
    """gauge: None where the marketplace tells no number or no limit. own: our count of the same, where there is one."""

    line: IndicatorLine
    gauge: Drawing | None
    own: OwnCount | None


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
    claims = {row.group: row.answer for row in asked.rows(BY_SLUG[CLAIMS], "account")}
    per_orders = {row.group: row.answer for row in asked.rows(BY_SLUG[PER_ORDERS], "account")}
    return [
        _judged(
            account,
            lines[account.pk],
            ours.get(str(account.pk)),
            asked,
            counts=(claims.get(str(account.pk)), per_orders.get(str(account.pk))),
        )
        for account in accounts
        if lines.get(account.pk)
    ]


def _judged(
    account: Account,
    lines: Sequence[IndicatorLine],
    own: Answer | None,
    asked: Asked,
    *,
    counts: tuple[Answer | None, Answer | None],
) -> Judged:
    """counts: claims opened, and on a hundred orders."""
    figure = BY_SLUG[OURS]
    narrowed = replace(asked.question, accounts=(account.pk,))
    return Judged(
        name=account.name,
        mark=mark_of(account.marketplace),
        title=str(figure.title),
        ours=value_of(own, figure) if own else DASH,
        basis=basis_of(own, figure) if own else "",
        href=figure_link(OURS, narrowed) if own else "",
        limits=[Limit(line, gauge_of(line), _own_count(account, line, counts, narrowed)) for line in lines],
    )


def gauge_of(line: IndicatorLine) -> Drawing | None:
    """Where both are numbers; colour as the marketplace judges it, plain where it does not."""
    value, limit = _NUMBER.search(line.value), _NUMBER.search(line.threshold)
    if value is None or limit is None or not _number(limit[0]):
        return None
    return gauge.drawn(Gauge(_number(value[0]), _number(limit[0]), _STATES.get(line.kind, "plain")))


def _own_count(
    account: Account, line: IndicatorLine, counts: tuple[Answer | None, Answer | None], question: Question
) -> OwnCount | None:
    """None where the marketplace's figure is not of this kind, or nothing was ordered in the period."""
    counted, value = account.connector_class.counted_claims, _NUMBER.search(line.value)
    kind = counted.get(line.name.split("/")[0])
    claims, per_orders = counts
    orders = per_orders.parts["order"].value if per_orders and "order" in per_orders.parts else None
    if kind is None or value is None or not orders or per_orders is None:
        return None
    of_kind = claims.parts.get(kind) if claims else None
    own = (100 * of_kind.cases / orders if of_kind else 0.0) if kind else (per_orders.value or 0.0)
    told = {"own": share(own / 100), "difference": signed(round(own - _number(value[0]), 1))}
    href = figure_link(CLAIMS, question, part=kind) if kind else figure_link(PER_ORDERS, question)
    return OwnCount(_("%(own)s (%(difference)s points)") % told, href)


def _number(text: str) -> float:
    return float(text.replace(",", "."))
