"""The number at the bell: how many alerts a person has not read, kept on his row."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from inbox.models import Alert, User


def recount(user_ids: Iterable[int]) -> None:
    """Count anew; in the transaction that added or read alerts. The rows are locked first, so none miscounts."""
    ids = sorted(set(user_ids))
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    unread = Alert.objects.filter(user__in=ids, read_at=None).order_by().values_list("user").annotate(Count("pk"))
    for user_id, number in (dict.fromkeys(ids, 0) | dict(unread)).items():
        User.objects.filter(pk=user_id).exclude(unread_alerts=number).update(unread_alerts=number)


def mark_read(user: User, alert_ids: Iterable[int] | None, *, now: datetime) -> None:
    """These alerts of his were read, None = all; they do not ring any more either."""
    mine = Alert.objects.filter(user=user, read_at=None)
    if alert_ids is not None:
        mine = mine.filter(pk__in=list(alert_ids))
    with transaction.atomic():
        if mine.update(read_at=now, mail_at=None, push_at=None):
            recount([user.pk])
            user.refresh_from_db(fields=["unread_alerts"])


def mark_ticket_read(user: User, ticket_id: int, *, now: datetime) -> None:
    """He has opened the ticket: what was told of it alone is read. No query for who has nothing unread."""
    if user.unread_alerts:
        ids = Alert.objects.filter(user=user, ticket=ticket_id, read_at=None).values_list("pk", flat=True)
        mark_read(user, list(ids), now=now)
