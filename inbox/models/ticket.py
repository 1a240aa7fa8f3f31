"""A ticket: one conversation with one buyer. What the list shows is on the row."""

from datetime import UTC, datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
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
    SNOOZED = "snoozed", _("snoozed")
    SOLVED = "solved", _("solved")
    SPAM = "spam", _("spam")
    MERGED = "merged", _("merged into another ticket")


OVER = (Status.SOLVED, Status.SPAM, Status.MERGED)
"""Nobody has anything to do with such a ticket."""
NOT_LISTED = (Status.SPAM, Status.MERGED)
"""No list, count or search shows such a ticket unless it is asked for."""
UNDER_WAY = (Status.OPEN, Status.WAITING, Status.SNOOZED)
"""Of tickets that somebody still has to do with."""


class Priority(models.IntegerChoices):
    LOW = 1, _("low")
    NORMAL = 2, _("normal")
    HIGH = 3, _("high")
    URGENT = 4, _("urgent")


class Resolution(models.TextChoices):
    """What the buyer got in the end."""

    REFUND = "refund", _("refund")
    PARTIAL_REFUND = "partial_refund", _("partial refund")
    REPLACEMENT = "replacement", _("replacement")
    OTHER = "other", _("something else")


class OrderMatch(models.TextChoices):
    """How sure it is that a ticket is about its order. Empty: the marketplace says so, or there is no order."""

    SURE = "sure", _("certain")
    LIKELY = "likely", _("likely")
    POSSIBLE = "possible", _("possible")
    CHOSEN = "chosen", _("chosen by a person")


WAITS_LONGEST = Coalesce("waits_since", Value(END_OF_QUEUE))
"""Who waits longest comes first, nobody last."""


BUYER_PLAIN = Func("buyer_name", function="guichet_plain", output_field=models.TextField())
"""Without accents and in lower case, so that people sort as they are called."""


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "TicketQuerySet":  # type: ignore[name-defined]
        """The tickets this user may see: the only way a view gets rows."""
        if not user.is_active:
            return self.none()
        return self.filter(user.limits.of_tickets()) if user.limits else self

    def unsolved(self) -> "TicketQuerySet":
        return self.exclude(status__in=OVER)

    def in_work(self) -> "TicketQuerySet":
        return self.exclude(status__in=(*OVER, Status.SNOOZED))

    def needing_reply(self) -> "TicketQuerySet":
        return self.in_work().filter(needs_reply=True)

    def listed(self) -> "TicketQuerySet":
        return self.exclude(status__in=NOT_LISTED)

    def at_their_warning(self, now: datetime) -> "TicketQuerySet":
        """Those of whose deadlines people are to be warned, the most urgent first."""
        return self.filter(next_warning_at__lte=now).order_by("next_warning_at", "id")

    def with_unknown_warning(self) -> "TicketQuerySet":
        """Those of which nobody has looked yet when to warn, the most urgent first; see warned_for."""
        unknown = self.filter(Q(warned_for=None) | ~Q(warned_for=F("reply_due_at")), reply_due_at__isnull=False)
        return unknown.order_by("reply_due_at", "id")

    def overdue(self, now: datetime) -> "TicketQuerySet":
        return self.filter(due_before(now))


class Ticket(models.Model):
    """One episode of a conversation with one buyer.

    needs_reply: somebody waits for an answer: a buyer, or the marketplace about a claim.
    reply_due_at: the soonest of all deadlines that run: the marketplace's and our own for the answer, a claim's, one
        for the acknowledgement, the solution or by law. None if none runs; somebody may wait without one.
    soft_due_at: when buyers at the marketplace lose patience or write again, while its clock runs.
    claim_due_at: until when the marketplace wants an answer to an open claim of this ticket.
    kind: "message" for a conversation, CLAIM for a claim that has its own ticket.
    channel: the sales channel, where one account has several; its code as the marketplace writes it.
    order_match: how sure order_id is. CHOSEN with no order_id: a person said that it is about none.
    queue_at: where it stands in the queue: its deadline, or without one after all that have any, the latest talk first
        (see queue_position).
    next_warning_at: when people are to be warned of one of its deadlines next; None = never, unless one changes.
    warned_for: the reply_due_at with which that was worked out; with another one, or None, it is worked out anew
        (inbox/warnings).
    unread: a buyer wrote since an agent last opened it.
    snoozed_until: of a snoozed one; None = until the buyer writes. woken_at: when it came back by itself, until
    somebody has dealt with it; it counts as needing a reply as long.
    waits_since: since when somebody waits for an answer; None if nobody does.
    has_open_claim: kept by PostgreSQL (the trigger claims_mark_their_ticket).
    merged_into: of a merged one, the ticket that has its messages now (inbox/tickets/merge.py). split_from: the ticket
    that this one was taken out of; new messages of their conversation land there (inbox/arriving/landing.py).
    to_assign: came in while new tickets were given out, and nobody has it yet.
    to_understand: came in with a first import; a tick says what it is about. corrected: which of "topic", "level" and
    "language" people or their rules have set; what arrives changes those no more.
    hand_over: the note with which it was given to its assignee, until he has read it.
    resolution: what the buyer got, empty = not said; its amount and currency where it cost one.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tickets", db_index=False)
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
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_tickets",
        db_index=False,
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
    waits_since = models.DateTimeField(null=True)
    has_open_claim = models.BooleanField(default=False, db_default=False)
    queue_at = models.DateTimeField()
    warned_for = models.DateTimeField(null=True)
    next_warning_at = models.DateTimeField(null=True)
    message_count = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField()
    last_direction = models.CharField(max_length=10, blank=True)
    solved_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged", db_index=False)
    split_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="split", db_index=False)
    to_assign = models.BooleanField(default=False, db_default=False)
    to_understand = models.BooleanField(default=False, db_default=False)
    corrected = ArrayField(models.CharField(max_length=10), default=list, blank=True, db_default=[])
    hand_over = models.ForeignKey(
        "inbox.Message",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    resolution = models.CharField(max_length=20, choices=Resolution, blank=True, default="", db_default="")
    resolution_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    resolution_currency = models.CharField(max_length=3, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "thread_id", "episode"], name="ticket_once_per_episode"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "waiting", "snoozed", "solved", "spam", "merged"]),
                name="ticket_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="solved") | Q(solved_at__isnull=False), name="solved_ticket_says_since_when"
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
            models.Index(fields=["assignee", "queue_at", "id"], name="ticket_by_assignee"),
            models.Index(fields=["account", "queue_at", "id"], name="ticket_by_account"),
            models.Index(
                fields=["language", "queue_at", "id"], name="ticket_queue_by_language", condition=~Q(status="solved")
            ),
            models.Index(
                fields=["topic", "queue_at", "id"], name="ticket_queue_by_topic", condition=~Q(status="solved")
            ),
            models.Index(
                fields=["queue_at", "id"], name="ticket_queue_of_level_2", condition=Q(level=2) & ~Q(status="solved")
            ),
            models.Index(
                fields=["queue_at", "id"],
                name="ticket_needing_reply",
                condition=Q(needs_reply=True) & ~Q(status="solved"),
            ),
            models.Index(
                fields=["reply_due_at", "id"],
                name="ticket_to_warn_of",
                condition=Q(reply_due_at__isnull=False) & (Q(warned_for=None) | ~Q(warned_for=F("reply_due_at"))),
            ),
            models.Index(
                fields=["next_warning_at", "id"],
                name="ticket_next_warning",
                condition=Q(next_warning_at__isnull=False),
            ),
            models.Index(F("last_message_at").desc(), F("id").desc(), name="ticket_newest"),
            models.Index(F("solved_at").desc(), F("id").desc(), name="ticket_solved", condition=Q(status="solved")),
            models.Index(fields=["status", "queue_at", "id"], name="ticket_by_status", condition=~Q(status="solved")),
            models.Index(fields=["queue_at", "id"], name="ticket_with_claim", condition=Q(has_open_claim=True)),
            models.Index(WAITS_LONGEST, F("id"), name="ticket_waiting_longest", condition=Q(status__in=UNDER_WAY)),
            models.Index(BUYER_PLAIN, F("id"), name="ticket_by_buyer", condition=Q(status__in=UNDER_WAY)),
            GinIndex(fields=["tags"], name="ticket_tags"),
            GinIndex(
                fields=["account", "channel", "kind", "level", "topic", "language", "assignee"], name="ticket_sorts"
            ),
            models.Index(fields=["queue_at", "id"], name="ticket_unread", condition=Q(unread=True)),
            models.Index(fields=["queue_at", "id"], name="ticket_urgent", condition=Q(priority__gte=Priority.HIGH)),
            models.Index(fields=["updated_at", "id"], name="ticket_changed"),
            models.Index(fields=["id"], name="ticket_to_assign", condition=Q(to_assign=True)),
            models.Index(fields=["id"], name="ticket_to_understand", condition=Q(to_understand=True)),
            models.Index(fields=["merged_into"], name="ticket_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["split_from"], name="ticket_split", condition=Q(split_from__isnull=False)),
            models.Index(fields=["snoozed_until"], name="ticket_snoozed", condition=Q(status="snoozed")),
            models.Index(fields=["reply_due_at"], name="ticket_snoozed_and_due", condition=Q(status="snoozed")),
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
        """Whether a deadline of it has passed; exactly at it is in time."""
        return self.reply_due_at is not None and self.reply_due_at < now


def due_before(moment: datetime) -> Q:
    """Tickets with a deadline before that moment.

    Said of their place in the queue too, which is the deadline of those that have one: the indexes are sorted by it.
    And of the deadline in words that PostgreSQL does not reckon with: it would take the one not to follow from the
    other, expect hardly any ticket, and read and sort all that are late.
    """
    return Q(queue_at__lt=moment) & Q(LessThan(Coalesce("reply_due_at", Value(END_OF_QUEUE)), moment))


def queue_position(reply_due_at: datetime | None, last_message_at: datetime) -> datetime:
    """One sortable moment: deadlines first, the soonest on top; then those without, the latest talk on top."""
    if reply_due_at is not None:
        return reply_due_at
    return END_OF_QUEUE - (last_message_at - datetime(2000, 1, 1, tzinfo=UTC))
