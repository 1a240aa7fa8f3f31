"""A deadline policy as a lead fills it in: lengths in hours, lists as words separated by commas."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from connectors.registry import connectors
from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.policy_changes import PolicyDraft
from inbox.deadlines.targets import NAMES, WARN, Targets
from inbox.forms.accounts import AccountsField
from inbox.forms.typed_lengths import lengths_to_type, typed_lengths
from inbox.models import Calendar, Clock, DeadlinePolicy, PolicyVersion
from inbox.words.languages import language_name

LANGUAGES = ("fr", "en", "de", "es", "it")
_HOURS = {
    "soft_minutes": _("Buyers wait patiently for (hours)"),
    "hard_minutes": _("Answer within (hours)"),
    "first_minutes": _("First answer within (hours)"),
    "next_minutes": _("Next answers within (hours)"),
    "acknowledgement_minutes": _("Acknowledge within (hours)"),
    "resolution_minutes": _("Solve within (hours)"),
}
_MINUTE = timedelta(minutes=1)
_WORDS = {"channels": _("Sales channels"), "topics": _("Topics"), "tags": _("Tags")}


class CalendarField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Calendars by the names that the reader knows."""

    def label_from_instance(self, obj: Any) -> str:
        return name_of_calendar(obj)


class PolicyForm(forms.Form):
    """Conditions that are left empty say nothing; lengths that are left empty give no deadline."""

    name = forms.CharField(max_length=120, required=False, label=_("Name"))
    active = forms.BooleanField(required=False, label=_("Active"))
    calendar = CalendarField(
        Calendar.objects.kept(), required=False, empty_label=_("around the clock"), label=_("Calendar")
    )
    marketplaces = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Marketplaces")
    )
    accounts = AccountsField(label=_("Accounts"))
    kinds = forms.MultipleChoiceField(
        choices=[("message", _("conversations")), ("claim", _("claims"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Kinds of tickets"),
    )
    levels = forms.TypedMultipleChoiceField(
        choices=[(1, "1"), (2, "2")],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Levels"),
    )
    languages = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label=_("Languages"))

    def __init__(self, clock: Clock, *args: Any, called: str = "", **kwargs: Any) -> None:
        """called: what a policy is called as long as nobody names it."""
        super().__init__(*args, **kwargs)
        self.clock = clock
        self.fields["name"].widget.attrs["placeholder"] = called
        self.fields["languages"].choices = [(code, language_name(code)) for code in LANGUAGES]  # type: ignore[attr-defined]
        self.fields["marketplaces"].choices = [  # type: ignore[attr-defined]
            (slug, cls.label) for slug, cls in connectors().items()
        ]
        for name, label in _WORDS.items():
            self.fields[name] = forms.CharField(required=False, max_length=1000, label=label)
        for name in NAMES[clock]:
            if name in _HOURS:
                self.fields[name] = forms.FloatField(
                    required=False, min_value=0, max_value=366 * 24, label=_HOURS[name]
                )
        self.fields[WARN] = forms.CharField(
            required=False,
            max_length=200,
            label=_("Warn before"),
            help_text=_("Such as “4 h, 15 min”. Empty: %(default)s, as for all. 0: only once it is late.")
            % {"default": lengths_to_type(point // _MINUTE for point in settings.WARN_BEFORE)},
        )
        if clock == Clock.STATUTORY:
            self.fields["days"] = forms.IntegerField(
                required=False, min_value=0, max_value=366, label=_("Done by the end of day")
            )
            self.fields["past_closed_days"] = forms.BooleanField(
                required=False, label=_("A last day that is closed in the calendar moves to the next open one")
            )

    def clean_warn_minutes(self) -> list[int] | None:
        """None: as the installation is set."""
        try:
            return typed_lengths(typed) if (typed := self.cleaned_data[WARN].strip()) else None
        except ValueError as error:
            raise forms.ValidationError(_("“%(text)s” is no length of time."), params={"text": str(error)}) from error

    def draft(self, policy: DeadlinePolicy | None) -> PolicyDraft:
        """Of a valid form. Raises BadPolicy."""
        given = self.cleaned_data
        spec: dict[str, Any] = {
            name: list(given[name]) for name in ("marketplaces", "kinds", "levels", "languages") if given[name]
        }
        spec |= {name: words for name in _WORDS if (words := _split(given[name]))}
        spec["accounts"] = [account.pk for account in given["accounts"]]
        return PolicyDraft(
            policy=policy,
            clock=self.clock,
            name=given["name"],
            active=given["active"],
            conditions=Conditions.from_spec(spec),
            targets=Targets.from_spec(self._targets(), clock=self.clock),
            calendar=given["calendar"],
        )

    def _targets(self) -> dict[str, Any]:
        given = self.cleaned_data
        found = {name: round((given[name] or 0) * 60) for name in NAMES[self.clock] if name in _HOURS}
        return (
            found
            | {name: given[name] or 0 for name in NAMES[self.clock] if name == "days"}
            | ({"past_closed_days": given["past_closed_days"]} if "past_closed_days" in given else {})
            | {WARN: given[WARN]}
        )

    @staticmethod
    def initial_of(version: PolicyVersion) -> dict[str, Any]:
        """What the form starts with. version: with its policy."""
        said: dict[str, Any] = {**version.conditions, **version.targets}
        initial = {name: value / 60 if name in _HOURS else value for name, value in said.items()}
        initial |= {name: ", ".join(said.get(name, ())) for name in _WORDS}
        if WARN in said:
            initial[WARN] = lengths_to_type(said[WARN])
        policy = version.policy
        return initial | {"name": policy.name, "active": policy.active, "calendar": version.calendar_id}


def _split(words: str) -> list[str]:
    return [word for word in (part.strip() for part in words.split(",")) if word]
