"""The rail at the left: the views with how many tickets each holds, and where trouble waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise

from connectors.models import Account, AccountState
from inbox.models import Claim, Delivery, Feedback, Message, Status, Ticket, User
from inbox.sales_channels import channel_name
from inbox.views.marks import Mark, mark_of
from inbox.views.queue_views import VIEWS, in_view

MOST = 100
"""Counting stops here, so that a rail costs the same however many tickets there are."""


class CappedCount(Subquery):
    """How many rows a sliced query has."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"


@dataclass(frozen=True)
class RailCount:
    """How many there are, as the rail says it; false if none. number: capped, to choose singular or plural by."""

    number: int

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        return _words(self.number)


@dataclass(frozen=True)
class RailView:
    name: str
    label: str | Promise
    icon: str
    count: str


@dataclass(frozen=True)
class RailChannel:
    """mark: the marketplace's shape with the channel's letter."""

    code: str
    name: str
    mark: Mark

    @classmethod
    def of(cls, account: Account, code: str) -> "RailChannel":
        name = channel_name(account, code)
        return cls(code, name, Mark(letter=name[:1], label=name, shape=mark_of(account.marketplace).shape))


@dataclass(frozen=True)
class RailAccount:
    """channels: its sales channels, if it has several."""

    id: int
    name: str
    mark: Mark
    state: str
    state_words: str
    channels: Sequence[RailChannel]

    @classmethod
    def of(cls, account: Account) -> "RailAccount":
        codes = sorted(account.channels) if len(account.channels) > 1 else []
        return cls(
            account.id,
            account.name,
            mark_of(account.marketplace),
            account.state,
            str(AccountState(account.state).label),
            [RailChannel.of(account, code) for code in codes],
        )


@dataclass(frozen=True)
class Rail:
    views: Sequence[RailView]
    accounts: Sequence[RailAccount]
    needs_answer: str
    in_outbox: str
    """Replies that wait for a person."""
    claims: RailCount
    """Claims that wait for the shop."""
    feedback: RailCount
    """Answers to feedback that wait for a person."""
    accounts_in_trouble: bool

    @property
    def is_grouped(self) -> bool:
        """Whether there is anything to choose from."""
        return len(self.accounts) > 1 or any(account.channels for account in self.accounts)

    @classmethod
    def of(cls, user: User, *, accounts: Sequence[Account]) -> "Rail":
        visible = Ticket.objects.visible_to(user)
        counted = {name: in_view(visible, VIEWS[name], user) for name in ("needs-answer", "mine", "unassigned")}
        beside = {"outbox": unsettled_replies(user), "claims": Claim.objects.visible_to(user).awaited()}
        beside["feedback"] = Feedback.objects.visible_to(user).unsettled()
        counts = _counts(user, counted | beside)
        return cls(
            views=[RailView(v.name, v.label, v.icon, _words(counts.get(v.name, 0))) for v in VIEWS.values()],
            accounts=[RailAccount.of(account) for account in accounts],
            needs_answer=_words(counts["needs-answer"]),
            in_outbox=_words(counts["outbox"]),
            claims=RailCount(counts["claims"]),
            feedback=RailCount(counts["feedback"]),
            accounts_in_trouble=any(a.state in (AccountState.SIGN_IN, AccountState.FAILING) for a in accounts),
        )


def unsettled_replies(user: User) -> QuerySet[Message]:
    """Unsure replies, and refused ones nobody has dealt with since, on tickets the user may see."""
    visible = Ticket.objects.visible_to(user)
    later = Message.objects.filter(
        ticket_id=OuterRef("ticket_id"),
        id__gt=OuterRef("id"),
        delivery__in=[Delivery.QUEUED, Delivery.SENDING, Delivery.ACCEPTED, Delivery.UNSURE],
    )
    refused = Q(delivery=Delivery.REFUSED) & ~Q(ticket__status=Status.SOLVED) & ~Exists(later)
    return Message.objects.filter(Q(delivery=Delivery.UNSURE) | refused, ticket__in=visible)


def _counts(user: User, queries: dict[str, Any]) -> dict[str, int]:
    counts = {
        name.replace("-", "_"): CappedCount(query.order_by().values("id")[:MOST], output_field=IntegerField())
        for name, query in queries.items()
    }
    found = User.objects.filter(pk=user.pk).annotate(**counts).values_list(*counts).get()
    return dict(zip(queries, found, strict=True))


def _words(count: int) -> str:
    if not count:
        return ""
    return f"{MOST - 1}+" if count >= MOST else str(count)
