"""Deadlines of a ticket besides the buyer's wait for an answer."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.models.calendar import CalendarVersion
from inbox.models.cycle import EndReason, is_met, version_used
from inbox.models.policy import PolicyVersion
from inbox.models.ticket import Ticket


class ClockKind(models.TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement")
    RESOLUTION = "resolution", _("solution")
    STATUTORY_ACKNOWLEDGEMENT = "statutory_acknowledgement", _("acknowledgement that the law asks for")
    STATUTORY = "statutory", _("legal deadline")
    MARKETPLACE = "marketplace", _("another question after an acknowledgement that counted")


class TicketClock(models.Model):
    """One deadline that runs, or ran. Met or late is derived from the times.

    number: which of its kind. Of an acknowledgement the cycle's; of a solution which time the ticket was open; of a
    legal deadline the policy's id, since each law has its own; of the marketplace's which further question it is.
    version, calendar_version: what gave due_at. due_at None: paused. end_reason NO_LONGER: the ticket changed, or the
    policies did; it was not met, and not missed.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=30, choices=ClockKind)
    number = models.PositiveIntegerField()
    version = version_used(PolicyVersion)
    calendar_version = version_used(CalendarVersion)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "kind", "number"], name="ticket_clock_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="ticket_clock_running", condition=models.Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of ticket {self.ticket_id}"

    def met(self, now: datetime) -> bool | None:
        """True in time, False late, None not decided yet, paused, or no longer asked for."""
        if self.end_reason == EndReason.NO_LONGER:
            return None
        return is_met(self.due_at, self.ended_at, now)
