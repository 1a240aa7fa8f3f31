"""Finding the conversation of a message whose marketplace does not simply say it."""

from typing import ClassVar

from django.db import models

from connectors.models import Account


class ThreadName(models.Model):
    """A name under which a conversation was seen: a case id, a Message-ID, an order with a buyer."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    thread_id = models.CharField(max_length=255)
    last_used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="thread_name_once_per_account"),
        ]

    def __str__(self) -> str:
        return self.name


class LooseCopy(models.Model):
    """A copy of an answer of ours that names no conversation.

    placed_at: when it was known what it is a copy of; None if it fits no conversation, or several.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=255)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    buyer_name = models.CharField(max_length=255, blank=True)
    order_id = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField()
    fetched_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "external_id"], name="loose_copy_once_per_account"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "written_at"], name="loose_copy_open", condition=models.Q(placed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.external_id
