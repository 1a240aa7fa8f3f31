"""What can be set of a seller account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from connectors.policy import host_in

MOST_HOSTS = 50


class HostsField(forms.Field):
    """Names of hosts, one a line or separated by commas; comes back as a list, each once, in the order typed."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "maxlength": 5_000})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return hosts_typed(str(value or "").replace(",", " ").split())


def hosts_typed(typed: Sequence[str]) -> list[str]:
    """Raises ValidationError for what is no host, and for too many."""
    try:
        hosts = list(dict.fromkeys(host_in(one) for one in typed))
    except ValueError as error:
        message = _("“%(typed)s” is no address of a website. Write it like shop.example, without accents.")
        raise forms.ValidationError(message, params={"typed": error.args[0][:100]}) from error
    if len(hosts) > MOST_HOSTS:
        raise forms.ValidationError(_("At most %(n)d hosts."), params={"n": MOST_HOSTS})
    return hosts


class AccountSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """marks_read: only where the marketplace can be told (`can_mark_read`)."""

    allowed_hosts = HostsField(
        required=False,
        label=_("Hosts that replies may link to"),
        help_text=_(
            "One a line, such as shop.example; all below it count too. For what the marketplace has permitted you: it"
            " may still take down messages with other links."
        ),
    )

    class Meta:
        model = Account
        fields: Sequence[str] = ["marks_read", "allowed_hosts"]
        labels = {"marks_read": _("Mark conversations as read at the marketplace when an agent opens them")}

    def __init__(self, *given: Any, can_mark_read: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not can_mark_read:
            del self.fields["marks_read"]
