"""Alerts: what Guichet tells one of its people in the page, by mail and on his devices. Nothing of buyers in them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from inbox.models.ticket import Ticket
from inbox.models.warning import DeadlineWarning


class AlertKind(models.TextChoices):
    WARNING = "warning", _("a deadline comes near")
    LATE = "late", _("a deadline has passed")
    DIGEST = "digest", _("several deadlines at once")
    ASSIGNED = "assigned", _("a ticket was given to you")
    HANDED_OVER = "handed_over", _("a ticket was handed over to you")
    MENTIONED = "mentioned", _("somebody mentioned you")
    REPLY_REFUSED = "reply_refused", _("a reply of yours was refused")
    REPLY_UNSURE = "reply_unsure", _("a reply of yours is not sure")
    FORWARD_ANSWERED = "forward_answered", _("a forwarded mail was answered")
    FORWARD_FAILED = "forward_failed", _("a forwarded mail did not arrive")
    ACCOUNT = "account", _("an account needs you")
    RULE = "rule", _("a rule tells you of a ticket")
    DISCONTENT = "discontent", _("buyers are discontent")


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "AlertQuerySet":  # type: ignore[name-defined]
        """His own, unless an outside agent's limits have been drawn tighter since he was told."""
        his = self.filter(user=user)
        if not user.limits:
            return his
        return his.filter(Q(ticket=None) | Q(ticket__in=Ticket.objects.visible_to(user)))


class Alert(models.Model):
    """One thing told to one person.

    warnings: of a WARNING or LATE its one, of a DIGEST all; a digest has no ticket. by: who did it, if a person did.
    note: of an ACCOUNT its state, of a RULE its name, of DISCONTENT kind, marketplace and number of the alarm
    (FeedbackAlarm), such as "run:bazaar:5", or "survey::2" for the mark that a ticket's buyer gave.
    mail_at, push_at: when it is to go out by that way; None = it has gone, or is not to go.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20, choices=AlertKind)
    at = models.DateTimeField()
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="alerts")
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="alerts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=100, blank=True)
    warnings = models.ManyToManyField(DeadlineWarning, related_name="alerts")
    read_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    push_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-at", "-id"], name="alert_of_user"),
            models.Index(fields=["user"], name="alert_unread", condition=Q(read_at=None)),
            models.Index(fields=["mail_at"], name="alert_to_mail", condition=Q(mail_at__isnull=False)),
            models.Index(fields=["push_at"], name="alert_to_push", condition=Q(push_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for user {self.user_id}"


class AlertWishes(models.Model):
    """How one person wants to be told; without a row the defaults count. Everything stands in the page in any case.

    by_mail, by_push: the groups of alerts (inbox/alerts/groups.py) that go that way too.
    quiet_from, quiet_until: by his clock; both or none.
    for_team: wants warnings of tickets that have nobody.
    away_until: what is his goes to the team till then.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alert_wishes")
    by_mail = ArrayField(models.CharField(max_length=20), default=list)
    by_push = ArrayField(models.CharField(max_length=20), default=list)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    for_team = models.BooleanField(default=True)
    away_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"wishes of user {self.user_id}"


class PushDevice(models.Model):
    """A browser of a person that takes web push. endpoint: its address at its maker's push service."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    name = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"device {self.pk}"
