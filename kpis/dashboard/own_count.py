"""Our own count of what a marketplace counts: claims on a hundred orders, the difference, and the tickets behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify
from django.utils.translation import gettext as _

from connectors.facts import CountedClaims
from connectors.models import Account
from inbox.views.accounts.indicator_lines import IndicatorLine
from kpis.dashboard.asking import Asked
from kpis.dashboard.links import figure_link
from kpis.figures.answer import Answer
from kpis.figures.catalogue import BY_SLUG
from kpis.words.changes import signed
from kpis.words.labels import part_words
from kpis.words.values import share

CLAIMS, BY_REASON, PER_ORDERS = "claims_opened", "claims_by_reason", "claims_per_100_orders"
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class OwnCount:
    """id: of its definition on the page. words: with the difference. definition: what is counted. href: the tickets."""

    id: str
    words: str
    definition: str
    href: str


def own_count(account: Account, line: IndicatorLine, asked: Asked) -> OwnCount | None:
    """None where the marketplace's figure is not of this kind, or nothing was ordered in the period."""
    counted, told = account.connector_class.counted_claims.get(line.name.split("/")[0]), NUMBER.search(line.value)
    orders = _parts(PER_ORDERS, account, asked).get("order")
    if counted is None or told is None or orders is None or not orders.cases:
        return None
    slug, parts = _counted(counted)
    of_account = _parts(slug, account, asked)
    own = 100 * sum(of_account[part].cases for part in parts if part in of_account) / orders.cases
    narrowed = replace(asked.question, accounts=(account.pk,))
    words = {"own": share(own / 100), "difference": signed(round(own - number_in(told[0]), 1))}
    return OwnCount(
        id=f"own-{account.pk}-{slugify(line.name.replace('/', '-'))}",
        words=_("%(own)s (%(difference)s points)") % words,
        definition=_definition(counted, orders=int(orders.cases)),
        href=figure_link(slug, narrowed, parts=() if slug == PER_ORDERS else parts),
    )


def number_in(text: str) -> float:
    return float(text.replace(",", "."))


def _counted(counted: CountedClaims) -> tuple[str, Sequence[str]]:
    """The figure that counts these claims, and which parts of it they are."""
    if counted.reasons:
        return BY_REASON, counted.reasons
    return (CLAIMS, (counted.kind,)) if counted.kind else (PER_ORDERS, ("claim",))


def _parts(slug: str, account: Account, asked: Asked) -> dict[str, Answer]:
    rows = {row.group: row.answer for row in asked.rows(BY_SLUG[slug], "account")}
    answer = rows.get(str(account.pk))
    return dict(answer.parts) if answer else {}


def _definition(counted: CountedClaims, *, orders: int) -> str:
    told = {"orders": orders, "which": _which(counted)}
    return (
        _(
            "Of our own log: %(which)s, opened in this period, on a hundred of the %(orders)d orders placed in it; all "
            "sites, countries and categories of the account together. The marketplace may look at other days and at a "
            "part of the orders only."
        )
        % told
    )


def _which(counted: CountedClaims) -> str:
    if counted.reasons:
        reasons = dict.fromkeys(part_words(BY_SLUG[BY_REASON], reason) for reason in counted.reasons)
        return _("claims for one of the reasons %(reasons)s") % {"reasons": ", ".join(f"“{one}”" for one in reasons)}
    if counted.kind:
        return _("claims of the kind “%(kind)s”") % {"kind": part_words(BY_SLUG[CLAIMS], counted.kind)}
    return _("all claims and disputes")
