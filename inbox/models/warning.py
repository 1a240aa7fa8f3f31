"""Warnings of deadlines: one row per wait and point, so that nobody is warned twice of the same."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inbox.models.ticket import Ticket


class Waiting(models.TextChoices):
    """What a deadline is of."""

    MARKETPLACE = "marketplace", _("answer, by the marketplace's clock")
    COMPANY = "company", _("answer, by your own clock")
    CLAIM = "claim", _("claim")
    ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement")
    RESOLUTION = "resolution", _("solution")
    STATUTORY_ACKNOWLEDGEMENT = "statutory_acknowledgement", _("acknowledgement that the law asks for")
    STATUTORY = "statutory", _("legal deadline")


class DeadlineWarning(models.Model):
    """One point of one wait that was reached. The wait is known by what it is and when it began.

    before: how much was left then, in the hours that the deadline is counted in; nothing = the deadline itself.
    due_at: the deadline as it was then. silent: nobody was told (a later point was reached at the same time).
    reached_at: when the point was. while_down: Guichet did not run then; warned_at is when it told of it.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="warnings")
    waiting = models.CharField(max_length=30, choices=Waiting)
    opened_at = models.DateTimeField()
    before = models.DurationField()
    due_at = models.DateTimeField()
    reached_at = models.DateTimeField()
    warned_at = models.DateTimeField()
    silent = models.BooleanField(default=False)
    while_down = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket", "waiting", "opened_at", "before"], name="warned_once_per_wait_and_point"
            ),
        ]

    def __str__(self) -> str:
        return f"warning of ticket {self.ticket_id}"

    @property
    def is_late(self) -> bool:
        return self.before == timedelta(0)


class WarningRound(models.Model):
    """The one row that says when deadlines were last looked at, so that a time without Guichet is known as such."""

    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_warning_round")]

    def __str__(self) -> str:
        return "warning round"
