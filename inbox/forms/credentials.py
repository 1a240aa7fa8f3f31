"""Credentials as a connector asks for them: single values, groups of values, choices and lists.

What is stored and secret is never shown again; left empty it stays as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from connectors.credentials import LONGEST, with_every_number
from connectors.facts import CredentialField


@dataclass(frozen=True)
class FieldGroup:
    """name: of the group in the credentials; empty for values that stand alone. is_open: whether it is to be seen."""

    name: str
    legend: str
    fields: list[BoundField]
    optional: bool
    is_open: bool


class CredentialsForm(forms.Form):
    """asked: what the connector wants. have: what is stored, with dotted names. legends: of the groups, by name."""

    def __init__(
        self,
        asked: Iterable[CredentialField],
        *args: Any,
        have: Mapping[str, Any] | None = None,
        legends: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.have, self.legends = have or {}, legends or {}
        self.asked = {field.name: field for field in with_every_number(asked, self.have)}
        for name, field in self.asked.items():
            self.fields[name] = _form_field(field, self.have.get(name, ""))

    @property
    def groups(self) -> list[FieldGroup]:
        """The fields in their order, those of one group together."""
        names = dict.fromkeys(_group(name) for name in self.asked)
        return [self._field_group(name) for name in names]

    def clean(self) -> dict[str, Any]:
        """Say what is missing of an optional group that was begun."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, field in self.asked.items():
            missing = field.required and field.optional_group and not self._value(field)
            if missing and name not in self.errors and self._is_begun(_group(name)):
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def given(self) -> dict[str, Any]:
        """What is to be stored, with dotted names; a secret that was left empty is taken from what is stored."""
        values = {
            name: self._value(field)
            for name, field in self.asked.items()
            if not field.optional_group or self._is_begun(_group(name))
        }
        return {name: value for name, value in values.items() if value}

    def _value(self, field: CredentialField) -> Any:
        value = self.cleaned_data.get(field.name, "")
        if field.many:
            return [part.strip() for part in value.split(",") if part.strip()]
        return value or (self.have.get(field.name, "") if field.secret else "")

    def _is_begun(self, group: str) -> bool:
        """Whether anything of the group is given, its defaults aside."""
        members = [field for name, field in self.asked.items() if _group(name) == group]
        return any(self._value(field) not in ("", [], field.default) for field in members)

    def _field_group(self, name: str) -> FieldGroup:
        members = [member for member in self.asked if _group(member) == name]
        optional = any(self.asked[member].optional_group for member in members)
        filled = any(self.have.get(member) or self[member].errors for member in members)
        legend = self.legends.get(name, "")
        return FieldGroup(
            name=name,
            legend=gettext(legend) if legend else name,
            fields=[self[member] for member in members],
            optional=optional,
            is_open=not optional or filled,
        )


class ConnectForm(CredentialsForm):
    account_name = forms.CharField(
        max_length=120, label=_("Name of the account"), help_text=_("As your team calls it, for example “Bikes”.")
    )


class AccountNameForm(forms.Form):
    account_name = forms.CharField(max_length=120, label=_("Name of the account"))


def _form_field(field: CredentialField, stored: Any) -> forms.Field:
    is_kept = bool(field.secret and stored)
    help_text = gettext(field.help) if field.help else ""
    common: dict[str, Any] = {
        "label": gettext(field.label),
        "help_text": gettext("Already stored; leave empty to keep it.") if is_kept else help_text,
        "required": field.required and not field.optional_group and not field.unless and not is_kept,
    }
    if field.choices:
        choices = [(choice, gettext(_called(field, choice))) for choice in field.choices]
        nothing = [] if field.default else [("", "")]
        return forms.ChoiceField(choices=[*nothing, *choices], initial=stored or field.default, **common)
    attributes = {"autocomplete": "off", "spellcheck": "false"}
    if field.secret:
        return forms.CharField(max_length=LONGEST, widget=forms.PasswordInput(attrs=attributes), **common)
    if field.number:
        attributes["inputmode"] = "numeric"
    shown = ", ".join(map(str, stored)) if isinstance(stored, list) else str(stored or field.default)
    return forms.CharField(max_length=LONGEST, initial=shown, widget=forms.TextInput(attrs=attributes), **common)


def _called(field: CredentialField, choice: str) -> str:
    return field.choices[choice] if isinstance(field.choices, Mapping) else choice


def _group(name: str) -> str:
    return name.rpartition(".")[0]
