"""Working calendars. Their rules are in append-only versions: a database trigger refuses to change or delete one."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from inbox.deadlines.calendar import WorkCalendar


class CalendarQuerySet(models.QuerySet["Calendar"]):
    def kept(self) -> Self:
        """Those that can be chosen; removed ones stay for the history of the deadlines they gave."""
        return self.filter(removed_at=None)


class Calendar(models.Model):
    """A calendar under its name; what it says is its newest version."""

    name = models.CharField(max_length=100)
    removed_at = models.DateTimeField(null=True)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="calendar_name_once", condition=models.Q(removed_at=None)),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersionQuerySet(models.QuerySet["CalendarVersion"]):
    def current(self) -> Self:
        """The newest version of each calendar, with the calendar loaded."""
        return self.order_by("calendar_id", "-number").distinct("calendar_id").select_related("calendar")


class CalendarVersion(models.Model):
    """What a calendar said from then on. spec: as WorkCalendar.as_spec() writes it. made_by None: made ready by us."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    spec = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )

    objects = CalendarVersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of calendar {self.calendar_id}"

    def work_calendar(self) -> WorkCalendar:
        """The rules of this version. Reading is quick, but a caller with many deadlines keeps what it gets."""
        return WorkCalendar.from_spec(self.spec)
