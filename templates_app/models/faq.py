"""Entries of the FAQ: a question of buyers with the shop's answer, in one language."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class FaqEntryQuerySet(models.QuerySet["FaqEntry"]):
    def stale(self, today: date) -> "FaqEntryQuerySet":
        """Those whose day to be looked at again has come, the longest overdue first."""
        return self.filter(review_on__lte=today).order_by("review_on", "id")

    def public_for(self, account_id: int) -> "FaqEntryQuerySet":
        """What a shop shows to everybody."""
        mine = models.Q(accounts=[]) | models.Q(accounts__contains=[account_id])
        return self.filter(mine, is_public=True)


class FaqEntry(models.Model):
    """One question and its answer, as plain text; empty lines in the answer part its paragraphs.

    topic: a code of the shop's topics; empty = none of them. language: its code.
    item_id, item_name: the product that it is about, as the marketplace names it; empty = about all.
    accounts: ids of the shops it is for; empty = for all. is_public: may stand on a public page of them.
    position: its place among those of its topic, then the older one first.
    """

    topic = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5)
    question = models.CharField(max_length=300)
    answer = models.TextField(max_length=5000)
    item_id = models.CharField(max_length=100, blank=True)
    item_name = models.CharField(max_length=200, blank=True)
    accounts = ArrayField(models.BigIntegerField(), default=list, blank=True)
    is_public = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    review_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = FaqEntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["language", "topic", "position", "id"], name="faq_entry_by_theme"),
        ]

    def __str__(self) -> str:
        return self.question

    def is_stale(self, today: date) -> bool:
        """Whether somebody is to look whether it is still right."""
        return self.review_on is not None and self.review_on <= today
