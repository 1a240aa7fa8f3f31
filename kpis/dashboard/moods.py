"""How content buyers are at each marketplace, how many bad ratings stand in a row, and who may give the next one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from connectors.models import Account
from inbox.feedback.alarms import RUN
from inbox.feedback.moods import run_of, tickets_at_risk
from inbox.models import Ticket
from inbox.views.marks import Mark, mark_of
from kpis.dashboard.asking import Asked
from kpis.dashboard.links import group_link
from kpis.figures.catalogue import BY_SLUG
from kpis.words.answers import basis_of, value_of
from kpis.words.values import DASH

SHARE = "positive_share"


@dataclass(frozen=True)
class MoodLine:
    """share, basis: of the period that is asked about, in words; value, cases: as numbers.

    run: bad ratings since the last good one, as of now; is_alarming: so many that they raise the alarm.
    tickets: open ones that may bring the next.
    """

    mark: Mark
    share: str
    basis: str
    href: str
    run: int
    is_alarming: bool
    tickets: Sequence[Ticket]
    value: float | None
    cases: int


def mood_lines(asked: Asked) -> list[MoodLine]:
    """One for each marketplace of the accounts that are asked about."""
    accounts: dict[str, list[Account]] = defaultdict(list)
    known = Account.objects.filter(pk__in=asked.known.accounts_of(asked.question)).defer("credentials", "identity")
    for account in known.order_by("marketplace", "name"):
        accounts[account.marketplace].append(account)
    return [_line(slug, its, asked) for slug, its in accounts.items()]


def _line(slug: str, accounts: Sequence[Account], asked: Asked) -> MoodLine:
    figure = BY_SLUG[SHARE]
    row = next((one for one in asked.rows(figure, "marketplace") if one.group == slug), None)
    run = run_of(accounts, now=asked.now)
    return MoodLine(
        mark=mark_of(slug),
        share=value_of(row.answer, figure) if row else DASH,
        basis=basis_of(row.answer, figure) if row else "",
        href=group_link(SHARE, asked.question, by="marketplace", group=slug) if row and row.cases else "",
        run=run,
        is_alarming=run >= RUN,
        tickets=tickets_at_risk(accounts, now=asked.now),
        value=row.value if row else None,
        cases=row.cases if row else 0,
    )
