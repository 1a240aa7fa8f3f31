"""What every answer needs to know first: found out once, however many figures one page or report shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from connectors.models import Account
from inbox.models import Message
from kpis.figures.figure import Figure
from kpis.figures.question import Question
from kpis.models import FigureProgress, RollupClock


@dataclass
class Known:
    """As of now: which accounts there are, which figures are in the rollup, and up to when anything was written."""

    now: datetime
    _written: dict[tuple[tuple[int, ...], datetime], bool] = field(default_factory=dict)

    @cached_property
    def _accounts(self) -> Sequence[tuple[int, str]]:
        return list(Account.objects.order_by("pk").values_list("pk", "marketplace"))

    @cached_property
    def _in_rollup(self) -> set[tuple[str, str, str]]:
        return set(FigureProgress.objects.filter(ready=True).values_list("figure", "zone", "digest"))

    @cached_property
    def months_until(self) -> date | None:
        """The first day whose month has no rows of its own yet; None = no month has."""
        return RollupClock.objects.values_list("months_until", flat=True).first()

    def accounts_of(self, question: Question) -> list[int]:
        """Ids of the accounts that are asked about, in order; empty = there are none such."""
        return [
            pk
            for pk, marketplace in self._accounts
            if (not question.marketplaces or marketplace in question.marketplaces)
            and (not question.accounts or pk in question.accounts)
        ]

    def is_in_rollup(self, figure: Figure, *, zone: str) -> bool:
        return (figure.slug, zone, figure.digest) in self._in_rollup

    def anything_in(self, question: Question) -> bool:
        """Whether anything had been written to these accounts by the end of the period: then no cases are a fact."""
        accounts, until = tuple(self.accounts_of(question)), min(question.ends_at, self.now)
        if (accounts, until) not in self._written:
            found = Message.objects.filter(account__in=accounts, written_at__lt=until).exists()
            self._written[accounts, until] = found
        return self._written[accounts, until]
