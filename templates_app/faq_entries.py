"""What people do with FAQ entries."""

from datetime import date, datetime, timedelta
from typing import Any

from templates_app.models import FaqEntry

REVIEW_AFTER = timedelta(days=180)
"""How long an entry is taken for right, if nobody says otherwise."""


def keep(entry: FaqEntry, *, by: Any, now: datetime) -> FaqEntry:
    """Store a new or changed entry. by: the user."""
    entry.made_at = entry.made_at or now
    entry.changed_at, entry.changed_by = now, by
    entry.save()
    return entry


def reviewed(entry: FaqEntry, *, by: Any, now: datetime) -> None:
    """It is still right: the day to look at it again moves on."""
    entry.review_on = next_review(now.date())
    entry.changed_at, entry.changed_by = now, by
    entry.save(update_fields=["review_on", "changed_at", "changed_by"])


def next_review(today: date) -> date:
    """The day that is proposed."""
    return today + REVIEW_AFTER
