"""What an agent has typed and not sent yet, kept as typed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from inbox.models.ticket import Ticket


class Draft(models.Model):
    """One per ticket and user; note: it is meant as an internal note."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "user"], name="draft_once_per_user")]

    def __str__(self) -> str:
        return f"draft on ticket {self.ticket_id}"


class DraftFile(models.Model):
    """A file picked for a reply that is not sent yet."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    file = models.FileField(upload_to="drafts/%Y/%m/")
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.name
