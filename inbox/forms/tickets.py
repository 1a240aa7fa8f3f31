"""What people may send us, checked."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from connectors.text import storable
from inbox.forms.limits import language_choices
from inbox.models import Role, Status, User
from inbox.models.ticket import Priority
from inbox.people.zones import zone_choices
from inbox.tickets.triage import SET_BY_HAND

LONGEST_TEXT = 200_000
MOST_TAGS = 20


class FeedbackAnswerForm(forms.Form):
    """A public answer; the text is checked by the verb that takes it."""

    text = forms.CharField(required=False, strip=False, max_length=LONGEST_TEXT)
    key = forms.CharField(required=False, max_length=64)

    def clean_text(self) -> str:
        return storable(self.cleaned_data["text"])


class AgentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, user: User) -> str:  # type: ignore[override]
        return str(user)


class AssignForm(forms.Form):
    agent = AgentField(
        queryset=User.objects.filter(is_active=True).order_by("first_name", "last_name", "email"),
        required=False,
        empty_label=_("nobody"),
        label=_("Assignee"),
    )


class StatusForm(forms.Form):
    """The statuses that a person sets; the others come and go with actions of their own."""

    status = forms.ChoiceField(choices=[(status.value, status.label) for status in SET_BY_HAND], label=_("Status"))

    @classmethod
    def showing(cls, status: str) -> "StatusForm":
        """The form of a ticket with this status, whichever that is."""
        form = cls(initial={"status": status})
        if status not in SET_BY_HAND:
            field = form.fields["status"]
            field.choices = [(status, Status(status).label), *field.choices]  # type: ignore[attr-defined]
        return form


class PriorityForm(forms.Form):
    priority = forms.TypedChoiceField(choices=Priority.choices, coerce=int, label=_("Priority"))


class TagsForm(forms.Form):
    """Tags as words separated by commas."""

    tags = forms.CharField(required=False, max_length=1000, label=_("Tags"))

    def clean_tags(self) -> list[str]:
        tags = dict.fromkeys(tag.strip().lower()[:50] for tag in storable(self.cleaned_data["tags"]).split(","))
        return [tag for tag in tags if tag][:MOST_TAGS]


class BackfillForm(forms.Form):
    """A range of days, both included, in the agent's zone."""

    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            raise ValidationError(gettext("The first day is after the last one."))
        if since and since > timezone.localdate():
            raise ValidationError(gettext("The first day is in the future."))
        return cleaned


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    zone = forms.ChoiceField(required=False, label=_("Time zone"))

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "zone", "theme", "density", "speaks", "on_duty", "single_keys"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            required=False, label=_("Language"), choices=[("", _("as the browser asks")), *settings.LANGUAGES]
        )
        self.fields["zone"].choices = [  # type: ignore[attr-defined]
            ("", gettext("the shop's zone (%(zone)s)") % {"zone": settings.SHOP_ZONE}),
            *zone_choices(),
        ]
        self.fields["speaks"] = forms.MultipleChoiceField(
            required=False,
            choices=language_choices(),
            widget=forms.CheckboxSelectMultiple,
            label=_("Languages you answer in"),
            help_text=_("Where new tickets are given out by language. None chosen: any."),
        )
        if self.instance.role == Role.OUTSIDE:
            del self.fields["speaks"]  # what he may see is the owner's to say
        self.fields["on_duty"].label = _("On duty: I get new tickets, where they are given out")
        self.fields["first_name"].label = _("First name")
        self.fields["last_name"].label = _("Last name")
        self.fields["theme"].label = _("Colours")
        self.fields["density"].label = _("Rows of the list")
        self.fields["single_keys"].label = _("Single keys do something, such as r for a reply")


class NewPersonForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    first_name = forms.CharField(required=False, max_length=150, label=_("First name"))
    last_name = forms.CharField(required=False, max_length=150, label=_("Last name"))
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Hand it over yourself; it can be changed in the settings."),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(gettext("Somebody with this address is here already."))
        return email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.data.get("email", "")))
        return password


class PersonForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))


class TeamForm(forms.Form):
    """In which team somebody is; empty = in none."""

    team = forms.CharField(required=False, max_length=60, label=_("Team"))


class PasswordForm(forms.Form):
    """A new password for a person who has forgotten theirs."""

    password = forms.CharField()

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class OwnerForm(forms.Form):
    """The first person of an installation."""

    first_name = forms.CharField(
        max_length=150, label=_("First name"), widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        required=False,
        max_length=150,
        label=_("Last name"),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; three unrelated words are easy to keep."),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.data.get("email", "")))
        return password
