"""What can be done to many tickets: each action tells what it needs, whom it is not for, how it is done and undone."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils.functional import Promise

from inbox.errors import InboxError
from inbox.models import Ticket, User

Wishes = Mapping[str, Any]
"""What the action needs to know: values that JSON can keep."""
Noted = Mapping[str, Any]
"""Values of a ticket that JSON can keep."""
Outcome = Noted | InboxError
"""What undoing needs beside the columns, or why this ticket was left alone and nothing of it changed."""


@dataclass(frozen=True)
class Turn:
    """One ticket that an action has come to.

    noted: what was remembered of it, and what `do` gave back. before: the columns as they were before it was done.
    key: the same if its turn comes twice.
    """

    ticket: Ticket
    wishes: Wishes
    by: User
    now: datetime
    noted: Noted = field(default_factory=dict)
    before: Noted = field(default_factory=dict)
    key: str = ""


class Action(ABC):
    """The work itself is done by the functions that do it to one ticket; this is how they are used on many.

    fields: names of what `read` takes. columns: of the ticket, that the action changes: kept before and after, so that
    undoing restores what was there and leaves alone what somebody changed since. at_once: so many are one batch, whose
    rows are locked as long as it takes.
    """

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    icon: ClassVar[str]
    fields: ClassVar[Sequence[str]] = ()
    columns: ClassVar[Sequence[str]]
    at_once: ClassVar[int] = 50

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        """Check what was given. Raises BadWish."""
        return {}

    def remember(self, ticket_ids: Sequence[int]) -> Mapping[int, Noted]:  # noqa: ARG002
        """What must be known of the tickets as they were when the work was planned, by ticket id."""
        return {}

    @abstractmethod
    def check(self, turn: Turn) -> None:
        """Raise the InboxError that says why this ticket is to be left alone. No query for each ticket."""

    def against(self, turns: Sequence[Turn]) -> dict[int, InboxError]:
        """Why tickets would be left alone, by ticket id, as far as it can be told beforehand. No query for each."""
        found = {}
        for turn in turns:
            try:
                self.check(turn)
            except InboxError as error:
                found[turn.ticket.pk] = error
        return found

    @abstractmethod
    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        """Do it to all of them, one at least, of one job; what became of each, by ticket id.

        What is raised stands for all of them, whichever it is about; each is done by itself then.
        """

    @abstractmethod
    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        """Restore the columns as they were; the same comes back."""

    def columns_now(self, ticket_ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """The values of the columns as they are stored, by ticket id."""
        found = Ticket.objects.filter(pk__in=ticket_ids).only("pk", *self.columns) if self.columns else ()
        return {ticket.pk: self.columns_of(ticket) for ticket in found}

    def columns_of(self, ticket: Ticket) -> dict[str, Any]:
        """The values now."""
        return {name: _plain(getattr(ticket, name)) for name in self.columns}


def one_by_one(turns: Iterable[Turn], do: Callable[[Turn], Noted]) -> dict[int, Outcome]:
    """For what is done to one ticket at a time: an error leaves its own ticket alone and no other."""
    found: dict[int, Outcome] = {}
    for turn in turns:
        try:
            with transaction.atomic():
                found[turn.ticket.pk] = do(turn)
        except InboxError as error:
            found[turn.ticket.pk] = error
    return found


def alike(turns: Iterable[Turn], key: Callable[[Turn], Any]) -> Mapping[Any, list[Turn]]:
    """Put together those of one key."""
    found: dict[Any, list[Turn]] = defaultdict(list)
    for turn in turns:
        found[key(turn)].append(turn)
    return found


def tickets_of(turns: Iterable[Turn]) -> list[Ticket]:
    return [turn.ticket for turn in turns]


def nothing_noted(turns: Iterable[Turn]) -> dict[int, Outcome]:
    """All of it is done, and undoing needs no more than the columns."""
    return {turn.ticket.pk: {} for turn in turns}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
