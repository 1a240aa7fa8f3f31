"""Whether pushes may take over from polling: only while everything says that they arrive.

Polling is the safety net, so doubt counts against the push. It is relied upon for a stream when the subscription to
the topic that announces everything new in it is on, its destination is on and was found so at the last check, that
check was lately, and nothing new was found meanwhile that no push had announced.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from connectors.models import Account, PushSubscription, Stream
from connectors.push import PushState, ReceivesPush

CHECKED_WITHIN = timedelta(hours=3)
"""A destination that nobody has looked at for so long may have been given up: checks are hourly."""


def after_pull(account: Account, stream: Stream, *, now: datetime, found_new: bool) -> bool:
    """Whether the stream may wait longer for its next pull. stream: as it was before this one.

    found_new: whether this pull found something. If no push had come since the pull before, that is remembered as
    missed: until the next push, this subscription is not relied upon.
    """
    subscription = _sound(account, _topics(account, stream.name), now)
    if subscription is None:
        return False
    heard_at, before = subscription.last_received_at, stream.last_success_at
    if found_new and before is not None and (heard_at is None or heard_at < before):
        PushSubscription.objects.filter(id=subscription.id).update(missed_at=now)
        return False
    return not _has_missed(subscription)


def relied_upon(account: Account, *, now: datetime) -> bool:
    """Whether any stream of the account waits longer because of pushes."""
    names = [facts.name for facts in account.connector_class.streams]
    subscription = _sound(account, {topic for name in names for topic in _topics(account, name)}, now)
    return subscription is not None and not _has_missed(subscription)


def _sound(account: Account, topics: Collection[str], now: datetime) -> PushSubscription | None:
    """A subscription to one of the topics that is on, as far as the last check could tell."""
    if not topics:
        return None
    return PushSubscription.objects.filter(
        account=account,
        topic__in=topics,
        state=PushState.ON,
        problem="",
        destination__state=PushState.ON,
        destination__problem="",
        destination__checked_at__gt=now - CHECKED_WITHIN,
    ).first()


def _has_missed(subscription: PushSubscription) -> bool:
    heard_at, missed_at = subscription.last_received_at, subscription.missed_at
    return missed_at is not None and (heard_at is None or heard_at <= missed_at)


def _topics(account: Account, stream: str) -> list[str]:
    """The topics that announce everything new in a stream."""
    cls = account.connector_class
    if not issubclass(cls, ReceivesPush):
        return []
    return [topic.name for topic in cls.push_topics if topic.tells_all and stream in topic.wakes]
