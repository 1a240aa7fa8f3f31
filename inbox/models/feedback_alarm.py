"""Alarms about what buyers say: each is raised once, and over when things are better."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AlarmKind(models.TextChoices):
    RUN = "run", _("several bad ratings in a row")
    SHARE = "share", _("the positive share is near its limit")


class FeedbackAlarm(models.Model):
    """One alarm about one marketplace. number: ratings in a row, or the positive share in per cent, when raised."""

    marketplace = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=AlarmKind)
    number = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["marketplace", "kind"], name="feedback_alarm_once_at_a_time", condition=Q(over_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.marketplace}"
