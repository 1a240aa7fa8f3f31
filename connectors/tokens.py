"""Access tokens in the database, one per purpose, shared by all workers and refreshed under a lock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from connectors.collaborators import AccessToken
from connectors.locks import advisory_lock
from connectors.models import StoredToken

EARLY = timedelta(minutes=5)
"""A token this close to its end is renewed before it is used; a short-lived one in the last quarter of its life."""


@dataclass
class DatabaseTokens:
    """A TokenKeeper for one owner: `<slug>/<account id>`, or `<slug>/shared` for all accounts of a marketplace.

    Remembers what it read, for the time of one pull.
    """

    owner: str
    remembered: dict[str, StoredToken] = field(default_factory=dict)

    def token(self, purpose: str, renew: Callable[[], AccessToken], *, refused: str = "") -> str:
        """See TokenKeeper.token."""
        name = f"{self.owner}/{purpose}"
        if value := self._valid(name, refused):
            return value
        with advisory_lock(f"token {name}"):
            if value := self._valid(name, refused):
                return value
            fresh = renew()
            row, _ = StoredToken.objects.update_or_create(
                name=name, defaults={"token": fresh.value, "renew_at": _renewal(fresh, timezone.now())}
            )
            self.remembered[name] = row
            return fresh.value

    def _valid(self, name: str, refused: str) -> str:
        now = timezone.now()
        row = self.remembered.get(name)
        if row is None or row.renew_at <= now or row.token == refused:
            row = StoredToken.objects.filter(name=name, renew_at__gt=now).first()
            if row is None or row.token == refused:
                return ""
            self.remembered[name] = row
        token: str = row.token
        return token


def _renewal(token: AccessToken, now: datetime) -> datetime:
    return token.ends_at - min(EARLY, (token.ends_at - now) / 4)


def forget_tokens(owner: str) -> None:
    """Drop every token of an owner, when its credentials change."""
    StoredToken.objects.filter(name__startswith=f"{owner}/").delete()
