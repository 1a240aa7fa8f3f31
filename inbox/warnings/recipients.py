"""Who hears of a ticket's deadline: its assignee if he is there, else the team; the leads too once it is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.alerts.wishes import Wishes, wishes_of
from inbox.models import Role, Ticket, User


@dataclass(frozen=True)
class Staff:
    """Everybody who works here, with his wishes; and which of some tickets each may see."""

    people: Sequence[User]
    wishes: dict[int, Wishes]
    visible: dict[int, frozenset[int]]
    now: datetime

    @classmethod
    def for_tickets(cls, tickets: Sequence[Ticket], *, now: datetime) -> "Staff":
        people = list(User.objects.filter(is_active=True).order_by("id"))
        ids = [ticket.pk for ticket in tickets]
        visible = {
            person.pk: frozenset(
                Ticket.objects.visible_to(person).filter(pk__in=ids).order_by().values_list("pk", flat=True)
            )
            for person in people
        }
        return cls(people, wishes_of(people), visible, now)

    def told_of(self, ticket: Ticket, *, is_late: bool) -> list[User]:
        """The people to be told, each once. Never nobody, as long as anybody may see the ticket."""
        may_see = [person for person in self.people if ticket.pk in self.visible[person.pk]]
        here = [person for person in may_see if not self.wishes[person.pk].is_away(self.now)]
        told = [person for person in here if person.pk == ticket.assignee_id] or self._team(here) or _leads(may_see)
        return _each_once([*told, *(_leads(here) if is_late else ())]) or may_see

    def _team(self, here: Iterable[User]) -> list[User]:
        return [person for person in here if self.wishes[person.pk].for_team]


def _leads(people: Sequence[User]) -> list[User]:
    """The team leads; where there is none, the owners."""
    leads = [person for person in people if person.role == Role.LEAD]
    return leads or [person for person in people if person.role == Role.OWNER]


def _each_once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())
