"""How a person wants a list to look."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inbox.lists.columns import BELOW, Column
from inbox.lists.sorting import Sort

MOST_IN_A_LINE = 3
"""More of them could not be read side by side."""


class ListLookForm(forms.Form):
    sort = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=_("Sorted by"))
    columns = forms.MultipleChoiceField(
        required=False,
        choices=[(column.value, column.label) for column in Column],
        widget=forms.CheckboxSelectMultiple,
        label=_("Each row shows"),
    )

    @property
    def lines_below(self) -> int:
        """How many lines more each row has."""
        return -(-sum(column in BELOW for column in self.initial.get("columns", ())) // MOST_IN_A_LINE)

    def __init__(self, *args: Any, sorts: Sequence[Sort], **kwargs: Any) -> None:
        """sorts: the orders that there are for this list; one alone leaves no choice."""
        super().__init__(*args, **kwargs)
        if len(sorts) < 2:
            del self.fields["sort"]
        else:
            self.fields["sort"].choices = [(sort.value, sort.label) for sort in sorts]  # type: ignore[attr-defined]
