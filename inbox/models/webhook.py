"""Webhooks: addresses of other programs that rules tell, and each thing that was told."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from connectors.encryption import EncryptedJSONField


class Webhook(models.Model):
    """One address. secret: what its calls are signed with; shown once."""

    name = models.CharField(max_length=100)
    url = models.CharField(max_length=1000)
    secret = EncryptedJSONField()
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class CallState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    TAKEN = "taken", _("taken")
    GIVEN_UP = "given_up", _("given up")


class WebhookCall(models.Model):
    """One thing to tell one webhook.

    key: the same is told once. payload: the JSON, without any words of buyers. next_try_at: None = not to be tried.
    status: what the other side last answered; None = nothing. problem: the name of what went
    wrong (inbox/views/rules/call_words.py).
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=160)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=CallState, default=CallState.WAITING)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["webhook", "key"], name="webhook_told_once")]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="webhook_call_due", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["webhook", "-id"], name="webhook_call_newest"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk} of webhook {self.webhook_id}"
