"""What an outside agent may see: the tickets of his shops in his languages, and what belongs to them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from inbox.models.ticket import Ticket


@dataclass(frozen=True)
class Limits:
    """accounts: ids; none given = he sees nothing. languages: codes; none given = all of them, unknown ones too."""

    accounts: frozenset[int]
    languages: frozenset[str]

    def of_tickets(self, path: str = "") -> Q:
        """The one rule; what else there is follows the tickets (visible_to of each model).

        path: how the rows that are filtered lead to the ticket, such as "tickets__"; empty = they are tickets.
        """
        allowed = Q(**{f"{path}account__in": self.accounts})
        return allowed & Q(**{f"{path}language__in": self.languages}) if self.languages else allowed

    def let_through(self, ticket: "Ticket") -> bool:
        """The same of one ticket that was read already."""
        return ticket.account_id in self.accounts and (not self.languages or ticket.language in self.languages)

    @property
    def of_shops(self) -> Q:
        """For rows of a shop that no ticket is about."""
        return Q(account__in=self.accounts)
