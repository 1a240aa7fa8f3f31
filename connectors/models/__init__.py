"""Seller accounts, what was received, tokens and pushes. One file per concept; import from here."""

from connectors.models.account import Account, AccountState, Application, Backfill, Stream
from connectors.models.push import PushDestination, PushEntry, PushSubscription
from connectors.models.received import Notice, RawItem
from connectors.models.token import StoredToken

__all__ = [
    "Account",
    "AccountState",
    "Application",
    "Backfill",
    "Notice",
    "PushDestination",
    "PushEntry",
    "PushSubscription",
    "RawItem",
    "StoredToken",
    "Stream",
]
