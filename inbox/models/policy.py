"""Deadline policies: three ordered lists, and what each said when. A database trigger refuses to rewrite a version."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.models.calendar import Calendar


class Clock(models.TextChoices):
    """Who measures. On each clock the first active policy that fits a ticket counts, in the order of `position`."""

    MARKETPLACE = "marketplace", _("The marketplace's clock")
    COMPANY = "company", _("Your own clock")
    STATUTORY = "statutory", _("The law's clock")


class DeadlinePolicy(models.Model):
    """One policy; what it says is its newest version. Never deleted: deadlines of the past refer to it.

    ready_made: the code of one that came with Guichet (inbox/deadlines/ready_made.py), else empty. It can be changed;
    as long as its name is empty, name_of() there has one.
    """

    clock = models.CharField(max_length=20, choices=Clock)
    position = models.IntegerField()
    name = models.CharField(max_length=120, blank=True)
    active = models.BooleanField(default=True)
    ready_made = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["clock", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ready_made"], name="ready_made_policy_once", condition=~models.Q(ready_made="")
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.ready_made


class PolicyVersion(models.Model):
    """What a policy said from then on.

    conditions, targets: as Conditions.as_spec() and Targets.as_spec() write them (inbox/deadlines).
    calendar: None = around the clock. made_by None: made ready by us, or by an upgrade.
    """

    policy = models.ForeignKey(DeadlinePolicy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    conditions = models.JSONField(default=dict)
    targets = models.JSONField(default=dict)
    calendar = models.ForeignKey(Calendar, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of policy {self.policy_id}"
