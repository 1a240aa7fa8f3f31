"""Forms for files of ratings: which file, and which of its columns says what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.ratings.forms import FORMS, Column

LABELS = {
    Column.RATING: gettext_lazy("Mark"),
    Column.ORDER: gettext_lazy("Order number"),
    Column.COMMENT: gettext_lazy("Comment"),
    Column.WRITTEN: gettext_lazy("Date"),
    Column.AUTHOR: gettext_lazy("Name"),
    Column.ID: gettext_lazy("The file's own number of the rating"),
}
NEEDED = (Column.RATING, Column.WRITTEN)


class RatingsFileForm(forms.Form):
    """The file, and the service it comes from."""

    file = forms.FileField(label=gettext_lazy("CSV file"))
    source = forms.ChoiceField(
        label=gettext_lazy("Comes from"), choices=[(slug, form.label) for slug, form in FORMS.items()]
    )


class ColumnsForm(forms.Form):
    """Where each column stands in the file, by its number; empty = the file has none."""

    def __init__(self, *args: Any, head: Sequence[str], found: Mapping[Column, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("none")), *((str(at), _called(at, head)) for at in range(len(head)))]
        for column in Column:
            self.fields[column.value] = forms.ChoiceField(
                choices=choices,
                required=column in NEEDED,
                label=LABELS[column],
                initial=str(found[column]) if column in found else "",
            )

    @property
    def columns(self) -> Mapping[Column, int]:
        """After is_valid()."""
        given = self.cleaned_data
        return {column: int(given[column.value]) for column in Column if given.get(column.value)}


def _called(at: int, head: Sequence[str]) -> str:
    """A column's name; its number beside it if another is called so, or alone if it has none."""
    name = head[at]
    return f"{name} ({at + 1})" if name and head.count(name) > 1 else name or str(at + 1)
