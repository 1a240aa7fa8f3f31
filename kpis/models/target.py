"""What the shop wants to reach, where that is not what the figure proposes."""

from django.db import models


class FigureTarget(models.Model):
    """value: in the figure's unit; None: the owner wants no target for it."""

    figure = models.CharField(max_length=40, unique=True)
    value = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.figure}: {self.value}"
