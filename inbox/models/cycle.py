"""Response cycles: each wait of a buyer for an answer, on two clocks."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.models.calendar import CalendarVersion
from inbox.models.message import Message
from inbox.models.policy import PolicyVersion
from inbox.models.ticket import Ticket


class EndReason(models.TextChoices):
    ANSWERED = "answered", _("answered")
    ANSWERED_OUTSIDE = "answered_outside", _("answered on the marketplace's own site")
    NO_ANSWER_NEEDED = "no_answer_needed", _("no answer needed")
    SOLVED = "solved", _("solved")
    THANKS = "thanks", _("the buyer only said thank you")
    CALL = "call", _("answered by telephone")
    MERGED = "merged", _("merged into another ticket")
    SPAM = "spam", _("spam")
    CLAIM_ENDED = "claim_ended", _("the claim ended")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    NO_LONGER = "no_longer", _("no policy asks for it any more")


class Target(models.TextChoices):
    """Which of the two the company's clock measures; never both at once."""

    FIRST = "first", _("first answer")
    NEXT = "next", _("next answer")


def version_used(model: type[models.Model]) -> "models.ForeignKey[Any, Any]":
    """A reference to the version that gave a due time. Never looked up from that end, so it has no index."""
    return models.ForeignKey(model, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)


class ResponseCycle(models.Model):
    """One wait. Met or late is derived from the times: answered or ended at or before the due time is in time.

    soft_due_at, due_at: the marketplace's; None if no policy sets one. company_due_at: the shop's own; None too while
    it is paused. The versions are those that gave them; a calendar version of None = around the clock.
    late_at_arrival: when we first saw the buyer's message, the marketplace's deadline had passed already.
    acknowledged_at: when the buyer was told that an answer will follow.
    marketplace_ended_at: when the marketplace's clock stopped: with the wait, or with an acknowledgement where any
    answer counts there (a question after that is a TicketClock of its own).
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveIntegerField()
    target = models.CharField(max_length=10, choices=Target, default=Target.FIRST, db_default=Target.FIRST)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    soft_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    marketplace_version = version_used(PolicyVersion)
    marketplace_calendar = version_used(CalendarVersion)
    marketplace_ended_at = models.DateTimeField(null=True)
    company_due_at = models.DateTimeField(null=True)
    company_version = version_used(PolicyVersion)
    company_calendar = version_used(CalendarVersion)
    late_at_arrival = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)
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
        indexes: ClassVar = [models.Index(fields=["opened_at"], name="cycle_opened")]

    def __str__(self) -> str:
        return f"cycle {self.number} of ticket {self.ticket_id}"

    def met(self, now: datetime) -> bool | None:
        """On the marketplace's clock: True in time, False late, None not decided yet or without a deadline."""
        return is_met(self.due_at, self.marketplace_ended_at or self.ended_at, now)

    def company_met(self, now: datetime) -> bool | None:
        """The same on the shop's own clock."""
        return is_met(self.company_due_at, self.ended_at, now)


def is_met(due_at: datetime | None, ended_at: datetime | None, now: datetime) -> bool | None:
    """Exactly at the deadline is in time; while nothing has ended, a deadline that has passed is late."""
    if due_at is None:
        return None
    if ended_at is not None:
        return ended_at <= due_at
    return False if now > due_at else None
