"""What people may send us, checked."""

from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from connectors.text import storable
from inbox.models import Role, Status, User
from inbox.models.ticket import Priority

LONGEST_TEXT = 200_000
MOST_TAGS = 20


class WriteForm(forms.Form):
    """A reply or an internal note. The text is checked by the verb that takes it."""

    kind = forms.ChoiceField(choices=[("reply", _("Reply")), ("note", _("Internal note"))])
    body = forms.CharField(required=False, strip=True, max_length=LONGEST_TEXT)
    key = forms.CharField(max_length=64)
    recipient = forms.CharField(required=False, max_length=30)

    def clean_body(self) -> str:
        return storable(self.cleaned_data["body"])


class DraftForm(forms.Form):
    body = forms.CharField(required=False, strip=False, max_length=LONGEST_TEXT)

    def clean_body(self) -> str:
        return storable(self.cleaned_data["body"])


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
    status = forms.ChoiceField(choices=Status.choices, label=_("Status"))


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


class AccountSettingsForm(forms.Form):
    """Windows in whole hours; whether the marketplace is told that a conversation was read."""

    soft_hours = forms.IntegerField(min_value=1, max_value=24 * 60, label=_("Wish to answer within (hours)"))
    hard_hours = forms.IntegerField(min_value=1, max_value=24 * 60, label=_("Must answer within (hours)"))
    marks_read = forms.BooleanField(
        required=False, label=_("Mark conversations as read at the marketplace when an agent opens them")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        soft, hard = cleaned.get("soft_hours"), cleaned.get("hard_hours")
        if soft and hard and soft > hard:
            self.add_error("soft_hours", gettext("This must not be longer than the time you must answer within."))
        return cleaned

    @staticmethod
    def initial_of(account: Account) -> dict[str, Any]:
        return {
            "soft_hours": account.soft_window // timedelta(hours=1),
            "hard_hours": account.hard_window // timedelta(hours=1),
            "marks_read": account.marks_read,
        }


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    zone = forms.ChoiceField(required=False, label=_("Time zone"))

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "zone", "theme", "density"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            required=False, label=_("Language"), choices=[("", _("as the browser asks")), *settings.LANGUAGES]
        )
        zones = sorted(
            zone
            for zone in available_timezones()
            if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix", "right"))
        )
        self.fields["zone"].choices = [  # type: ignore[attr-defined]
            ("", gettext("the shop's zone (%(zone)s)") % {"zone": settings.SHOP_ZONE}),
            *((zone, zone.replace("_", " ")) for zone in zones),
        ]
        self.fields["first_name"].label = _("First name")
        self.fields["last_name"].label = _("Last name")
        self.fields["theme"].label = _("Colours")
        self.fields["density"].label = _("Rows of the list")


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
