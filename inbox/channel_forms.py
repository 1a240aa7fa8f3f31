"""Windows of single sales channels, where an account has several: each one's rules are its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from connectors.models.account import Windows
from inbox.sales_channels import channel_name

_HOUR = timedelta(hours=1)


class ChannelForm(forms.Form):
    """Both times in whole hours, or neither: then the account's count."""

    soft_hours = forms.IntegerField(
        required=False, min_value=1, max_value=24 * 60, label=_("Wish to answer within (hours)")
    )
    hard_hours = forms.IntegerField(
        required=False, min_value=1, max_value=24 * 60, label=_("Must answer within (hours)")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        soft, hard = cleaned.get("soft_hours"), cleaned.get("hard_hours")
        if (soft is None) != (hard is None) and not self.errors:
            self.add_error("hard_hours", gettext("Give both times, or none for those of the account."))
        elif soft and hard and soft > hard:
            self.add_error("soft_hours", gettext("This must not be longer than the time you must answer within."))
        return cleaned

    @property
    def windows(self) -> Windows | None:
        """Of a valid form; None where the account's count."""
        soft, hard = self.cleaned_data.get("soft_hours"), self.cleaned_data.get("hard_hours")
        return Windows(soft * _HOUR, hard * _HOUR) if soft and hard else None


@dataclass(frozen=True)
class ChannelSettings:
    """One channel on the settings form. name: what it is called."""

    code: str
    name: str
    form: ChannelForm


def channel_settings(account: Account, data: Mapping[str, Any] | None = None) -> Sequence[ChannelSettings]:
    """Nothing for an account with one channel or none: its own windows are that channel's. data: as posted."""
    if len(account.channels) < 2:
        return ()
    return [
        ChannelSettings(
            code,
            channel_name(account, code),
            ChannelForm(data, prefix=f"channel-{code}", initial=_initial(account, code)),
        )
        for code in sorted(account.channels)
    ]


def _initial(account: Account, code: str) -> dict[str, int]:
    if not account.channels[code]:
        return {}
    own = account.windows(code)
    return {"soft_hours": own.soft // _HOUR, "hard_hours": own.hard // _HOUR}
