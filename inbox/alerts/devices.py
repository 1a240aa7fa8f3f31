"""The browsers that a person has added for web push."""

from datetime import datetime

from inbox.alerts.errors import BadDevice
from inbox.models import PushDevice, User
from inbox.public_https import NotPublic, check_address

MOST = 20
LONGEST = {"endpoint": 1000, "p256dh": 200, "auth": 100}


def add(user: User, *, endpoint: str, p256dh: str, auth: str, name: str, now: datetime) -> PushDevice:
    """Add a browser; one that another person has used before him is his from now on. Raises BadDevice."""
    try:
        check_address(endpoint)
    except NotPublic as error:
        raise BadDevice from error
    given = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}
    if not all(0 < len(value) <= LONGEST[part] for part, value in given.items()):
        raise BadDevice
    device, _created = PushDevice.objects.update_or_create(
        endpoint=endpoint,
        defaults={"user": user, "p256dh": p256dh, "auth": auth, "name": name[:100], "added_at": now},
    )
    kept = PushDevice.objects.filter(user=user).order_by("-added_at", "-id").values_list("pk", flat=True)[:MOST]
    PushDevice.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
    return device


def remove(user: User, *, device_id: int) -> None:
    PushDevice.objects.filter(user=user, pk=device_id).delete()
