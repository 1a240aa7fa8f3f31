"""The figures by which a marketplace judges the seller."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from connectors.models import Account


class Standing(models.TextChoices):
    GOOD = "good", _("good")
    WATCH = "watch", _("to watch")
    BAD = "bad", _("bad")


class Indicator(models.Model):
    """One figure on one day, as the marketplace writes it. on: the day it was evaluated, UTC.

    threshold: a limit of the marketplace. peers, rating: what comparable sellers come to on average, which is no limit,
    and the marketplace's own word for how this one compares.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=100)
    on = models.DateField()
    label = models.CharField(max_length=200)
    value = models.CharField(max_length=100)
    threshold = models.CharField(max_length=100, blank=True)
    peers = models.CharField(max_length=100, blank=True)
    rating = models.CharField(max_length=100, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, blank=True)
    fetched_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name", "on"], name="indicator_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"
