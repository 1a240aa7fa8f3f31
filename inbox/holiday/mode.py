"""Holiday mode: begun by a lead, ends by itself or by hand. It stops the company's clock only."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.deadlines import recompute
from inbox.errors import InboxError
from inbox.models import HolidayMode, User


class BadHoliday(InboxError):
    """A holiday that ends before it begins, or is over already."""

    field = "ends_at"

    def __str__(self) -> str:
        return _("A holiday must end after it begins, and not in the past.")


def begin(
    starts_at: datetime, ends_at: datetime, *, accounts: Sequence[Account], by: User, now: datetime
) -> HolidayMode:
    """Close the shop from then to then; of no accounts = of all. Raises BadHoliday."""
    if ends_at <= max(starts_at, now):
        raise BadHoliday
    with transaction.atomic():
        holiday = HolidayMode.objects.create(starts_at=starts_at, ends_at=ends_at, made_by=by, made_at=now)
        holiday.accounts.set(accounts)
        recompute.begin(by=by, now=now)
    return holiday


def end(holiday: HolidayMode, *, by: User, now: datetime) -> None:
    """Open again: from now on if it has begun, else as if it had never been planned."""
    with transaction.atomic():
        if HolidayMode.objects.filter(pk=holiday.pk, ended_at=None, ends_at__gt=now).update(ended_at=now):
            recompute.begin(by=by, now=now)
