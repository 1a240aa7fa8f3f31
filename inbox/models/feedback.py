"""What buyers said publicly about the seller, imported from the marketplace."""

from typing import ClassVar

from django.db import models

from connectors.models import Account


class Feedback(models.Model):
    """One public opinion. rating: 1 to 5; None where the marketplace has no figure. answer: the seller's own."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="feedback")
    external_id = models.CharField(max_length=255)
    order_id = models.CharField(max_length=100, blank=True)
    buyer_handle = models.CharField(max_length=255, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    written_at = models.DateTimeField()
    fetched_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "external_id"], name="feedback_once_per_account"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-written_at"], name="feedback_newest")]

    def __str__(self) -> str:
        return self.external_id
