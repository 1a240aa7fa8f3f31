"""The rollup: what cases of a figure come to, by day and by month."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from connectors.models import Account


class Grain(models.TextChoices):
    DAY = "d"
    MONTH = "m"


class AnyNumeric(models.Field):  # type: ignore[type-arg]
    """A number with as many digits as it takes; Django's own has to say how many."""

    def db_type(self, connection: object) -> str:  # noqa: ARG002
        return "numeric"


class FigureRow(models.Model):
    """Additive parts of one figure on one day or in one month of the shop's zone, at one account.

    day: of a month its first. dimension, label: "topic" and "delivery"; "all" and "" for everything together; of
    several at once "agent+topic" and their labels with an ASCII 31 between them.
    part, currency: of the cases. total: the sum of their values.
    lengths: their histogram as one number (kpis/figures/histogram.py), where the figure has lengths; else 0.
    names, counts: how many cases each part has, where the figure has many of them; part is empty then.
    """

    figure = models.CharField(max_length=40)
    dimension = models.CharField(max_length=40)
    grain = models.CharField(max_length=1, choices=Grain)
    day = models.DateField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=403)
    part = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    cases = models.BigIntegerField()
    total = models.DecimalField(max_digits=30, decimal_places=6)
    lengths = AnyNumeric(default=0)
    names = ArrayField(models.TextField(), default=list)
    counts = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["figure", "dimension", "grain", "day", "account", "label", "part", "currency"],
                name="figure_row_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.day} {self.dimension} {self.label}"
