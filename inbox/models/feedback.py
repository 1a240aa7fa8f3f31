"""What buyers said publicly about the seller, and his answer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from connectors.models import Account
from inbox.models.message import Delivery
from inbox.models.ticket import Ticket

BAD = 2
"""So many stars and fewer are a complaint."""


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "FeedbackQuerySet":  # type: ignore[name-defined]
        """What this user may see, by its ticket, else by its shop: the only way a view gets rows."""
        if not user.is_active:
            return self.none()
        if not user.limits:
            return self
        his = models.Q(ticket=None) | models.Q(ticket__in=Ticket.objects.visible_to(user))
        return self.filter(user.limits.of_shops, his)

    def to_answer(self) -> "FeedbackQuerySet":
        """Bad ones without an answer, none on its way, of which nobody has said that nothing is left to do."""
        bad = self.filter(rating__lte=BAD, answer="", dealt_at=None)
        return bad.exclude(delivery__in=[Delivery.QUEUED, Delivery.SENDING, Delivery.ACCEPTED])

    def unsettled(self) -> "FeedbackQuerySet":
        """Answers that wait for a person: refused, or nobody knows what became of them."""
        return self.filter(delivery__in=[Delivery.UNSURE, Delivery.REFUSED], answer="")


class Feedback(models.Model):
    """One public opinion. rating: 1 to 5; None where the marketplace has no figure; word: its own word for it.

    answer: the seller's own, as published. typed: what was written here as the answer, kept whatever becomes of it;
    delivery says how far it is (inbox/feedback/answers.py), empty if nothing was ever written here.
    send_after: when it may leave; while it is being sent, when it left.
    reason: why it is refused, unsure or still queued, in the marketplace's words.
    revisable: whether the buyer may still change it. dealt_at, dealt_by: somebody said that nothing is left to do.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="feedback")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="feedback")
    external_id = models.CharField(max_length=255)
    order_id = models.CharField(max_length=100, blank=True)
    item_id = models.CharField(max_length=100, blank=True)
    buyer_handle = models.CharField(max_length=255, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    word = models.CharField(max_length=30, blank=True)
    text = models.TextField(blank=True)
    answerable = models.BooleanField(default=False)
    revisable = models.BooleanField(default=False, db_default=False)
    answer = models.TextField(blank=True)
    typed = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    delivery = models.CharField(max_length=20, choices=Delivery, blank=True)
    reason = models.TextField(blank=True)
    send_after = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    idempotency_key = models.CharField(max_length=255, blank=True)
    dealt_at = models.DateTimeField(null=True)
    dealt_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField()
    fetched_at = models.DateTimeField()

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "external_id"], name="feedback_once_per_account"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-written_at"], name="feedback_newest"),
            models.Index(fields=["-written_at", "-id"], name="feedback_latest"),
            models.Index(Lower("buyer_handle"), name="feedback_of_buyer", condition=~models.Q(buyer_handle="")),
            models.Index(fields=["account", "order_id"], name="feedback_of_order", condition=~models.Q(order_id="")),
            models.Index(
                fields=["-written_at", "-id"],
                name="feedback_to_answer",
                condition=models.Q(rating__lte=BAD, answer="", dealt_at=None),
            ),
            models.Index(
                fields=["send_after"],
                name="feedback_unsettled",
                condition=models.Q(delivery__in=["queued", "sending", "unsure", "refused"]),
            ),
        ]

    def __str__(self) -> str:
        return self.external_id
