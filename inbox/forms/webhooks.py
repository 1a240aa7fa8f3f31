"""A new webhook as a lead fills it in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from inbox.webhooks.keeping import LONGEST_URL


class WebhookForm(forms.Form):
    name = forms.CharField(max_length=100, label=_("Name"))
    url = forms.CharField(
        max_length=LONGEST_URL, label=_("Address"), help_text=_("Such as https://erp.example/guichet")
    )
