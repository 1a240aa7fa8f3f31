"""Pushes: where they are to come, who is told of what, and each one until it has been worked off."""

from typing import ClassVar

from django.db import models

from connectors.encryption import EncryptedJSONField
from connectors.models.account import Account
from connectors.push import PushState

STATES = [(state.value, state.value) for state in PushState]


class PushDestination(models.Model):
    """The one address of this installation at a marketplace.

    endpoint: as the marketplace was told. problem: why the last check failed (an English msgid or the marketplace's
    words); empty if it did not. next_check_at: when a worker looks after it. repaired_at: when the marketplace had
    given it up and we set it right.
    """

    slug = models.CharField(max_length=30, unique=True)
    external_id = models.CharField(max_length=255, blank=True)
    endpoint = models.CharField(max_length=500)
    verification_token: EncryptedJSONField = EncryptedJSONField()
    state = models.CharField(max_length=10, choices=STATES, default=PushState.OFF.value)
    problem = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    repaired_at = models.DateTimeField(null=True)
    last_received_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.slug


class PushSubscription(models.Model):
    """One topic for one seller, or for the installation (account None).

    missed_at: when something new was found that no push had announced; until the next one comes, polling does not
    rely on it. tested_at: when a person last asked for a made-up push.
    """

    destination = models.ForeignKey(PushDestination, on_delete=models.CASCADE, related_name="subscriptions")
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    topic = models.CharField(max_length=100)
    external_id = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=PushState.OFF.value)
    problem = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    last_received_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["destination", "account", "topic"], name="push_topic_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.topic}"


class PushEntry(models.Model):
    """One push whose signature held. The row stays a while, so that a repetition is known as such.

    body: as it came in, until it is worked off; then empty, since it may be about a person we do not know.
    next_try_at: when it is due; None once it is worked off. problem: why it could not be, if so.
    """

    slug = models.CharField(max_length=30)
    notification_id = models.CharField(max_length=255)
    topic = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    received_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "notification_id"], name="push_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="push_due", condition=models.Q(next_try_at__isnull=False)),
            models.Index(fields=["received_at"], name="push_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.topic} {self.pk}"
