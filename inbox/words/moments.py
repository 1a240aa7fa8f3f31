"""The moments that are offered for sending later, in the zone of whoever sends."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MORNING = 9
OFFERED: list[tuple[str, str | Promise]] = [
    ("hours", _("in 2 h")),
    ("tomorrow", _("tomorrow 09:00")),
    ("monday", _("Monday 09:00")),
    ("at", _("at …")),
]
"""By the names that forms send."""


def moment_of(name: str, at: datetime | None, *, now: datetime) -> datetime | None:
    """The moment that is meant; None for "at" without a moment or an unknown name. at: of "at"."""
    today = timezone.localtime(now)
    morning = today.replace(hour=MORNING, minute=0, second=0, microsecond=0, fold=0)
    match name:
        case "hours":
            return now + timedelta(hours=2)
        case "tomorrow":
            return morning + timedelta(days=1)
        case "monday":
            return morning + timedelta(days=7 - today.weekday())
        case "at":
            return at
        case _:
            return None
