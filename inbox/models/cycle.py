"""Response cycles: each wait of a buyer for an answer."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.models.message import Message
from inbox.models.ticket import Ticket


class EndReason(models.TextChoices):
    ANSWERED = "answered", _("answered")
    ANSWERED_OUTSIDE = "answered_outside", _("answered on the marketplace's own site")
    NO_ANSWER_NEEDED = "no_answer_needed", _("no answer needed")
    SOLVED = "solved", _("solved")
    CLAIM_ENDED = "claim_ended", _("the claim ended")


class ResponseCycle(models.Model):
    """One wait. Met or late is derived from the times: answered or ended at or before due_at is in time.

    late_at_arrival: when we first saw the buyer's message, its deadline had passed already.
    windows_version: of the account's windows that gave the due times.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    soft_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    windows_version = models.PositiveIntegerField(default=1)
    late_at_arrival = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "number"], name="cycle_number_once_per_ticket"),
            models.UniqueConstraint(
                fields=["ticket"], name="one_open_cycle_per_ticket", condition=models.Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"cycle {self.number} of ticket {self.ticket_id}"

    def met(self, now: datetime) -> bool | None:
        """True in time, False late, None still open and not yet due."""
        if self.ended_at is not None:
            return self.ended_at <= self.due_at
        return False if now > self.due_at else None
