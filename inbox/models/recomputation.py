"""A change of policies or calendars being carried over to the tickets that are open."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Recomputation(models.Model):
    """How far the open tickets have followed a change. A worker that dies leaves it to the next.

    total: tickets to look at when it was asked for; seen: looked at; changed: whose deadline is another now.
    last_ticket: the highest id looked at. next_try_at: when a worker may take it; None once it is finished.
    """

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    total = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    last_ticket = models.BigIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="recomputation_due", condition=models.Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.seen} of {self.total} tickets"
