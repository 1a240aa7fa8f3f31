"""Forgetting a person: what keeps him away, and what says that it was done. Neither holds anything about him."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Tombstone(models.Model):
    """What must not come back: a name, a conversation, an order.

    digest: keyed, of marketplace and mark (inbox/erasure/tombstones.py).
    made_at: what is newer than this is somebody new.
    """

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]


class ErasureReason(models.TextChoices):
    ASKED = "asked", _("asked for by a person of the shop")
    ACCOUNT_DELETED = "account_deleted", _("the person closed the account at the marketplace")


class ErasureReceipt(models.Model):
    """Proof that a person was erased. reference: the marketplace's id of its demand, where there was one.

    counts: how many rows and files of each kind, e.g. {"messages": 4, "attachments": 1}.
    """

    marketplace = models.CharField(max_length=30)
    reason = models.CharField(max_length=20, choices=ErasureReason)
    reference = models.CharField(max_length=255, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    counts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["marketplace", "reference"],
                name="erasure_once_per_demand",
                condition=~models.Q(reference=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-at"], name="erasure_newest")]

    def __str__(self) -> str:
        return f"erasure {self.pk}"


class DoomedFile(models.Model):
    """A stored file of somebody erased, until it is gone: a row, so that no death of a worker keeps the file."""

    name = models.CharField(max_length=255, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
