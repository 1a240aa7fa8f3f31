"""The orders in which lists of tickets are shown. Each has its own index, and pages by keyset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Expression, F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.models import Ticket
from inbox.models.ticket import BUYER_PLAIN, END_OF_QUEUE, WAITS_LONGEST


class Sort(StrEnum):
    """How a list is sorted. WAIT and BUYER: lists of tickets under way only, which their indexes cover."""

    URGENCY = "urgency"
    NEWEST = "newest"
    WAIT = "wait"
    BUYER = "buyer"
    SOLVED = "solved"

    @property
    def label(self) -> str | Promise:
        return _ORDERS[self].label

    @property
    def key(self) -> Expression | F:
        """What to sort by before the id."""
        return _ORDERS[self].key

    @property
    def is_downwards(self) -> bool:
        return _ORDERS[self].is_downwards

    def moment_of(self, ticket: Ticket) -> datetime | None:
        """Where the ticket stands in this order; None where it goes by name."""
        return _ORDERS[self].moment_of(ticket)


@dataclass(frozen=True)
class _Order:
    label: str | Promise
    key: Expression | F
    moment_of: Callable[[Ticket], datetime | None]
    is_downwards: bool = False


_ORDERS = {
    Sort.URGENCY: _Order(_("Most urgent"), F("queue_at"), lambda ticket: ticket.queue_at),
    Sort.NEWEST: _Order(_("Newest"), F("last_message_at"), lambda ticket: ticket.last_message_at, is_downwards=True),
    Sort.WAIT: _Order(_("Longest wait"), WAITS_LONGEST, lambda ticket: ticket.waits_since or END_OF_QUEUE),
    Sort.BUYER: _Order(_("Buyer"), BUYER_PLAIN, lambda ticket: None),
    Sort.SOLVED: _Order(_("Last solved"), F("solved_at"), lambda ticket: ticket.solved_at, is_downwards=True),
}
