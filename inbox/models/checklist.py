"""Steps to take: ready-made lists by topic, and the steps of one ticket."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from inbox.models.ticket import Ticket

LONGEST_STEP = 200


class Checklist(models.Model):
    """The shop's own list for a topic, in place of the one that comes with Guichet (inbox/tickets/checklists.py)."""

    topic = models.CharField(max_length=100, unique=True)
    steps = ArrayField(models.CharField(max_length=LONGEST_STEP), default=list, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.topic


class ChecklistStep(models.Model):
    """One step of a ticket; a copy of the list's words, which may be changed later."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=LONGEST_STEP)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"step {self.pk} of ticket {self.ticket_id}"
