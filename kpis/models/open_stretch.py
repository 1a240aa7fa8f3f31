"""When the shop is open by each version of a working calendar: laid out, so that SQL can count working time."""

from typing import ClassVar

from django.db import models

from inbox.models import CalendarVersion


class OpenStretch(models.Model):
    """From when to when, without a break. Versions never change, so neither do these."""

    version = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "opens_at"], include=["closes_at"], name="open_stretch_once_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"open from {self.opens_at} to {self.closes_at}"
