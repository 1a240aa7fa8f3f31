"""A holiday of the shop, checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.models import Account

WIDGET = {"type": "datetime-local"}
FORMAT = "%Y-%m-%dT%H:%M"


class HolidayForm(forms.Form):
    """Times by the clock of the active zone. accounts: none = all of them."""

    starts_at = forms.DateTimeField(label=_("Closed from"), widget=forms.DateTimeInput(WIDGET, format=FORMAT))
    ends_at = forms.DateTimeField(label=_("until"), widget=forms.DateTimeInput(WIDGET, format=FORMAT))
    accounts = forms.ModelMultipleChoiceField(
        Account.objects.defer("credentials", "identity").order_by("marketplace", "name"),
        required=False,
        label=_("Accounts"),
        widget=forms.CheckboxSelectMultiple,
    )
