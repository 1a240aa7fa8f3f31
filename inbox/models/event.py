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
    TOPIC = "topic", _("topic changed")
    LEVEL = "level", _("level changed")
    LANGUAGE = "language", _("language changed")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    THANKS = "thanks", _("the buyer only said thank you")
    CALL = "call", _("telephone call")
    SNOOZED = "snoozed", _("snoozed")
    WOKEN = "woken", _("back from snooze")
    MERGED = "merged", _("merged")
    TOOK_IN = "took_in", _("another ticket merged into this one")
    UNMERGED = "unmerged", _("merge taken back")
    SPLIT = "split", _("split")
    LINKED = "linked", _("linked to another ticket")
    UNLINKED = "unlinked", _("link taken away")
    SPAM = "spam", _("marked as spam")
    NOT_SPAM = "not_spam", _("no spam after all")
    HANDED_OVER = "handed_over", _("handed over")
    RESOLUTION = "resolution", _("resolution recorded")
    CHECKLIST = "checklist", _("checklist changed")
    FORWARDED = "forwarded", _("forwarded")
    MENTIONED = "mentioned", _("somebody was mentioned")
    WARNED = "warned", _("warned")
    HOLIDAY = "holiday", _("holiday mode")
    RULE = "rule", _("a rule acted")
    OVERRIDDEN = "overridden", _("a warning was overridden")
    SURVEY = "survey", _("survey")


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
