"""Web push: a few words to every device that a person has added. Encrypted for the device, and nothing of a buyer."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext
from py_vapid import Vapid, b64urlencode
from requests import RequestException

from inbox.alerts.errors import CannotTell
from inbox.alerts.mail import one_line
from inbox.alerts.wording import AlertWords
from inbox.models import PushDevice, User
from inbox.public_https import NotPublic, public_session

GONE = (404, 410)
KEPT_FOR = timedelta(hours=4)
"""So long the push service keeps a push for a device that is off."""
PATIENCE_SECONDS = 10


def is_set_up() -> bool:
    """Whether this installation has the key that push services know it by."""
    return bool(settings.VAPID_KEY)


def public_key() -> str:
    """What a browser needs in order to let us push to it."""
    return _public_key(settings.VAPID_KEY)


@cache
def _public_key(private_key: str) -> str:
    point = Vapid.from_string(private_key).public_key
    return str(b64urlencode(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)))


def send(user: User, alerts: Sequence[AlertWords], now: datetime) -> None:
    """Push to all his devices; one that is gone is forgotten. Raises CannotTell if none could be reached."""
    del now
    devices = list(PushDevice.objects.filter(user=user)) if is_set_up() else []
    failures = [failure for device in devices if (failure := _push(device, payload_of(alerts)))]
    if devices and len(failures) == len(devices):
        raise CannotTell(failures[0])


def payload_of(alerts: Sequence[AlertWords]) -> dict[str, str]:
    """What the service worker shows. tag: a later one of the same ticket takes the place of an earlier one."""
    if len(alerts) == 1:
        only = alerts[0]
        return {"title": only.about or "Guichet", "body": only.words, "url": only.path, "tag": only.path}
    title = ngettext("%(n)d alert", "%(n)d alerts", len(alerts)) % {"n": len(alerts)}
    return {"title": title, "body": "\n".join(map(one_line, alerts[:3])), "url": reverse("alerts"), "tag": "alerts"}


def _push(device: PushDevice, payload: dict[str, str]) -> str:
    """Return "" if it was taken or the device is gone, else what went wrong."""
    from pywebpush import WebPushException, webpush  # noqa: PLC0415  it brings an HTTP client of its own along

    subscription = {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}}
    try:
        with public_session() as session:
            webpush(
                subscription,
                data=json.dumps(payload),
                vapid_private_key=settings.VAPID_KEY,
                vapid_claims={"sub": settings.PUSH_CONTACT},
                ttl=int(KEPT_FOR.total_seconds()),
                timeout=PATIENCE_SECONDS,
                requests_session=session,
            )
    except WebPushException as error:
        status = error.response.status_code if error.response is not None else 0
        if status not in GONE:
            return f"push service answers {status}"
        device.delete()
    except (RequestException, NotPublic, ValueError) as error:
        return type(error).__name__
    return ""
