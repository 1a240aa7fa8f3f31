"""The sales channels of an account: remembered when first seen, each with windows of its own if the owner wants so."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from connectors.models import Account
from connectors.models.account import Windows
from inbox.cycles import reset_open_deadlines


def remember_channels(account: Account, codes: Iterable[str]) -> None:
    """Add channels that the account does not know yet."""
    seen = {code[:50] for code in codes if code}
    if seen <= account.channels.keys():
        return
    with transaction.atomic():
        account.channels = _locked(account).channels
        account.channels |= {code: {} for code in sorted(seen - account.channels.keys())}
        account.save(update_fields=["channels"])


def channel_name(account: Account, code: str) -> str:
    """What a channel is called; its code where the connector knows no name."""
    return gettext(account.connector_class.code_labels.get(code, code)) if code else ""


def set_windows(account: Account, windows: Windows, *, channels: Mapping[str, Windows | None], now: datetime) -> None:
    """Set the account's windows and those of its channels, None for one that goes by the account's.

    Open deadlines follow; ended waits keep theirs. Channels that the account does not have are left out.
    """
    with transaction.atomic():
        current = _locked(account)
        own = {code: _stored(channels.get(code)) for code in current.channels}
        if (current.soft_window, current.hard_window, current.channels) == (windows.soft, windows.hard, own):
            return
        Account.objects.filter(pk=account.pk).update(
            soft_window=windows.soft,
            hard_window=windows.hard,
            channels=own,
            windows_version=F("windows_version") + 1,
        )
        reset_open_deadlines(account.pk, now)


def _stored(windows: Windows | None) -> dict[str, float]:
    return {"soft": _seconds(windows.soft), "hard": _seconds(windows.hard)} if windows else {}


def _seconds(length: timedelta) -> float:
    return length.total_seconds()


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update().only("channels", "soft_window", "hard_window").get(pk=account.pk)
