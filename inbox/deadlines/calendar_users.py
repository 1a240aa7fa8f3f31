"""Who goes by a calendar."""

from collections.abc import Collection

from inbox.deadlines.ready_made import name_of
from inbox.models import PolicyVersion


def users_of(calendar_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the names of the policies whose newest version counts by each calendar, switched off or not. One query."""
    newest = PolicyVersion.objects.order_by("policy_id", "-number").distinct("policy_id").select_related("policy")
    users: dict[int, list[str]] = {calendar_id: [] for calendar_id in calendar_ids}
    for version in newest:
        if version.calendar_id in users:
            users[version.calendar_id].append(name_of(version.policy))
    return {calendar_id: sorted(names) for calendar_id, names in users.items()}
