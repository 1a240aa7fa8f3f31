"""Who gets the figures by mail, and which reports went out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Span(models.TextChoices):
    WEEK = "week", _("week")
    MONTH = "month", _("month")


class ReportWish(models.Model):
    """weekly_on: 0 = Monday; None = no weekly report. monthly: on the first of each month. hour: by his clock.

    wished_at: only reports whose hour comes after that are sent.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    weekly_on = models.PositiveSmallIntegerField(null=True, blank=True)
    monthly = models.BooleanField(default=False)
    hour = models.PositiveSmallIntegerField(default=7)
    wished_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekly_on=None) | Q(weekly_on__lt=7), name="report_on_a_weekday"),
            models.CheckConstraint(condition=Q(hour__lt=24), name="report_at_an_hour"),
        ]

    def __str__(self) -> str:
        return f"reports for {self.user_id}"


class Report(models.Model):
    """One report to one person. since: first day of what it is about.

    claimed_at: when a worker set out to send it; sent_at: when the mail server took it. Claimed and never sent: a
    worker died in between, nobody knows whether it went, and it is not sent twice. attempts: that failed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    span = models.CharField(max_length=5, choices=Span)
    since = models.DateField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "span", "since"], name="report_once_per_period"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="report_due", condition=Q(claimed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.span} from {self.since} to {self.user_id}"
