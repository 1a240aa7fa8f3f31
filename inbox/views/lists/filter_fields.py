"""The filters of a list for people to choose from, and the chosen ones in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from connectors.language import LANGUAGES
from connectors.models import Account
from inbox.accounts.sales_channels import channel_name
from inbox.lists.filters import ME, NOBODY, Filters, LastWord, Left, OpenClaim, Solved
from inbox.models import Status, User
from inbox.models.ticket import CLAIM
from inbox.orders.states import OrderState
from inbox.tickets.topics import TOPICS, called_alike
from inbox.words.languages import language_name

LABELS: Mapping[str, str | Promise] = {
    "left": gettext_lazy("Time left"),
    "status": gettext_lazy("Status"),
    "assignee": gettext_lazy("Assignee"),
    "marketplace": gettext_lazy("Marketplace"),
    "account": gettext_lazy("Account"),
    "channel": gettext_lazy("Sales channel"),
    "kind": gettext_lazy("Kind"),
    "claim": gettext_lazy("Claim"),
    "topic": gettext_lazy("Topic"),
    "level": gettext_lazy("Level"),
    "language": gettext_lazy("Language"),
    "order": gettext_lazy("Order"),
    "last": gettext_lazy("Last word"),
    "solved": gettext_lazy("Solved"),
    "tag": gettext_lazy("Tags"),
    "q": gettext_lazy("Words"),
}
"""Every field of Filters but the view, in the order in which it is shown."""

WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "left": {
        Left.ANY: gettext_lazy("somebody waits"),
        Left.LATE: gettext_lazy("late"),
        Left.TODAY: gettext_lazy("late, or due until tonight"),
        Left.TOMORROW: gettext_lazy("due tomorrow"),
        Left.NONE: gettext_lazy("nobody waits"),
    },
    "status": dict(Status.choices),
    "kind": {"message": gettext_lazy("conversation"), CLAIM: gettext_lazy("claim without a conversation")},
    "claim": {OpenClaim.OPEN: gettext_lazy("with an open claim")},
    "level": {"1": gettext_lazy("level 1"), "2": gettext_lazy("level 2")},
    "order": {
        OrderState.NONE: gettext_lazy("no order"),
        OrderState.TO_SHIP: pgettext_lazy("order", "to be shipped"),
        OrderState.SHIPPED: pgettext_lazy("order", "shipped"),
        OrderState.OVERDUE: pgettext_lazy("order", "promised date gone by"),
        OrderState.CANCEL_ASKED: pgettext_lazy("order", "cancellation asked for"),
        OrderState.ENDED: pgettext_lazy("order", "cancelled or returned"),
    },
    "last": {LastWord.BUYER: gettext_lazy("the buyer's"), LastWord.OURS: gettext_lazy("ours")},
    "solved": {Solved.RECENTLY: gettext_lazy("recently"), Solved.ARCHIVED: gettext_lazy("long ago: in the archive")},
}
"""What values are called that are always the same."""
_TYPED = ("tag", "q")


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FilterField:
    """is_single: at most one can be chosen. is_typed: nothing can, it is a text."""

    name: str
    label: str
    choices: Sequence[Choice]
    is_single: bool
    is_typed: bool
    text: str

    @property
    def chosen(self) -> str:
        """What is chosen, in words."""
        return self.text or ", ".join(choice.label for choice in self.choices if choice.is_chosen)


@dataclass(frozen=True)
class Offer:
    """What there is to choose among here."""

    accounts: Sequence[Account]
    people: Sequence[User]


def filter_fields(filters: Filters, offer: Offer) -> list[FilterField]:
    """All fields that leave a choice here, with what the filters choose."""
    fields = (_field(name, filters, offer) for name in LABELS)
    return [field for field in fields if len(field.choices) > 1 or field.chosen or field.is_typed]


def chosen_fields(filters: Filters, offer: Offer) -> list[FilterField]:
    """Those by which the filters narrow a list down."""
    return [field for field in filter_fields(filters, offer) if field.chosen]


def _field(name: str, filters: Filters, offer: Offer) -> FilterField:
    value = getattr(filters, name)
    is_single, is_typed = isinstance(value, str), name in _TYPED
    chosen = [value] if is_single else [str(one) for one in value]
    if name == "topic":
        chosen = [_standing_for(one) for one in chosen]
    labels = {str(code): str(label) for code, label in choices_of(name, offer)}
    if not is_typed:
        labels |= {one: one for one in chosen if one and one not in labels}
    return FilterField(
        name=name,
        label=str(LABELS[name]),
        choices=[Choice(code, label, code in chosen) for code, label in labels.items()],
        is_single=is_single,
        is_typed=is_typed,
        text=", ".join(chosen) if is_typed else "",
    )


def choices_of(name: str, offer: Offer) -> Iterable[tuple[Any, Any]]:
    """The values of a field, each with what it is called; none of one that is typed."""
    if name in WORDS:
        return WORDS[name].items()
    return _CHOICES[name](offer) if name in _CHOICES else ()


def _channels(offer: Offer) -> Iterable[tuple[str, str]]:
    return {code: channel_name(one, code) for one in offer.accounts for code in sorted(one.channels)}.items()


def _topics(offer: Offer) -> Iterable[tuple[str, str]]:
    """Ours, and the marketplaces' own, which may have the same name as ours; one of those that are called alike."""
    theirs = {
        _standing_for(code): f"{_(name)} ({account.marketplace_label})"
        for account in offer.accounts
        for code, name in account.connector_class.topic_labels.items()
    }
    return (theirs | {code: str(name) for code, name in TOPICS.items()}).items()


def _standing_for(code: str) -> str:
    """Of topics that are called alike, the one that can be chosen; it stands for all of them in lists."""
    return called_alike(code)[0]


def _assignees(offer: Offer) -> Iterable[tuple[str, str]]:
    return [(ME, _("me")), (NOBODY, _("nobody")), *((str(person.pk), str(person)) for person in offer.people)]


_CHOICES: Mapping[str, Callable[[Offer], Iterable[tuple[Any, Any]]]] = {
    "marketplace": lambda offer: {one.marketplace: one.marketplace_label for one in offer.accounts}.items(),
    "account": lambda offer: [(one.pk, one.full_name) for one in offer.accounts],
    "channel": _channels,
    "topic": _topics,
    "language": lambda offer: [(code, language_name(code)) for code in LANGUAGES],
    "assignee": _assignees,
}
