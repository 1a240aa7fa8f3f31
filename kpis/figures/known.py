"""What every answer needs to know first: found out once, however many figures one page or report shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import connection
from django.db.models import DateTimeField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from connectors.models import Account
from inbox.models import Message, User
from kpis.figures.figure import Figure
from kpis.figures.question import Question
from kpis.figures.scope import of_members
from kpis.figures.tally import Tallies
from kpis.models import AskedLook, FigureProgress, RollupClock


@dataclass
class Known:
    """As of now: accounts, people, what is in the rollup, and what has been read from it so far.

    together: figures that will be asked the same questions, so that one query may read all of them. apart: of a group
    that is named here, all that will be asked by it.
    longest_log: of so many messages the log is read for what the rollup does not have yet; None = however long it is.
    asked: looks that were asked for, beside those that figures always keep, by figure and dimension. missing: those of
    them that were answered with nothing, since the log is too long to be read while somebody waits.
    """

    now: datetime
    together: Sequence[Figure] = ()
    apart: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    longest_log: int | None = None
    rolled: dict[tuple[object, ...], dict[str, Tallies]] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)
    missing: set[tuple[str, str]] = field(default_factory=set)

    def asked_together(self, by: str) -> Sequence[Figure]:
        return self.apart.get(by, self.together)

    @cached_property
    def _accounts(self) -> Sequence[tuple[int, str, datetime | None]]:
        """With when the first message of each was written."""
        at = Coalesce("accepted_at", "written_at", output_field=DateTimeField())
        written = Message.objects.filter(account=OuterRef("pk"), direction__in=["in", "out"]).annotate(at=at)
        first = Subquery(written.order_by("at").values("at")[:1])
        return list(Account.objects.order_by("pk").values_list("pk", "marketplace", first))

    @cached_property
    def _in_rollup(self) -> set[tuple[str, str, str]]:
        return set(FigureProgress.objects.filter(ready=True).values_list("figure", "zone", "digest"))

    @cached_property
    def _people(self) -> Sequence[User]:
        return list(User.objects.only("first_name", "last_name", "email", "team"))

    @cached_property
    def names_of_people(self) -> Mapping[str, str]:
        """By id, as labels have it."""
        return {str(user.pk): str(user) for user in self._people}

    @cached_property
    def teams_of_people(self) -> Mapping[str, str]:
        """By id, as labels have it, the team that they are in today."""
        return {str(user.pk): user.team for user in self._people if user.team}

    def asked_people(self, question: Question) -> Question:
        """As in scope.py; people are looked up once."""
        members = [user.pk for user in self._people if user.team in question.teams]
        return of_members(question, members) if question.teams else question

    @cached_property
    def months_until(self) -> date | None:
        """The first day whose month has no rows of its own yet; None = no month has."""
        return RollupClock.objects.values_list("months_until", flat=True).first()

    def accounts_of(self, question: Question) -> list[int]:
        """Ids of the accounts that are asked about, in order; empty = there are none such."""
        return [
            pk
            for pk, marketplace, _first in self._accounts
            if (not question.marketplaces or marketplace in question.marketplaces)
            and (not question.accounts or pk in question.accounts)
        ]

    @cached_property
    def looks(self) -> Mapping[tuple[str, str], AskedLook]:
        """Those that somebody asked for, by figure and dimension."""
        return {(look.figure, look.dimensions): look for look in AskedLook.objects.all()}

    def keeps(self, slug: str, dimension: str) -> bool:
        """Whether this look is in the rollup because somebody asked for it."""
        look = self.looks.get((slug, dimension))
        return look is not None and look.ready_at is not None

    @cached_property
    def is_log_long(self) -> bool:
        """By the database's own estimate of its messages."""
        if self.longest_log is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'inbox_message'::regclass")
            return bool(cursor.fetchone()[0] > self.longest_log)

    def is_in_rollup(self, figure: Figure, *, zone: str) -> bool:
        return (figure.slug, zone, figure.digest) in self._in_rollup

    def anything_in(self, question: Question) -> bool:
        """Whether anything had been written to these accounts by the end of the period: then no cases are a fact."""
        accounts, until = set(self.accounts_of(question)), min(question.ends_at, self.now)
        return any(pk in accounts and first is not None and first < until for pk, _slug, first in self._accounts)
