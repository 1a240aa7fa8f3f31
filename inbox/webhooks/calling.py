"""The calls: what is due is claimed with a lease, sent, and recorded; what is not taken is tried again later.

A receiver may hear of one thing twice, if a worker dies between sending and recording: `Guichet-Id` is the same then.
"""

import json
import logging
from datetime import datetime, timedelta

import requests
from django.conf import settings
from django.db import transaction

from inbox.models import CallState, WebhookCall
from inbox.public_https import NotPublic, public_session
from inbox.webhooks.signing import HEADER, signature

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10
LEASE = timedelta(minutes=2)
FIRST_BACK_OFF = timedelta(seconds=30)
MOST_ATTEMPTS = 12
"""With the time doubling each time, the last attempt is about 17 hours after the first."""
AT_ONCE = 50
KEPT_FOR = timedelta(days=30)


def call_due(now: datetime) -> int:
    """Make the calls that are due; return how many were taken by the other side."""
    due = WebhookCall.objects.filter(next_try_at__lte=now, webhook__active=True).order_by("next_try_at", "id")
    return sum(_call(call_id, now) for call_id in list(due.values_list("id", flat=True)[:AT_ONCE]))


def forget_old(now: datetime) -> None:
    WebhookCall.objects.filter(made_at__lt=now - KEPT_FOR, next_try_at=None).delete()


def _call(call_id: int, now: datetime) -> bool:
    call = _claim(call_id, now)
    if call is None:
        return False
    status, problem = _post(call, now)
    taken = 200 <= status < 300
    call.attempts += 1
    call.status, call.problem = status or None, "" if taken else problem[:200]
    if taken:
        call.state, call.taken_at, call.next_try_at = CallState.TAKEN, now, None
    elif call.attempts >= MOST_ATTEMPTS:
        call.state, call.next_try_at = CallState.GIVEN_UP, None
    else:
        call.next_try_at = now + FIRST_BACK_OFF * 2 ** (call.attempts - 1)
    call.save(update_fields=["attempts", "status", "problem", "state", "taken_at", "next_try_at"])
    return taken


def _claim(call_id: int, now: datetime) -> WebhookCall | None:
    with transaction.atomic():
        locked = WebhookCall.objects.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
        call = locked.filter(pk=call_id, next_try_at__lte=now).first()
        if call is not None:
            call.next_try_at = now + LEASE
            call.save(update_fields=["next_try_at"])
    return call


def _post(call: WebhookCall, now: datetime) -> tuple[int, str]:
    """The status the other side answers, and what is wrong; 0 = no answer. Its words are not read."""
    body = json.dumps({"id": call.key, **call.payload}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Guichet",
        "Guichet-Id": call.key,
        HEADER: signature(call.webhook.secret, body, at=int(now.timestamp())),
    }
    try:
        with _session() as session:
            answer = session.post(
                call.webhook.url,
                data=body,
                headers=headers,
                timeout=PATIENCE_SECONDS,
                allow_redirects=False,
                stream=True,
            )
            return answer.status_code, f"HTTP {answer.status_code}"
    except NotPublic:
        return 0, "NotPublic"
    except (requests.RequestException, OSError, ValueError) as error:
        log.info("webhook %s: %s", call.webhook_id, type(error).__name__)
        return 0, type(error).__name__


def _session() -> requests.Session:
    if not settings.WEBHOOKS_MAY_REACH_INSIDE:
        return public_session()
    session = requests.Session()
    session.trust_env = False
    return session
