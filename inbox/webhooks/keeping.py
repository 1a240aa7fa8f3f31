"""Webhooks are added, switched and taken away; what they were told can be told again."""

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from inbox.errors import InboxError
from inbox.models import CallState, Webhook, WebhookCall
from inbox.public_https import NotPublic, check_address

LONGEST_URL = 1000


class BadAddress(InboxError):
    field = "url"

    def __str__(self) -> str:
        return _("The address must begin with https:// and lead to a machine on the public internet.")


def add(name: str, url: str, *, now: datetime) -> Webhook:
    """A new webhook with a secret of its own. Raises BadAddress."""
    check_url(url)
    return Webhook.objects.create(name=name[:100], url=url, secret=secrets.token_urlsafe(32), made_at=now)


def check_url(url: str) -> None:
    """What can be said without looking a name up; where a name leads is looked at when it is called."""
    try:
        parts = urlsplit(url)
        if len(url) > LONGEST_URL or not parts.hostname or parts.scheme not in ("http", "https"):
            raise BadAddress
        if not settings.WEBHOOKS_MAY_REACH_INSIDE:
            check_address(url)
    except (NotPublic, ValueError) as error:
        raise BadAddress from error


def tell(webhook: Webhook, payload: dict[str, object], *, key: str, now: datetime) -> None:
    """Have the webhook called soon; the same key is told once."""
    call = WebhookCall(webhook=webhook, key=key, payload=payload, made_at=now, next_try_at=now)
    WebhookCall.objects.bulk_create([call], ignore_conflicts=True)


def replay(call: WebhookCall, *, now: datetime) -> None:
    """Tell the same again, from the first attempt."""
    WebhookCall.objects.filter(pk=call.pk).update(
        state=CallState.WAITING, attempts=0, next_try_at=now, status=None, problem=""
    )
