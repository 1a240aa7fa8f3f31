"""The log of a ticket: append-only, a database trigger refuses to change or delete a row."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.models.ticket import Ticket


class EventKind(models.TextChoices):
    OPENED = "opened", _("ticket opened")
    REOPENED = "reopened", _("reopened by the buyer")
    ASSIGNED = "assigned", _("assignee changed")
    STATUS = "status", _("status changed")
    PRIORITY = "priority", _("priority changed")
    TAGS = "tags", _("tags changed")
    SOLVED = "solved", _("solved")
    NO_ANSWER_NEEDED = "no_answer_needed", _("no answer needed")
    ANSWER_NEEDED = "answer_needed", _("answer needed after all")
    DELIVERY = "delivery", _("delivery")
    NOTE = "note", _("note added")
    DEADLINE = "deadline", _("deadline changed")
    CLAIM_OPENED = "claim_opened", _("claim opened")
    CLAIM_CHANGED = "claim_changed", _("claim changed")
    CLAIM_ENDED = "claim_ended", _("claim ended")
    ORDER = "order", _("order changed")
    CONVERSATION = "conversation", _("conversation on the marketplace")
    ERASED = "erased", _("buyer erased")


class TicketEvent(models.Model):
    """One thing that happened: who, when, what, before, after. No buyer text in before and after."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30, choices=EventKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    message_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ticket", "at", "id"], name="event_of_ticket")]

    def __str__(self) -> str:
        return f"{self.kind} of ticket {self.ticket_id}"
