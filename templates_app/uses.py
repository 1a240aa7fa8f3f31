"""How often templates are used."""

from django.db.models import F

from templates_app.models import ReplyTemplate


def count_use(version_id: int) -> None:
    """A reply was made from this version."""
    ReplyTemplate.objects.filter(versions=version_id).update(use_count=F("use_count") + 1)


def take_use_back(version_id: int) -> None:
    """A reply made from it was taken back before it left."""
    ReplyTemplate.objects.filter(versions=version_id, use_count__gt=0).update(use_count=F("use_count") - 1)
