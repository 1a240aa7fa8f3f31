"""What an action on many tickets needs to know. What is sent is checked by the action itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from inbox.forms.checked_text import checked_text
from inbox.forms.tickets import LONGEST_TEXT, AgentField
from inbox.models import User
from inbox.policy.overriding import LONGEST_REASON
from inbox.tickets.topics import TOPICS
from templates_app.library.names import shown_name
from templates_app.models import ReplyTemplate


def _agent() -> forms.Field:
    people = User.objects.filter(is_active=True).order_by("first_name", "last_name", "email")
    return AgentField(queryset=people, required=False, empty_label=_("nobody"), label=_("Assignee"))


def _tags(label: Any) -> forms.Field:
    attributes = {"placeholder": _("separated by commas")}
    return forms.CharField(required=False, max_length=1000, label=label, widget=forms.TextInput(attrs=attributes))


def _level() -> forms.Field:
    choices = [("", "–"), (1, _("1: solved in one go")), (2, _("2: needs longer"))]
    return forms.ChoiceField(required=False, choices=choices, label=_("Level"))


def _topic() -> forms.Field:
    return forms.ChoiceField(required=False, choices=[("", "–"), *TOPICS.items()], label=_("Topic"))


def _until() -> forms.Field:
    moment = forms.DateTimeInput(attrs={"type": "datetime-local"})
    return forms.CharField(
        required=False, label=_("Until"), widget=moment, help_text=_("Empty: until the buyer writes.")
    )


def _body() -> forms.Field:
    text = checked_text(rows=6, address=reverse_lazy("many_check"))
    return forms.CharField(max_length=LONGEST_TEXT, label=_("Reply"), widget=text)


def _template() -> forms.Field:
    """Those that can be filled in without asking somebody about each ticket."""
    usable = ReplyTemplate.objects.usable().filter(published__questions=[])
    choices = sorted(((str(one.pk), shown_name(one)) for one in usable), key=lambda choice: choice[1].casefold())
    help_text = _("To each buyer in his language, with his own order. Where something is not known, nothing is sent.")
    return forms.ChoiceField(choices=choices, label=_("Template"), help_text=help_text)


def _into() -> forms.Field:
    return forms.CharField(
        required=False,
        max_length=30,
        label=_("Into ticket"),
        widget=forms.TextInput(attrs={"placeholder": "#123"}),
        help_text=_("Empty: each buyer’s oldest chosen ticket. Only tickets of the same buyer become one."),
    )


def _override() -> forms.Field:
    return forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        label=_("Why it may leave all the same"),
        help_text=_("Only where the policy check warns of this text; kept with each reply."),
    )


_FIELDS: Mapping[str, Callable[[], forms.Field]] = {
    "agent": _agent,
    "add": lambda: _tags(_("Add")),
    "remove": lambda: _tags(_("Take away")),
    "level": _level,
    "topic": _topic,
    "until": _until,
    "body": _body,
    "template": _template,
    "into": _into,
    "override": _override,
    "then_solve": lambda: forms.BooleanField(required=False, label=_("Solved once the marketplace has accepted it")),
}


class ManyForm(forms.Form):
    """names: of the fields that the action has."""

    def __init__(self, names: Sequence[str], given: Mapping[str, Any] | None = None) -> None:
        super().__init__(initial=dict(given or {}), auto_id="many-%s")
        for name in names:
            self.fields[name] = _FIELDS[name]()
