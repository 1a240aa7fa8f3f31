"""Seller accounts, the keys they sign in through, and how far each has been read."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from connectors.base import Connector
from connectors.encryption import EncryptedJSONField
from connectors.registry import connector_class


class AccountState(models.TextChoices):
    OK = "ok", _("connected")
    PAUSED = "paused", _("paused")
    SIGN_IN = "sign_in_needed", _("sign in again")
    FAILING = "failing", _("failing")


class Application(models.Model):
    """The installation's own keys at one marketplace, shared by the accounts that sign in through it."""

    slug = models.CharField(max_length=30, unique=True)
    credentials = EncryptedJSONField(default=dict)

    def __str__(self) -> str:
        return self.slug


class Account(models.Model):
    """One seller account at one marketplace."""

    marketplace = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    credentials = EncryptedJSONField(default=dict)
    identity = models.JSONField(default=dict)
    """What the connector's check() learnt: the seller's own names and ids."""
    seller_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=AccountState, default=AccountState.OK)
    state_reason = models.TextField(blank=True)
    state_since = models.DateTimeField()
    missing = models.JSONField(default=list)
    """Sentences: what does not work with these credentials, and why."""
    sign_in_ends_at = models.DateTimeField(null=True, blank=True)
    channels = models.JSONField(default=list)
    """Codes of the sales channels seen."""
    marks_read = models.BooleanField(default=False)
    allowed_hosts = models.JSONField(default=list)
    """Hosts that replies may link to besides the marketplace's own, in small letters, each with all below it."""
    wants_push = models.BooleanField(default=False)
    quotas = models.JSONField(default=list)
    """Last known call limits: [{api, limit, remaining, resets_at}]."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["marketplace", "name"], name="account_name_once_per_marketplace"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def connector_class(self) -> type[Connector]:
        return connector_class(self.marketplace)

    @property
    def full_name(self) -> str:
        """Where accounts stand side by side: a shop is often called the same at each marketplace."""
        return f"{self.name} ({self.marketplace_label})"

    @property
    def marketplace_label(self) -> str:
        return self.connector_class.label

    @property
    def is_pulled(self) -> bool:
        """Whether the tick looks at it at all."""
        return self.state in (AccountState.OK, AccountState.FAILING)


class Stream(models.Model):
    """How far one stream of an account has been read, and when to look again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="streams")
    name = models.CharField(max_length=30)
    cursor = models.JSONField(null=True)
    next_pull_at = models.DateTimeField(null=True)
    """None while a pull of it is queued or the account is paused."""
    claimed_at = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)
    """When a push last said that there is something new: a pull that began before looks again at once."""
    failures = models.PositiveIntegerField(default=0)
    last_tried_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_new_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    first_import_done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="stream_once_per_account"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_pull_at"], name="stream_due", condition=models.Q(next_pull_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.name}"


class Backfill(models.Model):
    """A range of days to be read again. next_try_at: when it is due; None once it is done."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="backfills")
    since = models.DateTimeField()
    until = models.DateTimeField()
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    new = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="backfill_due", condition=models.Q(next_try_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.since:%Y-%m-%d}..{self.until:%Y-%m-%d}"
