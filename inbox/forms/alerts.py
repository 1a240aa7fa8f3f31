"""How a person wants to be told, checked."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.alerts.groups import Group
from inbox.alerts.quiet_hours import QuietHours
from inbox.alerts.wishes import Wishes


class DeviceForm(forms.Form):
    """What a browser says of itself (PushSubscription.toJSON())."""

    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)


class WaysForm(forms.Form):
    """by_mail, by_push: boxes in two columns; quiet hours: both times or none."""

    by_mail = forms.MultipleChoiceField(required=False, choices=Group.choices)
    by_push = forms.MultipleChoiceField(required=False, choices=Group.choices)
    quiet_from = forms.TimeField(
        required=False, label=gettext_lazy("Quiet from"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        required=False, label=gettext_lazy("until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    for_team = forms.BooleanField(required=False, label=gettext_lazy("Tell me of deadlines of tickets that nobody has"))
    away_until = forms.DateField(
        required=False,
        label=gettext_lazy("Away until the end of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("What is yours is told to the team till then."),
    )

    @staticmethod
    def initial_of(wishes: Wishes) -> dict[str, Any]:
        away = wishes.away_until
        return {
            "by_mail": sorted(wishes.by_mail),
            "by_push": sorted(wishes.by_push),
            "quiet_from": wishes.quiet.begins if wishes.quiet else None,
            "quiet_until": wishes.quiet.ends if wishes.quiet else None,
            "for_team": wishes.for_team,
            "away_until": timezone.localdate(away - timedelta(seconds=1)) if away else None,
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and (cleaned["quiet_from"] is None) != (cleaned["quiet_until"] is None):
            missing = "quiet_from" if cleaned["quiet_from"] is None else "quiet_until"
            self.add_error(missing, _("Quiet hours need a beginning and an end."))
        return cleaned

    def wishes(self) -> Wishes:
        """What was chosen, by the clock of the active zone."""
        given: Mapping[str, Any] = self.cleaned_data
        quiet = QuietHours(given["quiet_from"], given["quiet_until"]) if given["quiet_from"] is not None else None
        last_day = given["away_until"]
        end = datetime.combine(last_day + timedelta(days=1), time()) if last_day else None
        return Wishes(
            by_mail=frozenset(given["by_mail"]),
            by_push=frozenset(given["by_push"]),
            quiet=quiet,
            for_team=given["for_team"],
            away_until=timezone.make_aware(end) if end else None,
        )
