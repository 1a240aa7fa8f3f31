"""Rules: what happens, of which tickets, what is done then. What happened waits in a table to be worked off."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inbox.models.ticket import Ticket

LONGEST_RULE_NAME = 100
LONGEST_FOLDER = 60


class Happening(models.TextChoices):
    """What rules wait for."""

    MESSAGE = "message", _("A buyer wrote")
    CHANGED = "changed", _("A ticket changed")
    DEADLINE_NEAR = "deadline_near", _("A deadline comes near")
    DEADLINE_MISSED = "deadline_missed", _("A deadline has passed")
    CLAIM = "claim", _("A claim was opened")
    FEEDBACK = "feedback", _("A buyer left feedback")
    ORDER = "order", _("The order came to another state")
    TIME = "time", _("Time has passed")


class Since(models.TextChoices):
    """From when a rule counts the time that has to pass."""

    BUYER_WAITS = "buyer_waits", _("since the buyer waits for an answer")
    OUR_WORD = "our_word", _("since we wrote, and the buyer did not")
    SOLVED = "solved", _("since the ticket was solved")
    PROMISED = "promised", _("since the promised day of delivery, and the order has not come")


class RuleQuerySet(models.QuerySet["Rule"]):
    def in_order(self) -> "RuleQuerySet":
        """Folder by folder by their names, those in none first; in each by position."""
        return self.order_by("folder", "position", "id")


class Rule(models.Model):
    """One rule. Those of one happening are asked in order, until one that fits says that it is the last.

    conditions, actions: as Conditions.as_spec() and as_specs() write them (inbox/rules).
    since, hours: of one that waits for time to pass. stops: if it fits, no later rule is asked.
    hits: how often it fitted.
    """

    name = models.CharField(max_length=LONGEST_RULE_NAME)
    folder = models.CharField(max_length=LONGEST_FOLDER, blank=True)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=False)
    happening = models.CharField(max_length=20, choices=Happening)
    since = models.CharField(max_length=20, choices=Since, blank=True)
    hours = models.PositiveIntegerField(null=True)
    conditions = models.JSONField(default=dict)
    actions = models.JSONField(default=list)
    stops = models.BooleanField(default=False)
    ready_made = models.CharField(max_length=60, blank=True)
    hits = models.PositiveBigIntegerField(default=0)
    hit_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = RuleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["happening"], name="rule_active", condition=Q(active=True)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ready_made"], name="ready_made_rule_once", condition=~Q(ready_made="")),
            models.CheckConstraint(
                condition=~Q(happening="time") | (Q(hours__isnull=False) & ~Q(since="")), name="time_rule_says_how_long"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RuleEvent(models.Model):
    """Something that happened to a ticket and that rules are to be asked about.

    source: what it was, so that the same thing is written once. what: of it, what conditions look at; no buyer's words.
    rule: the only one to ask; None = all that wait for such a thing.
    depth: how many rules acted one upon the other until it happened; 0 = a person, a buyer or the clock did it.
    """

    happening = models.CharField(max_length=20, choices=Happening)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    message_id = models.BigIntegerField(null=True)
    rule = models.ForeignKey(Rule, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    source = models.CharField(max_length=120)
    what = models.JSONField(default=dict)
    at = models.DateTimeField()
    depth = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source"], name="rule_event_once")]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="rule_event_to_do", condition=Q(done_at=None)),
            models.Index(fields=["done_at"], name="rule_event_done", condition=Q(done_at__isnull=False)),
            models.Index(fields=["ticket"], name="rule_event_of_ticket"),
        ]

    def __str__(self) -> str:
        return self.source


class RuleRun(models.Model):
    """One rule that fitted one thing that happened.

    source: as of the RuleEvent, which is forgotten sooner. occasion: what else is needed to do a part of it again.
    outcomes: for each action {"do", "state", "why"}: an OutcomeState and a Reason (inbox/rules/reasons.py).
    failed: whether any failed and nobody has done it again or put it aside.
    """

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="runs")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="rule_runs")
    source = models.CharField(max_length=120)
    occasion = models.JSONField(default=dict)
    at = models.DateTimeField()
    depth = models.PositiveSmallIntegerField(default=0)
    outcomes = models.JSONField(default=list)
    failed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rule", "source"], name="rule_once_per_event")]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="rule_run_failed", condition=Q(failed=True)),
            models.Index(fields=["rule", "-at", "-id"], name="rule_run_newest"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of rule {self.rule_id}"
