"""How far the rollup has come: by what definition and zone each figure was rolled up, and until when."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class FigureProgress(models.Model):
    """Of one figure. zone, digest: the zone of its days and the SQL by which it was rolled up.

    ready: False while it is rolled up for the first time, or anew; then it is answered from the log.
    """

    figure = models.CharField(max_length=40, unique=True)
    zone = models.CharField(max_length=50)
    digest = models.CharField(max_length=64)
    ready = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.figure


class RollupClock(models.Model):
    """One row. looked_at: until when the passing of time has been followed: deadlines that passed, days that ended.

    months_until: the first day of the first month that has no rows of its own yet.
    """

    looked_at = models.DateTimeField()
    months_until = models.DateField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_rollup_clock")]

    def __str__(self) -> str:
        return f"rolled up until {self.looked_at}"
