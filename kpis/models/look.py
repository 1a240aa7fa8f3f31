"""Looks that somebody asked for: dimensions that a figure is rolled up by together, besides its own (figure.py)."""

from typing import ClassVar

from django.db import models


class AskedLook(models.Model):
    """Of one figure. dimensions: as FigureRow.dimension has them, as in "level+topic".

    asked_on: the last day on which somebody asked; who asks for it no more is forgotten. begun_at: when its past was
    marked. ready_at: since when it is answered from the rollup; until then the log is read for it.
    """

    figure = models.CharField(max_length=40)
    dimensions = models.CharField(max_length=40)
    asked_on = models.DateField()
    begun_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["figure", "dimensions"], name="look_once_per_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} by {self.dimensions}"
