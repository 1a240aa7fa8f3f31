"""A deadline policy as a lead fills it in: lengths in hours, tags as words separated by commas."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from connectors.models import Account
from connectors.registry import connectors
from inbox.accounts.sales_channels import channel_name
from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.policy_changes import PolicyDraft
from inbox.deadlines.targets import NAMES, WARN, Targets
from inbox.forms.accounts import AccountsField
from inbox.forms.typed_lengths import lengths_to_type, typed_lengths
from inbox.models import Calendar, Clock, DeadlinePolicy, PolicyVersion
from inbox.tickets.topics import TOPICS, called_alike
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
_CHOSEN = ("marketplaces", "kinds", "levels", "languages")
_NAMED = ("topics", "channels")


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
    topics = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label=_("Topics"))
    channels = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label=_("Sales channels"))
    tags = forms.CharField(required=False, max_length=1000, label=_("Tags"))

    def __init__(self, clock: Clock, *args: Any, called: str = "", **kwargs: Any) -> None:
        """called: what a policy is called as long as nobody names it."""
        super().__init__(*args, **kwargs)
        self.clock = clock
        self.fields["name"].widget.attrs["placeholder"] = called
        self.fields["languages"].choices = [(code, language_name(code)) for code in LANGUAGES]  # type: ignore[attr-defined]
        self.fields["marketplaces"].choices = [  # type: ignore[attr-defined]
            (slug, cls.label) for slug, cls in connectors().items()
        ]
        accounts = list(Account.objects.defer("credentials"))
        self._offer("topics", _topics(accounts))
        self._offer("channels", _channels(accounts))
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

    def _offer(self, name: str, codes_by_name: Mapping[str, Sequence[str]]) -> None:
        """One box for each name, which stands for all its codes; one for each code in the policy that has no name."""
        there = list(self.initial.get(name, ()))
        known = {code for codes in codes_by_name.values() for code in codes}
        boxes = {",".join(codes): label for label, codes in codes_by_name.items()}
        boxes |= {code: code for code in there if code not in known}
        self.fields[name].choices = list(boxes.items())  # type: ignore[attr-defined]
        self.initial[name] = [box for box in boxes if not set(box.split(",")).isdisjoint(there)]

    def clean_warn_minutes(self) -> list[int] | None:
        """None: as the installation is set."""
        try:
            return typed_lengths(typed) if (typed := self.cleaned_data[WARN].strip()) else None
        except ValueError as error:
            raise forms.ValidationError(_("“%(text)s” is no length of time."), params={"text": str(error)}) from error

    def draft(self, policy: DeadlinePolicy | None) -> PolicyDraft:
        """Of a valid form. Raises BadPolicy."""
        given = self.cleaned_data
        spec: dict[str, Any] = {name: list(given[name]) for name in _CHOSEN if given[name]}
        spec |= {name: ",".join(given[name]).split(",") for name in _NAMED if given[name]}
        spec |= {"tags": tags} if (tags := _split(given["tags"])) else {}
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
        initial["tags"] = ", ".join(said.get("tags", ()))
        if WARN in said:
            initial[WARN] = lengths_to_type(said[WARN])
        policy = version.policy
        return initial | {"name": policy.name, "active": policy.active, "calendar": version.calendar_id}


def _topics(accounts: Sequence[Account]) -> dict[str, list[str]]:
    """Codes by name: ours, and those that the accounts' marketplaces give themselves, of which several may be alike."""
    ours = {str(name): [str(code)] for code, name in TOPICS.items()}
    return ours | {
        f"{gettext(name)} ({one.marketplace_label})": called_alike(code)
        for one in accounts
        for code, name in one.connector_class.topic_labels.items()
        if code not in TOPICS
    }


def _channels(accounts: Sequence[Account]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for code, name in {code: channel_name(one, code) for one in accounts for code in one.channels}.items():
        names.setdefault(name, []).append(code)
    return dict(sorted(names.items(), key=lambda pair: pair[0].casefold()))


def _split(words: str) -> list[str]:
    return [word for word in (part.strip() for part in words.split(",")) if word]
