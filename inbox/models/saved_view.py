"""Views of the queue that people have made: filters under a name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

LONGEST_NAME = 60


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "SavedViewQuerySet":  # type: ignore[name-defined]
        """Everybody's, and this user's own; the team's first, each in their order."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(is_shared=True) | Q(owner=user)).order_by("-is_shared", "position", "id")


class SavedView(models.Model):
    """filters: as Filters.given writes them. is_shared: everybody has it, whoever made it; else its owner alone."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=LONGEST_NAME)
    filters = models.JSONField(default=dict)
    sort = models.CharField(max_length=20)
    is_shared = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="shared_view_name_once", condition=Q(is_shared=True)),
            models.UniqueConstraint("owner", Lower("name"), name="own_view_name_once", condition=Q(is_shared=False)),
        ]

    def __str__(self) -> str:
        return self.name
