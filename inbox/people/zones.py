"""In which zone a person's day begins and ends."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings

from inbox.models import User


def zone_of(user: User | None) -> ZoneInfo:
    """The user's zone, or the shop's."""
    try:
        return ZoneInfo((user and user.zone) or settings.SHOP_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.SHOP_ZONE)


@cache
def zone_choices() -> Sequence[tuple[str, str]]:
    """The zones that are named after a place, for a list to choose from; looked for once, since they are files."""
    left_out = ("Etc/", "SystemV/", "posix", "right")
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(left_out))
    return (("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones))
