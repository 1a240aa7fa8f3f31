"""How each person wants to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from inbox.alerts.groups import BY_MAIL, BY_PUSH, Group
from inbox.alerts.quiet_hours import QuietHours
from inbox.models import AlertWishes, User
from inbox.people.zones import zone_of

USUAL_QUIET = QuietHours(time(21), time(7))


@dataclass(frozen=True)
class Wishes:
    """The choices of one person, or the defaults. See AlertWishes."""

    by_mail: frozenset[str] = frozenset(BY_MAIL)
    by_push: frozenset[str] = frozenset(BY_PUSH)
    quiet: QuietHours | None = USUAL_QUIET
    for_team: bool = True
    away_until: datetime | None = None

    def is_away(self, now: datetime) -> bool:
        return self.away_until is not None and now < self.away_until

    def goes_out_at(self, user: User, *, now: datetime) -> datetime:
        """When something that happens now may ring: at once, or when his quiet hours end."""
        end = self.quiet.end_at(now, zone_of(user)) if self.quiet else None
        return end or now


def wishes_of(people: Iterable[User]) -> dict[int, Wishes]:
    """The wishes of each, by his id: one query."""
    people = list(people)
    rows = {row.user_id: row for row in AlertWishes.objects.filter(user__in=people)}
    return {person.pk: _read(rows.get(person.pk)) for person in people}


def keep(user: User, wishes: Wishes) -> None:
    """Write them down; what has been told already goes out as it was to."""
    quiet = wishes.quiet
    AlertWishes.objects.update_or_create(
        user=user,
        defaults={
            "by_mail": sorted(wishes.by_mail & set(Group.values)),
            "by_push": sorted(wishes.by_push & set(Group.values)),
            "quiet_from": quiet.begins if quiet else None,
            "quiet_until": quiet.ends if quiet else None,
            "for_team": wishes.for_team,
            "away_until": wishes.away_until,
        },
    )


def _read(row: AlertWishes | None) -> Wishes:
    if row is None:
        return Wishes()
    quiet = (
        QuietHours(row.quiet_from, row.quiet_until)
        if row.quiet_from is not None and row.quiet_until is not None
        else None
    )
    return Wishes(frozenset(row.by_mail), frozenset(row.by_push), quiet, row.for_team, row.away_until)
