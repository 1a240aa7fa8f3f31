"""The rail at the left: the views with how many tickets each holds, and where trouble waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from connectors.models import Account, AccountState
from inbox.accounts.sales_channels import channel_name
from inbox.lists.view_counts import CappedCounts, Count, counts_of
from inbox.lists.views import BUILT_IN, FIRST, Kind, ListView, saved_views
from inbox.models import Claim, Delivery, Feedback, Forward, Message, Status, Ticket, User
from inbox.views.marks import Mark, mark_of

COUNTED = ("needs-answer", "late-today", "mine", "unassigned", "claims", "snoozed")
"""The views whose number asks for something."""


@dataclass(frozen=True)
class RailView:
    name: str
    label: str | Promise
    icon: str
    count: str

    @classmethod
    def of(cls, view: ListView, counts: Mapping[str, Count]) -> "RailView":
        return cls(view.name, view.label, view.icon, str(counts.get(view.name, "")))


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
    """beside: views that are folded away; team, own: views that people made."""

    views: Sequence[RailView]
    beside: Sequence[RailView]
    team: Sequence[RailView]
    own: Sequence[RailView]
    accounts: Sequence[RailAccount]
    needs_answer: str
    in_outbox: str
    """Replies, and mails to others, that wait for a person."""
    claims: Count
    """Claims that wait for the shop."""
    feedback: Count
    """Answers to feedback that wait for a person."""
    accounts_in_trouble: bool

    @property
    def is_grouped(self) -> bool:
        """Whether there is anything to choose from."""
        return len(self.accounts) > 1 or any(account.channels for account in self.accounts)

    @classmethod
    def of(cls, user: User, *, accounts: Sequence[Account], now: datetime) -> "Rail":
        saved = saved_views(user)
        counts = counts_of([*(BUILT_IN[name] for name in COUNTED), *saved], user, now=now)
        beside = _waiting_beside(user).ask()
        return cls(
            views=[RailView.of(view, counts) for view in BUILT_IN.values() if not view.is_beside],
            beside=[RailView.of(view, counts) for view in BUILT_IN.values() if view.is_beside],
            team=[RailView.of(view, counts) for view in saved if view.kind == Kind.TEAM],
            own=[RailView.of(view, counts) for view in saved if view.kind == Kind.OWN],
            accounts=[RailAccount.of(account) for account in accounts],
            needs_answer=str(counts[FIRST.name]),
            in_outbox=str(Count(beside["outbox"].number + beside["forwards"].number, is_capped=True)),
            claims=beside["claims"],
            feedback=beside["feedback"],
            accounts_in_trouble=any(a.state in (AccountState.SIGN_IN, AccountState.FAILING) for a in accounts),
        )


def _waiting_beside(user: User) -> CappedCounts:
    return CappedCounts.of(_waiting(user)) if user.limits else _waiting_for_anybody()


@cache
def _waiting_for_anybody() -> CappedCounts:
    """For everybody who may see everything."""
    return CappedCounts.of(_waiting(User()))


def _waiting(user: User) -> dict[str, QuerySet[Any]]:
    """What waits for a person besides tickets."""
    return {
        "outbox": unsettled_replies(user),
        "claims": Claim.objects.visible_to(user).awaited(),
        "forwards": Forward.objects.visible_to(user).unsettled(),
        "feedback": Feedback.objects.visible_to(user).unsettled(),
    }


def unsettled_replies(user: User) -> QuerySet[Message]:
    """Unsure replies, and refused ones nobody has dealt with since, on tickets the user may see."""
    later = Message.objects.filter(
        ticket_id=OuterRef("ticket_id"),
        id__gt=OuterRef("id"),
        delivery__in=[Delivery.QUEUED, Delivery.SENDING, Delivery.ACCEPTED, Delivery.UNSURE],
    )
    refused = Q(delivery=Delivery.REFUSED) & ~Q(ticket__status=Status.SOLVED) & ~Exists(later)
    unsettled = Message.objects.filter(Q(delivery=Delivery.UNSURE) | refused)
    if user.is_active and not user.limits:
        return unsettled
    return unsettled.filter(ticket__in=Ticket.objects.visible_to(user))
