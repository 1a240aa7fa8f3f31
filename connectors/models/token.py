"""Access tokens, shared by all workers."""

from django.db import models

from connectors.encryption import EncryptedJSONField


class StoredToken(models.Model):
    """An access token shared by all workers.

    name: `<slug>/<account id, "sign-in" or "shared">/<purpose>`. renew_at: a while before its end.
    """

    name = models.CharField(max_length=200, unique=True)
    token: EncryptedJSONField = EncryptedJSONField()
    renew_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
