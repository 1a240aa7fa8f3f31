"""Claims: what a buyer wants put right, with the marketplace's own deadline."""

from datetime import UTC, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from inbox.models.ticket import Ticket


class ClaimKind(models.TextChoices):
    RETURN = "return", _("return")
    REFUND = "refund", _("refund")
    NOT_RECEIVED = "not_received", _("not received")
    CANCELLATION = "cancellation", _("cancellation")
    CASE = "case", _("case")
    PAYMENT_DISPUTE = "payment_dispute", _("payment dispute")
    A_TO_Z = "a_to_z", _("A-to-z claim")


class ClaimState(models.TextChoices):
    SELLER = "seller", _("your answer is awaited")
    WAITING = "waiting", _("being examined")
    WON = "won", _("decided in your favour")
    LOST = "lost", _("decided for the buyer")
    CLOSED = "closed", _("closed")


NO_DEADLINE = datetime(3000, 1, 1, tzinfo=UTC)
AFTER_ALL_AWAITED = datetime(3500, 1, 1, tzinfo=UTC)
_AWAITED = Q(ended_at=None, state=ClaimState.SELLER)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "ClaimQuerySet":  # type: ignore[name-defined]
        """The claims this user may see: those of the tickets he may see."""
        if user.is_active and not user.limits:
            return self
        return self.filter(ticket__in=Ticket.objects.visible_to(user))

    def awaited(self) -> "ClaimQuerySet":
        """Those that wait for the seller."""
        return self.filter(_AWAITED, queue_at__lt=AFTER_ALL_AWAITED)


class Claim(models.Model):
    """One claim. respond_by, amount: as the marketplace gives them, never computed by us.

    state_there, reason: in the marketplace's own words, unknown ones included.
    links: pages of the marketplace about it, the last told of (IncomingClaim.links).
    queue_at: where it stands in the list of open claims: its deadline if the seller's answer is awaited, NO_DEADLINE
    if there is none, AFTER_ALL_AWAITED if somebody else must act; None once it has ended. Computed by PostgreSQL.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="claims")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="claims")
    external_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, choices=ClaimKind)
    state = models.CharField(max_length=20, choices=ClaimState, default=ClaimState.SELLER)
    state_there = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=100, blank=True)
    order_id = models.CharField(max_length=100, blank=True)
    item_id = models.CharField(max_length=100, blank=True)
    respond_by = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    links = models.JSONField(default=dict)
    queue_at = models.GeneratedField(
        expression=Case(
            When(_AWAITED, then=Coalesce("respond_by", Value(NO_DEADLINE))),
            When(ended_at=None, then=Value(AFTER_ALL_AWAITED)),
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "external_id"], name="claim_once_per_account"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["queue_at", "id"], name="claim_open", condition=Q(ended_at=None)),
            models.Index(fields=["-ended_at", "-id"], name="claim_ended", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["ticket"], name="claim_of_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class LooseClaimEntry(models.Model):
    """What happened to a claim, told before there was a conversation about its order: shown as a notice till then.

    entry: an IncomingClaim as JSON (inbox/claims/loose.py writes and reads it).
    placed_at: when it found its conversation.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=255)
    order_id = models.CharField(max_length=100)
    entry = models.JSONField()
    written_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "external_id"], name="loose_claim_entry_once_per_account"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "order_id"],
                name="loose_claim_entry_open",
                condition=models.Q(placed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.external_id
