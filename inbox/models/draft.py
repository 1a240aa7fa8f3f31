"""What an agent has typed and not sent yet, kept as typed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from inbox.models.ticket import Ticket


class Draft(models.Model):
    """One per ticket and user, and one that nobody wrote (user None): prepared by a rule for whoever answers.

    text: of a reply; note: of an internal note. seen: the newest message that the writer of the reply knew when he
    began (its id); None = not known. template: from which reply template the text was made, as UsedTemplate writes it
    (inbox/answering/used.py); empty = from none.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    note = models.TextField(blank=True, default="", db_default="")
    seen = models.BigIntegerField(null=True)
    template = models.CharField(max_length=60, blank=True, default="", db_default="")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "user"], name="draft_once_per_user"),
            models.UniqueConstraint(fields=["ticket"], name="draft_prepared_once", condition=models.Q(user=None)),
        ]

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
