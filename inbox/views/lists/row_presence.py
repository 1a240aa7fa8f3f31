"""Marks on the rows of a list: who is at which ticket."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox import presence
from inbox.models import Ticket, User
from inbox.presence import Present
from inbox.views.ticket.together import Colleague, colleague


@dataclass(frozen=True)
class RowPresence:
    """version: another one whenever a mark comes, goes or changes. rows: colleagues by ticket id."""

    version: str
    rows: Mapping[int, Sequence[Colleague]]


def marks_version(user: User, now: datetime) -> str:
    """The version of the marks as they are now; asks no database."""
    return _version(_others(user, now))


def marks_on(shown: Collection[int], *, user: User, now: datetime) -> RowPresence:
    """Marks for tickets that the user is shown anyway, by id."""
    others = _others(user, now)
    return _marks(others, visible=set(shown))


def marks_anywhere(user: User, now: datetime) -> RowPresence:
    """Marks for every ticket that the user may see: the page puts them on the rows it has."""
    others = _others(user, now)
    visible = Ticket.objects.visible_to(user).filter(pk__in={one.ticket_id for one in others})
    return _marks(others, visible=set(visible.values_list("id", flat=True)) if others else set())


def _others(user: User, now: datetime) -> list[Present]:
    return [one for one in presence.present(now) if one.user_id != user.pk]


def _version(others: Sequence[Present]) -> str:
    return ",".join(sorted(f"{one.ticket_id}.{one.user_id}{'w' if one.writes else ''}" for one in others))


def _marks(others: Sequence[Present], *, visible: Collection[int]) -> RowPresence:
    shown = [one for one in others if one.ticket_id in visible]
    people = User.objects.in_bulk([one.user_id for one in shown]) if shown else {}
    rows: dict[int, list[Colleague]] = {}
    for one in shown:
        if one.user_id in people:
            rows.setdefault(one.ticket_id, []).append(colleague(people[one.user_id], one))
    return RowPresence(_version(others), rows)
