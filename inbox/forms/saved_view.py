"""A view of the queue as somebody makes it; its filters are read by Filters.read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.text import storable
from inbox.lists.sorting import Sort
from inbox.models.saved_view import LONGEST_NAME


class SavedViewForm(forms.Form):
    """is_shared: offered to those only who may manage the team's views."""

    name = forms.CharField(max_length=LONGEST_NAME, label=_("Name"))
    sort = forms.ChoiceField(choices=[(sort.value, sort.label) for sort in Sort], label=_("Sorted by"))
    is_shared = forms.BooleanField(required=False, label=_("For the whole team"))

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]

    def clean_name(self) -> str:
        return " ".join(storable(self.cleaned_data["name"]).split())
