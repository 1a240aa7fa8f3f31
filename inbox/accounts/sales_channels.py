"""The sales channels of an account: remembered when first seen."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext

from connectors.models import Account


def remember_channels(account: Account, codes: Iterable[str]) -> None:
    """Add channels that the account does not know yet."""
    seen = {code[:50] for code in codes if code}
    if seen <= set(account.channels):
        return
    with transaction.atomic():
        known = Account.objects.select_for_update().only("channels").get(pk=account.pk).channels
        account.channels = sorted({*known, *seen})
        account.save(update_fields=["channels"])


def channel_name(account: Account, code: str) -> str:
    """What a channel is called; its code where the connector knows no name."""
    return gettext(account.connector_class.code_labels.get(code, code)) if code else ""
