"""What explains a jump in the figures: a strike, a sale, a holiday. Leads write it, charts show it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AnnotationKind(models.TextChoices):
    STRIKE = "strike", _("strike")
    SALE = "sale", _("sale")
    HOLIDAY = "holiday", _("holiday")
    FAULT = "fault", _("fault")
    OTHER = "other", _("other")


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    def within(self, since: date, until: date) -> "AnnotationQuerySet":
        """Those with a day in [since, until), the earliest first."""
        return self.filter(first_day__lt=until, last_day__gte=since).order_by("first_day", "pk")


class Annotation(models.Model):
    """first_day, last_day: both included, days of the shop's zone."""

    kind = models.CharField(max_length=10, choices=AnnotationKind)
    text = models.CharField(max_length=120)
    first_day = models.DateField()
    last_day = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="annotation_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.text
