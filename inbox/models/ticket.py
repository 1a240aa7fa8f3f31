"""A ticket: one conversation with one buyer. What the list shows is on the row."""

from datetime import UTC, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from inbox.models.buyer import ERASED, Buyer

CLAIM = "claim"
"""The kind of a ticket that is about a claim alone."""
OPENING = "opening:"
"""Begins the name of a conversation that we have begun and the marketplace has not named yet."""
END_OF_QUEUE = datetime(3000, 1, 1, tzinfo=UTC)


class Status(models.TextChoices):
    OPEN = "open", _("open")
    WAITING = "waiting", _("waiting for the buyer")
    SOLVED = "solved", _("solved")


class Priority(models.IntegerChoices):
    LOW = 1, _("low")
    NORMAL = 2, _("normal")
    HIGH = 3, _("high")
    URGENT = 4, _("urgent")


class OrderMatch(models.TextChoices):
    """How sure it is that a ticket is about its order. Empty: the marketplace says so, or there is no order."""

    SURE = "sure", _("certain")
    LIKELY = "likely", _("likely")
    POSSIBLE = "possible", _("possible")
    CHOSEN = "chosen", _("chosen by a person")


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "TicketQuerySet":  # type: ignore[name-defined]
        """The tickets this user may see: the only way a view gets rows."""
        return self if user.is_active else self.none()

    def unsolved(self) -> "TicketQuerySet":
        return self.exclude(status=Status.SOLVED)

    def needing_reply(self) -> "TicketQuerySet":
        return self.filter(needs_reply=True).exclude(status=Status.SOLVED)

    def overdue(self, now: datetime) -> "TicketQuerySet":
        return self.filter(reply_due_at__lt=now)


class Ticket(models.Model):
    """One episode of a conversation with one buyer.

    reply_due_at, soft_due_at: of the open response cycle or open claim, the sooner; None if nobody waits.
    claim_due_at: until when the marketplace wants an answer to an open claim of this ticket.
    kind: "message" for a conversation, CLAIM for a claim that has its own ticket.
    channel: the sales channel, where one account has several; its code as the marketplace writes it.
    order_match: how sure order_id is. CHOSEN with no order_id: a person said that it is about none.
    queue_at: where it stands in the queue: its deadline if a buyer waits, else after all
        deadlines, the latest talk first (see queue_position).
    unread: a buyer wrote since an agent last opened it.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tickets")
    thread_id = models.CharField(max_length=255)
    episode = models.PositiveIntegerField(default=1)
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="tickets")
    buyer_name = models.CharField(max_length=255)
    kind = models.CharField(max_length=30, default="message")
    subject = models.TextField(blank=True)
    snippet = models.CharField(max_length=200, blank=True)
    item_id = models.CharField(max_length=100, blank=True)
    order_id = models.CharField(max_length=100, blank=True)
    order_match = models.CharField(max_length=10, choices=OrderMatch, blank=True)
    channel = models.CharField(max_length=50, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned_tickets"
    )
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    level = models.PositiveSmallIntegerField(null=True)
    topic = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5, blank=True)
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    needs_reply = models.BooleanField(default=False)
    unread = models.BooleanField(default=False)
    soft_due_at = models.DateTimeField(null=True)
    reply_due_at = models.DateTimeField(null=True)
    claim_due_at = models.DateTimeField(null=True)
    queue_at = models.DateTimeField()
    message_count = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField()
    last_direction = models.CharField(max_length=10, blank=True)
    solved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "thread_id", "episode"], name="ticket_once_per_episode"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "waiting", "solved"]), name="ticket_status_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["queue_at", "id"], name="ticket_queue"),
            models.Index(
                fields=["assignee", "queue_at", "id"],
                name="ticket_queue_by_assignee",
                condition=~Q(status="solved"),
            ),
            models.Index(
                fields=["account", "queue_at", "id"], name="ticket_queue_by_account", condition=~Q(status="solved")
            ),
            models.Index(
                fields=["queue_at", "id"],
                name="ticket_needing_reply",
                condition=Q(needs_reply=True) & ~Q(status="solved"),
            ),
            models.Index(F("last_message_at").desc(), F("id").desc(), name="ticket_newest"),
            models.Index(
                F("last_message_at").desc(), F("id").desc(), name="ticket_solved", condition=Q(status="solved")
            ),
            models.Index(fields=["updated_at", "id"], name="ticket_changed"),
            models.Index(fields=["order_id"], name="ticket_order", condition=~Q(order_id="")),
            models.Index(fields=["item_id"], name="ticket_item", condition=~Q(item_id="")),
            models.Index(fields=["buyer"], name="ticket_buyer"),
            models.Index(
                fields=["channel", "queue_at", "id"],
                name="ticket_queue_by_channel",
                condition=~Q(channel="") & ~Q(status="solved"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("ticket", args=[self.pk])

    @property
    def is_erased(self) -> bool:
        """Whether its buyer was forgotten: nothing can be done with him any more."""
        return self.buyer_name == ERASED

    @property
    def buyer_called(self) -> str:
        """The buyer's name, for a reader."""
        return str(_("erased buyer")) if self.is_erased else self.buyer_name

    @property
    def is_opening(self) -> bool:
        """Whether it is a conversation that we have begun and the marketplace has not named yet."""
        return self.thread_id.startswith(OPENING)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the marketplace's deadline has passed; exactly at it is in time."""
        return self.reply_due_at is not None and self.reply_due_at < now


def queue_position(reply_due_at: datetime | None, last_message_at: datetime) -> datetime:
    """One sortable moment: deadlines first, the soonest on top; then those without, the latest talk on top."""
    if reply_due_at is not None:
        return reply_due_at
    return END_OF_QUEUE - (last_message_at - datetime(2000, 1, 1, tzinfo=UTC))
