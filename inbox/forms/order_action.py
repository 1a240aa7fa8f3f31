"""The form of one action on an order, made from what the action asks for."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from connectors.abilities import OrderAction
from connectors.files import LARGEST_FILE
from connectors.outgoing import OutgoingFile
from connectors.text import storable

LABELS = {"text": _("Your text"), "starts_at": _("From"), "ends_at": _("To"), "file": _("Files")}
LONGEST_TEXT = 20_000


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of uploaded files; empty if none was chosen."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFilesField, self).clean(file, initial) for file in data or []]


class OrderActionForm(forms.Form):
    """What the action asks for, a key that makes a double-pressed button one action, and that the person is sure."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    sure = forms.BooleanField(error_messages={"required": _("Tick this first: it cannot be taken back.")})

    def __init__(self, action: OrderAction, data: Any = None, files: Any = None, *, key: str = "") -> None:
        super().__init__(data, files, auto_id=f"{action.name}-%s", initial={"key": key})
        for name in action.fields:
            self.fields[name] = _field(name, action)

    @property
    def asked(self) -> list[BoundField]:
        """The fields that the action asks for."""
        return [self[name] for name in self.fields if name not in ("key", "sure")]

    @property
    def key_field(self) -> SafeString:
        return self["key"].as_widget()

    def values(self) -> dict[str, str]:
        """As connectors take them: texts, and moments as ISO 8601."""
        found = {name: self.cleaned_data[name] for name in self.fields if name not in ("key", "sure", "file")}
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()}

    def outgoing_files(self) -> list[OutgoingFile]:
        return [
            OutgoingFile(storable(file.name)[-200:], file.content_type or "application/octet-stream", file.read())
            for file in self.cleaned_data.get("file", [])
        ]

    def clean_file(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["file"]
        if not files:
            raise forms.ValidationError(_("Choose at least one file."))
        if sum(file.size for file in files) > LARGEST_FILE:
            raise forms.ValidationError(_("These files are larger than 20 MB together."))
        return files


class DayField(forms.DateField):
    """A day, as the moment at which it begins in the agent's zone."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> datetime:
        day = super().clean(value)
        return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()).astimezone(UTC)


def _field(name: str, action: OrderAction) -> forms.Field:
    label = LABELS.get(name, name)
    if name == "file":
        return ManyFilesField(label=label, required=True)
    if name.endswith("_at"):
        return DayField(label=label)
    longest = action.max_characters or LONGEST_TEXT
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": 4}))
