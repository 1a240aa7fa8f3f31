"""Holiday mode: the shop is closed, its own clock stands still."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from connectors.models import Account


class HolidayQuerySet(models.QuerySet["HolidayMode"]):
    def not_over(self, now: datetime) -> "HolidayQuerySet":
        """Those that last or are still to come."""
        return self.filter(ends_at__gt=now, ended_at=None).order_by("starts_at", "id")


class HolidayMode(models.Model):
    """One holiday. accounts: those it is for; none = all of them.

    ended_at: cancelled or ended early; the clock stood still until then (not at all if that is before starts_at).
    """

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    accounts = models.ManyToManyField(Account, related_name="holidays")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="holiday_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"holiday {self.pk}"
