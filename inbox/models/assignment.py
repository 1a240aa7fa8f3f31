"""How new tickets find somebody to look after them: one rule for the whole installation."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    OFF = "off", _("by hand")
    ROUND_ROBIN = "round_robin", _("in turn")
    LOAD = "load", _("by language, then to whoever has least to do")


class AssignmentRule(models.Model):
    """One row, made when a lead first says anything. last: who got the last ticket."""

    way = models.CharField(max_length=20, choices=Way, default=Way.OFF)
    last = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.way
