"""Alarms when buyers become discontent at a marketplace: raised once, over when things are better."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from connectors.models import Account
from inbox.alerts.occasions import notify_discontent
from inbox.feedback.moods import Mood, moods
from inbox.models import AlarmKind, FeedbackAlarm

RUN = 5
"""So many bad marks in a row."""
NEAR, BETTER = 0.82, 0.85
"""The positive share that is near the 80 % below which marketplaces act, and the one from which it is no more."""
ENOUGH = 20
"""So many marks before a share says anything."""


def look_for_discontent(now: datetime) -> None:
    """Raise what is new and end what is over. Two workers at once raise it once."""
    found = moods(list(Account.objects.defer("credentials", "identity")), now=now)
    open_ones = {(one.marketplace, one.kind): one for one in open_alarms()}
    for mood in found.values():
        for kind, number in _wanted(mood).items():
            if (mood.marketplace, kind) not in open_ones:
                _raise(mood.marketplace, kind, number, now=now)
    for alarm in open_ones.values():
        if _is_over(alarm, found.get(alarm.marketplace)):
            FeedbackAlarm.objects.filter(pk=alarm.pk).update(over_at=now)


def open_alarms() -> Iterable[FeedbackAlarm]:
    return FeedbackAlarm.objects.filter(over_at=None).order_by("raised_at", "id")


def _wanted(mood: Mood) -> Mapping[AlarmKind, int]:
    wanted = {}
    if mood.run >= RUN:
        wanted[AlarmKind.RUN] = mood.run
    share = mood.positive_share
    if share is not None and mood.rated >= ENOUGH and share <= NEAR:
        wanted[AlarmKind.SHARE] = round(share * 100)
    return wanted


def _is_over(alarm: FeedbackAlarm, mood: Mood | None) -> bool:
    if mood is None:
        return True
    if alarm.kind == AlarmKind.RUN:
        return mood.run < RUN
    share = mood.positive_share
    return share is None or mood.rated < ENOUGH or share >= BETTER


def _raise(marketplace: str, kind: AlarmKind, number: int, *, now: datetime) -> None:
    _, is_new = FeedbackAlarm.objects.get_or_create(
        marketplace=marketplace, kind=kind, over_at=None, defaults={"number": number, "raised_at": now}
    )
    if is_new:
        notify_discontent(marketplace, kind, number=number, now=now)
