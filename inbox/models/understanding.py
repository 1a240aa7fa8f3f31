"""What was understood of buyers' messages, what the shop adds to the phrases, and what was learnt from its tickets."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from inbox.models.message import Message


class Understanding(models.Model):
    """What is known of one message of a buyer (inbox/understanding): as the machine says, or as people put it right.

    reasons: lists of sign, what and seen, as in inbox.understanding.classification.Reason. learnt: the machine's topic
    is what a model says, not the phrase lists. corrected: what the machine had said of what people have put right, by
    the name of the column.
    """

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="understanding")
    language = models.CharField(max_length=5, blank=True)
    topic = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField()
    withdrawal = models.BooleanField(default=False)
    chaser = models.BooleanField(default=False)
    anger = models.BooleanField(default=False)
    thanks = models.BooleanField(default=False)
    order_ids = ArrayField(models.CharField(max_length=100), default=list)
    reasons = models.JSONField(default=list)
    learnt = models.BooleanField(default=False)
    corrected = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["message"], name="understanding_corrected", condition=~models.Q(corrected={}))
        ]

    def __str__(self) -> str:
        return f"understanding of message {self.message_id}"


class OwnPhrases(models.Model):
    """Phrases that the shop adds to a list, written as in the lists (inbox/understanding/patterns.py).

    about: a topic's code or a flag. strength: sure, hint or against.
    """

    language = models.CharField(max_length=5)
    about = models.CharField(max_length=30)
    strength = models.CharField(max_length=10)
    phrases = ArrayField(models.CharField(max_length=200), default=list)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "about", "strength"], name="own_phrases_once_per_list")
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.about} {self.strength}"


class TrainingExample(models.Model):
    """A text with its topic that somebody brought along from elsewhere (manage train_classifier --corpus)."""

    text = models.TextField()
    language = models.CharField(max_length=5, blank=True)
    topic = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"example {self.pk}"


class TopicModel(models.Model):
    """What was learnt at one time; the newest counts.

    languages: in which it was better than the phrase lists, and is asked. figures: as
    inbox.understanding.learning.measuring.Comparison, one for each language. weights: compressed JSON (keeping.py).
    """

    made_at = models.DateTimeField()
    examples = models.PositiveIntegerField()
    languages = ArrayField(models.CharField(max_length=5), default=list)
    figures = models.JSONField(default=list)
    weights = models.BinaryField()

    def __str__(self) -> str:
        return f"topic model {self.pk}"
