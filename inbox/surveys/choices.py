"""Which accounts' buyers are asked, and how long after their ticket was solved. Nobody is until a lead says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.models import Account
from inbox.models import SurveyChoice

USUAL_DAYS, MOST_DAYS = 2, 30


@dataclass(frozen=True)
class Choice:
    """on_since: None = off. delay: from the solution to the asking."""

    on_since: datetime | None = None
    delay: timedelta = timedelta(days=USUAL_DAYS)


def choices() -> Mapping[int, Choice]:
    """By account; those without are off."""
    return {row.account_id: Choice(row.on_since, timedelta(days=row.days)) for row in SurveyChoice.objects.all()}


def choose(account: Account, *, is_on: bool, days: int, now: datetime) -> None:
    """Switch it on or off. Once on, only what is solved from now on is asked about, not the whole past."""
    row, _ = SurveyChoice.objects.get_or_create(account=account)
    if bool(row.on_since) != is_on:
        row.on_since = now if is_on else None
    row.days = days
    row.save(update_fields=["on_since", "days"])
