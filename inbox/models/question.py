"""What buyers ask: each asking, its wording, and the question that near-identical wordings are."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from inbox.models.message import Message
from inbox.models.ticket import Ticket
from templates_app.models import FaqEntry, ReplyTemplate


class Question(models.Model):
    """A question that may have been asked in many wordings, inside one topic and language.

    topic: of the tickets, as it came; language: a code; both empty where nobody knows.
    key: the stems of the wording that it is recognised by (inbox/mining/wordings.py).
    put_away_at: since when a lead wants to read no more of it.
    """

    topic = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5, blank=True)
    key = models.CharField(max_length=200)
    put_away_at = models.DateTimeField(null=True)
    put_away_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["topic", "language"], name="question_by_theme"),
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], fastupdate=False, name="question_by_key"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class Wording(models.Model):
    """Everything that is asked with the same stems. question: None until it is known which one it is."""

    topic = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5, blank=True)
    key = models.CharField(max_length=200)
    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="wordings")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "language", "key"], name="wording_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="wording_unsorted", condition=models.Q(question=None)),
        ]

    def __str__(self) -> str:
        return f"wording {self.pk}"


class Asking(models.Model):
    """One buyer's message asks something. position: which of its questions; 0 = none has a mark, it is how it begins.

    said: the sentence as it was written, so it may hold anything about the buyer. item_id: the product, if known.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="askings")
    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="askings", db_index=False)
    item_id = models.CharField(max_length=100, blank=True)
    said = models.CharField(max_length=250)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "position"], name="asking_once_per_message"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="asking_by_time", include=["wording", "ticket", "item_id"]),
            models.Index(fields=["wording", "-asked_at"], name="asking_of_wording"),
            models.Index(fields=["item_id", "-asked_at"], name="asking_of_item", condition=~models.Q(item_id="")),
        ]

    def __str__(self) -> str:
        return f"asking {self.pk}"


class QuestionAnswer(models.Model):
    """A person said which FAQ entry, or which reply template, answers a question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    entry = models.ForeignKey(FaqEntry, null=True, on_delete=models.CASCADE, related_name="+")
    template = models.ForeignKey(ReplyTemplate, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "entry"], name="question_answered_once_by_entry"),
            models.UniqueConstraint(fields=["question", "template"], name="question_answered_once_by_template"),
            models.CheckConstraint(
                condition=models.Q(entry=None, template__isnull=False) | models.Q(entry__isnull=False, template=None),
                name="question_answered_by_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"answer to question {self.question_id}"


class MiningProgress(models.Model):
    """One row: how far the questions have followed the tickets.

    changed_at, last_ticket: of the last ticket looked at, in the order of Ticket.updated_at. next_at: when to look for
    more. finished_at: when everything had been looked at last.
    """

    changed_at = models.DateTimeField(null=True)
    last_ticket = models.BigIntegerField(default=0)
    next_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="mining_progress_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"mined until {self.changed_at}"
