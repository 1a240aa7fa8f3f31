"""What one part of a search asks of a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.utils.translation import get_language

from connectors.models import Account
from inbox.lists.conditions import condition
from inbox.lists.filters import Filters
from inbox.models import User


class BadValue(Exception):
    """An operator does not know its value; the text says so to the one who typed it."""


@dataclass(frozen=True)
class Asker:
    """Who asks, and when: "mine" and "today" depend on it."""

    user: User
    now: datetime

    @cached_property
    def accounts(self) -> Sequence[Account]:
        """Those that the asker may know of, without their secrets."""
        known = Account.objects.defer("credentials", "identity").order_by("marketplace", "name")
        limits = self.user.limits
        return list(known.filter(pk__in=limits.accounts) if limits else known)


@dataclass(frozen=True)
class Term:
    """names_status: spam and merged tickets are found, too, since it asks for a status."""

    wanted: Q
    names_status: bool = False

    @classmethod
    def of(cls, filters: Filters, asker: Asker) -> "Term":
        return cls(condition(filters, user=asker.user, now=asker.now), names_status=bool(filters.status))


@dataclass(frozen=True)
class Value:
    """A value that an operator offers. about: what it means, where its name does not say."""

    name: str
    about: str = ""


def is_french() -> bool:
    """Whether the reader sees the French names of operators and values; all of them are understood always."""
    return (get_language() or "").startswith("fr")
