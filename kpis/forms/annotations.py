"""What a lead writes to explain a jump."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kpis.models import Annotation, AnnotationKind

Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AnnotationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Annotation
        fields: ClassVar = ["kind", "text", "first_day", "last_day"]
        labels: ClassVar = {
            "kind": _("What it is"),
            "text": _("In a few words"),
            "first_day": _("First day"),
            "last_day": _("Last day"),
        }
        widgets: ClassVar = {"first_day": Day, "last_day": Day}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = AnnotationKind.choices  # type: ignore[attr-defined]
        self.fields["last_day"].required = False

    def clean(self) -> dict[str, Any]:
        """One day where no last one is given."""
        given = super().clean() or {}
        first = given.get("first_day")
        if first and not given.get("last_day"):
            given["last_day"] = first
        if first and given["last_day"] < first:
            self.add_error("last_day", _("It must not be before the first day."))
        return given
