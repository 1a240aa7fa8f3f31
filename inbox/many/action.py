"""What can be done to many tickets: each action tells what it needs, whom it is not for, how it is done and undone."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise

from inbox.errors import InboxError
from inbox.models import Ticket, User

Wishes = Mapping[str, Any]
"""What the action needs to know: values that JSON can keep."""
Noted = Mapping[str, Any]
"""Values of a ticket that JSON can keep."""


@dataclass(frozen=True)
class Turn:
    """One ticket that an action has come to.

    noted: what was remembered of it, and what `do` gave back. key: the same if its turn comes twice.
    """

    ticket: Ticket
    wishes: Wishes
    by: User
    now: datetime
    noted: Noted = field(default_factory=dict)
    key: str = ""


class Action(ABC):
    """The work itself is done by the functions that do it to one ticket; this is how they are used on many.

    fields: names of what `read` takes. columns: of the ticket, that the action changes: kept before and after, so that
    undoing restores what was there and leaves alone what somebody changed since.
    """

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    icon: ClassVar[str]
    fields: ClassVar[Sequence[str]] = ()
    columns: ClassVar[Sequence[str]]

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
    def do(self, turn: Turn) -> Noted:
        """Do it; return what undoing needs beside the columns."""

    @abstractmethod
    def undo(self, turn: Turn, before: Noted) -> None:
        """Restore the columns `before`. Raises an InboxError where that is not possible any more."""

    def columns_of(self, ticket: Ticket) -> dict[str, Any]:
        """The values now."""
        return {name: _plain(getattr(ticket, name)) for name in self.columns}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
