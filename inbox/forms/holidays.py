"""A holiday of the shop, checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from inbox.forms.accounts import AccountsField

WIDGET = {"type": "datetime-local"}
FORMAT = "%Y-%m-%dT%H:%M"


class HolidayForm(forms.Form):
    """Times by the clock of the active zone. accounts: none = all of them."""

    starts_at = forms.DateTimeField(label=_("Closed from"), widget=forms.DateTimeInput(WIDGET, format=FORMAT))
    ends_at = forms.DateTimeField(label=_("until"), widget=forms.DateTimeInput(WIDGET, format=FORMAT))
    accounts = AccountsField(label=_("Accounts"))
