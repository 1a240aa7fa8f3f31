"""Orders, as last seen at the marketplace."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from connectors.models import Account
from inbox.models.ticket import Ticket


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "OrderQuerySet":  # type: ignore[name-defined]
        """What this user may see, by the tickets about it, else by its shop: the only way a view gets rows."""
        if not user.is_active:
            return self.none()
        if not user.limits:
            return self
        about = Ticket.objects.filter(account=OuterRef("account"), order_id=OuterRef("external_id"))
        return self.filter(user.limits.of_shops).filter(Exists(about.visible_to(user)) | ~Exists(about))


class Order(models.Model):
    """A snapshot. state: as the marketplace calls it.

    channel: the sales channel or site; part of the order's name, since two channels may give the same number.
    buyer_handle: comparable with BuyerHandle.handle (inbox.names.same_person).
    items: [{item_id, title, quantity, sku, line_id, price, currency}], amounts as texts.
    asked_at: when it was last asked for because of a ticket; a row with no placed_at is one that is only asked for.
    problem: why it could not be fetched.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="orders")
    external_id = models.CharField(max_length=100)
    channel = models.CharField(max_length=50, blank=True)
    state = models.CharField(max_length=50, blank=True)
    placed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    items = models.JSONField(default=list)
    total = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    buyer_name = models.CharField(max_length=255, blank=True)
    buyer_handle = models.CharField(max_length=255, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    ship_by = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    deliver_by = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=100, blank=True)
    tracking = models.CharField(max_length=100, blank=True)
    fulfilled_by = models.CharField(max_length=50, blank=True)
    cancel_requested = models.BooleanField(default=False)
    buyer_note = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "channel", "external_id"], name="order_once_per_channel"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="order_to_fetch", condition=models.Q(next_try_at__isnull=False)),
            models.Index(fields=["account", "external_id"], name="order_by_number"),
            models.Index(
                fields=["account", "buyer_handle", "placed_at"],
                name="order_of_buyer",
                condition=~models.Q(buyer_handle=""),
            ),
        ]

    def __str__(self) -> str:
        return self.external_id
