"""Work on many tickets at once: what was asked for, and what became of it ticket by ticket."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.models.ticket import Ticket


class BulkState(models.TextChoices):
    PLANNED = "planned", _("planned")
    WORKING = "working", _("being done")
    DONE = "done", _("done")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


UNDER_WAY = (BulkState.WORKING, BulkState.UNDOING)


class BulkJob(models.Model):
    """One action on many tickets. action: its name in inbox/many/actions.py; wishes: what it needs to know.

    lease_until: while a worker is at it; later the worker counts as dead.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=30)
    wishes = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.PLANNED)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="bulk_job_of_user"),
            models.Index(
                fields=["lease_until"],
                name="bulk_job_under_way",
                condition=models.Q(state__in=["working", "undoing"]),
            ),
            models.Index(fields=["made_at"], name="bulk_job_planned", condition=models.Q(state="planned")),
        ]

    def __str__(self) -> str:
        return f"bulk job {self.pk}"


class ChangeState(models.TextChoices):
    """LEFT: the action was not for this ticket. KEPT: not undone, since somebody changed the ticket meanwhile."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    LEFT = "left", _("left alone")
    UNDONE = "undone", _("undone")
    KEPT = "kept", _("not undone")


class BulkChange(models.Model):
    """One ticket of a job. before, after: the columns the action changes. noted: what it wants to remember.

    code, reason: why the ticket was left alone or not undone: for programs, and in the language of who asked.
    """

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="changes")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.WAITING)
    code = models.CharField(max_length=50, blank=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    noted = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "ticket"], name="ticket_once_per_bulk_job")]
        indexes: ClassVar = [models.Index(fields=["job", "state", "ticket"], name="bulk_change_of_job")]

    def __str__(self) -> str:
        return f"ticket {self.ticket_id} in bulk job {self.job_id}"
