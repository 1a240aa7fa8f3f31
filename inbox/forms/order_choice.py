"""Which order a ticket is about, as a person says it: one of the buyer's, another number, or none."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from connectors.text import storable


class OrderChoiceForm(forms.Form):
    """order: one of those shown, empty = none. typed: goes before it."""

    order = forms.CharField(required=False, max_length=200)
    typed = forms.CharField(required=False, max_length=200, label=_("Another order number"))

    def clean(self) -> dict[str, Any]:
        """Nothing chosen is not the same as chosen that it is about none."""
        if "order" not in self.data and not self.cleaned_data.get("typed"):
            raise forms.ValidationError(gettext("Choose an order, type its number, or say that it is about none."))
        return self.cleaned_data

    def chosen(self) -> str:
        return storable(self.cleaned_data["typed"] or self.cleaned_data["order"])
