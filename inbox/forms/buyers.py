"""Forms about one buyer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.models import Buyer


class EraseForm(forms.Form):
    """Whoever erases types the buyer's name: it cannot be undone."""

    name = forms.CharField(label=gettext_lazy("Type the buyer's name"), max_length=255)

    def __init__(self, *args: Any, buyer: Buyer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.buyer = buyer
        self.fields["name"].help_text = _("“%(name)s”, exactly as it stands here") % {"name": buyer}
        self.fields["name"].widget.attrs |= {"autocomplete": "off"}

    def clean_name(self) -> str:
        typed = str(self.cleaned_data["name"])
        if typed.strip().casefold() != str(self.buyer).strip().casefold():
            raise forms.ValidationError(_("This is not the buyer's name. Nothing was erased."))
        return typed
