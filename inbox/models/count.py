"""How many tickets there are of each sort, kept by PostgreSQL with every change."""

from django.conf import settings
from django.db import models

from connectors.models import Account
from inbox.models.ticket import Status


class TicketCountQuerySet(models.QuerySet["TicketCount"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "TicketCountQuerySet":  # type: ignore[name-defined]
        """The counts of the tickets this user may see: the same rule as TicketQuerySet.visible_to."""
        if not user.is_active:
            return self.none()
        return self.filter(user.limits.of_tickets()) if user.limits else self


class TicketCount(models.Model):
    """`n` tickets more, or fewer, are like this; how many are is the sum over all such rows.

    Columns are called as the ticket's, so that what narrows tickets narrows counts. Those of tickets that are no longer
    under way are left empty, but for account, language, status, deadline and claim, so that there are few sorts.
    reply_due_at: the quarter of an hour in which it lies; every zone's midnight begins one.

    Triggers on tickets add rows and change none, so that writers never wait for each other; the rows of one sort are
    added up from time to time (inbox/lists/counts.py).
    """

    account = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    channel = models.CharField(max_length=50, blank=True)
    status = models.CharField(max_length=20, choices=Status)
    kind = models.CharField(max_length=30, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    topic = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    last_direction = models.CharField(max_length=10, blank=True)
    needs_reply = models.BooleanField()
    has_open_claim = models.BooleanField()
    reply_due_at = models.DateTimeField(null=True)
    n = models.IntegerField()

    objects = TicketCountQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.n} {self.status}"
