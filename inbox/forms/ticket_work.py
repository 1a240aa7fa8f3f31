"""What agents do with a ticket besides answering, checked. The verbs check what needs the ticket."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.text import storable
from inbox.models import Ticket, User


class TopicForm(forms.Form):
    """The choices belong to the ticket; which code is one of them is checked by the verb."""

    topic = forms.CharField(required=False, max_length=100, label=_("Topic"))

    def offer(self, choices: Sequence[tuple[str, str]]) -> "TopicForm":
        """Show these, as code and name, and none."""
        self.fields["topic"].widget = forms.Select(choices=[("", "–"), *choices])
        return self

    def clean_topic(self) -> str:
        return storable(self.cleaned_data["topic"])


class LevelForm(forms.Form):
    level = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), (1, _("1: solved in one go")), (2, _("2: needs longer"))],
        label=_("Level"),
    )


class LanguageForm(forms.Form):
    """Which language is one of those that can be recognised is checked by the verb."""

    language = forms.CharField(required=False, max_length=5, label=_("Buyer’s language"))

    def offer(self, choices: Sequence[tuple[str, str]]) -> "LanguageForm":
        """Show these, as code and name, and none."""
        self.fields["language"].widget = forms.Select(choices=[("", "–"), *choices])
        return self


class WorkForm(forms.Form):
    """A form of one action on one ticket. `lead` is said above it: what will happen, and what cannot be undone.

    asked: what the address that opened it says, such as the message it is about.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        ticket: Ticket,
        user: User,
        now: datetime,
        asked: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, auto_id="work-%s")
        self.ticket, self.user, self.now, self.asked = ticket, user, now, asked or {}
        self.prepare()

    def prepare(self) -> None:
        """Fill in what belongs to the ticket: choices, first values."""

    @property
    def lead(self) -> str:
        return ""
