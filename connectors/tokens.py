"""Access tokens in the database, one per purpose, shared by all workers and refreshed under a lock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from connectors.collaborators import AccessToken
from connectors.locks import advisory_lock
from connectors.models import StoredToken

EARLY = timedelta(minutes=5)
"""A token this close to its end is renewed before it is used."""


@dataclass
class DatabaseTokens:
    """A TokenKeeper for one owner: `<slug>/<account id>`, or `<slug>/shared` for all accounts of a marketplace.

    Remembers what it read, for the time of one pull.
    """

    owner: str
    remembered: dict[str, AccessToken] = field(default_factory=dict)

    def token(self, purpose: str, renew: Callable[[], AccessToken], *, refused: str = "") -> str:
        """See TokenKeeper.token."""
        name = f"{self.owner}/{purpose}"
        if value := self._valid(name, refused):
            return value
        with advisory_lock(f"token {name}"):
            if value := self._valid(name, refused):
                return value
            fresh = renew()
            self.remembered[name] = fresh
            StoredToken.objects.update_or_create(name=name, defaults={"token": fresh.value, "ends_at": fresh.ends_at})
            return fresh.value

    def _valid(self, name: str, refused: str) -> str:
        soon = timezone.now() + EARLY
        token = self.remembered.get(name)
        if token is None or token.ends_at <= soon or token.value == refused:
            row = StoredToken.objects.filter(name=name, ends_at__gt=soon).first()
            if row is None or row.token == refused:
                return ""
            token = self.remembered[name] = AccessToken(row.token, row.ends_at)
        return token.value


def forget_tokens(owner: str) -> None:
    """Drop every token of an owner, when its credentials change."""
    StoredToken.objects.filter(name__startswith=f"{owner}/").delete()
