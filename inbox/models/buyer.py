"""The people who write to the shop."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from connectors.models import Account

ERASED = "erased buyer"
"""What somebody erased is called in the database; shown as Ticket.buyer_called in the reader's language."""


class BuyerQuerySet(models.QuerySet["Buyer"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "BuyerQuerySet":  # type: ignore[name-defined]
        """The buyers this user may see: all of them, or those of the tickets he may see."""
        if not user.is_active:
            return self.none()
        if not user.limits:
            return self
        return self.filter(pk__in=Buyer.objects.filter(user.limits.of_tickets("tickets__")).values("pk"))


class Buyer(models.Model):
    """A person at one account. erased_at: since when the row stands for somebody nobody knows any more.

    language: the one he last wrote in for sure, or that a person has set for him (language_set).
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="buyers")
    handle = models.CharField(max_length=255)
    """The name the marketplace writes to, as last seen."""
    name = models.CharField(max_length=255, blank=True)
    language = models.CharField(max_length=5, blank=True, default="", db_default="")
    language_set = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)

    objects = BuyerQuerySet.as_manager()

    def __str__(self) -> str:
        return ERASED if self.erased_at else self.name or self.handle


class BuyerHandle(models.Model):
    """Every name a buyer was ever seen under (user name, user id, relay address), in lower case."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="handles")
    handle = models.CharField(max_length=255)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "handle"], name="buyer_handle_once_per_account"),
        ]
        indexes: ClassVar = [models.Index(fields=["handle"], name="buyer_by_handle")]

    def __str__(self) -> str:
        return self.handle
