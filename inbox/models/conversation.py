"""How a conversation stands at its marketplace, apart from the tickets it has given."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from connectors.models import Account


class Conversation(models.Model):
    """Only for marketplaces that say more of a conversation than its messages.

    is_open, state, grade: as in connectors.incoming.IncomingConversation: three separate things.
    recipients: who may be written to, the marketplace's codes; empty = the buyer only.
    wanted_open: what an agent has asked for and the marketplace has not done yet; None = nothing.
    refusal: why the marketplace did not do the last thing asked for, in its words.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="conversations")
    thread_id = models.CharField(max_length=255)
    channel = models.CharField(max_length=50, blank=True)
    is_open = models.BooleanField(null=True)
    state = models.CharField(max_length=50, blank=True)
    grade = models.CharField(max_length=50, blank=True)
    topic = models.CharField(max_length=100, blank=True)
    recipients = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    wanted_open = models.BooleanField(null=True)
    wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "thread_id"], name="conversation_once_per_account"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], name="conversation_to_change", condition=models.Q(next_try_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.thread_id
