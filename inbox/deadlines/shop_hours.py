"""Which calendars tell when somebody of the shop works."""

from collections import defaultdict

from inbox.deadlines.rules import newest_versions
from inbox.models import CalendarVersion, Clock


def calendars_of_shop() -> list[CalendarVersion]:
    """The newest versions, with their calendars. Those by which only marketplaces or the law count are left out."""
    clocks: dict[int, set[str]] = defaultdict(set)
    for used in newest_versions():
        if used.calendar_id:
            clocks[used.calendar_id].add(used.policy.clock)
    of_others = [pk for pk, found in clocks.items() if Clock.COMPANY not in found]
    kept = CalendarVersion.objects.filter(calendar__removed_at=None).exclude(calendar__in=of_others)
    return list(kept.current())
