"""Alerts go out by mail and to devices: what is due by one way, all of one person's at once.

So what quiet hours or a time without Guichet have gathered goes out as one.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from inbox.alerts import mail, web_push
from inbox.alerts.errors import CannotTell
from inbox.alerts.wording import AlertWords, with_all, worded
from inbox.models import Alert, User
from inbox.people.preferences import language_of
from inbox.people.zones import zone_of

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""What a worker has taken and not sent by then, another one takes."""
GIVE_UP_AFTER = timedelta(hours=12)
MOST_PEOPLE = 200

Send = Callable[[User, Sequence[AlertWords], datetime], None]
WAYS: dict[str, Send] = {"mail_at": mail.send, "push_at": web_push.send}
"""By the column that says when."""


def send_due(now: datetime) -> None:
    """Send what is due by each way."""
    for column, send in WAYS.items():
        due = Alert.objects.filter(**{f"{column}__lte": now}).order_by().values_list("user_id", flat=True)
        for user_id in list(due.distinct()[:MOST_PEOPLE]):
            _send_to(user_id, column, send, now)


def _send_to(user_id: int, column: str, send: Send, now: datetime) -> None:
    taken = _take(user_id, column, now)
    if not taken:
        return
    user = taken[0].user
    with translation.override(language_of(user) or settings.LANGUAGE_CODE), timezone.override(zone_of(user)):
        words = [one for one in worded(taken, now=now) if not one.is_over]
        try:
            if words and user.is_active:
                send(user, words, now)
        except CannotTell as error:
            log.warning("user %s: alerts not sent (%s)", user_id, error)
            _give_up_old(taken, column, now)
            return
    Alert.objects.filter(pk__in=[alert.pk for alert in taken]).update(**{column: None})


def _take(user_id: int, column: str, now: datetime) -> list[Alert]:
    """His alerts that are due, taken for as long as the lease lasts; none that another worker has."""
    with transaction.atomic():
        due = Alert.objects.select_for_update(skip_locked=True).filter(user=user_id, **{f"{column}__lte": now})
        ids = list(due.values_list("pk", flat=True))
        Alert.objects.filter(pk__in=ids).update(**{column: now + LEASE})
    return list(with_all(Alert.objects.filter(pk__in=ids)).order_by("at", "id")) if ids else []


def _give_up_old(taken: Sequence[Alert], column: str, now: datetime) -> None:
    """They are tried again when the lease ends, but nobody wants to hear of yesterday's."""
    old = [alert.pk for alert in taken if alert.at < now - GIVE_UP_AFTER]
    Alert.objects.filter(pk__in=old).update(**{column: None})
