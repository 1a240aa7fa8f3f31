"""Bearer tokens for the API: only a digest is stored."""

import hashlib
import secrets

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """A token acts as its user, with the same permissions."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.id}"


def create_token(user: "settings.AUTH_USER_MODEL") -> str:  # type: ignore[name-defined]
    """Make a token for the user and return it; it cannot be shown again."""
    token = f"gct_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(user=user, digest=token_digest(token))
    return token


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
