"""Access tokens in the database, one per purpose, shared by all workers and refreshed under a lock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from connectors.base import AccessToken
from connectors.locks import advisory_lock
from connectors.models import StoredToken

EARLY = timedelta(minutes=5)
"""A token this close to its end is renewed before it is used."""


@dataclass(frozen=True)
class DatabaseTokens:
    """A TokenKeeper for one owner: `<slug>/<account id>`, or the application's client id."""

    owner: str

    def token(self, purpose: str, renew: Callable[[], AccessToken], *, refused: str = "") -> str:
        """See TokenKeeper.token."""
        name = f"{self.owner}/{purpose}"
        if value := _valid(name, refused):
            return value
        with advisory_lock(f"token {name}"):
            if value := _valid(name, refused):
                return value
            fresh = renew()
            StoredToken.objects.update_or_create(name=name, defaults={"token": fresh.value, "ends_at": fresh.ends_at})
            return fresh.value


def forget_tokens(owner: str) -> None:
    """Drop every token of an owner, when its credentials change."""
    StoredToken.objects.filter(name__startswith=f"{owner}/").delete()


def _valid(name: str, refused: str) -> str:
    row = StoredToken.objects.filter(name=name, ends_at__gt=timezone.now() + EARLY).first()
    return row.token if row and row.token != refused else ""
