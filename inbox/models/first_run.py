"""The one-time link that makes the first owner: only a digest of it is stored."""

from django.db import models


class FirstRunLink(models.Model):
    """At most one row is ever valid: the newest one that is not used."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"first-run link {self.pk}"
