"""Trying a calendar out: from when, and how many hours."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inbox.deadlines.calendar.entries import YEARS

MOST_HOURS = 10_000


class TrialForm(forms.Form):
    """start is told by the clock of `zone`, as the calendar's own hours are."""

    start = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    )
    hours = forms.DecimalField(
        label=_("Working hours"),
        min_value=0,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )

    def __init__(self, data: Any = None, *, zone: ZoneInfo, now: datetime) -> None:
        self.zone = zone
        at = now.astimezone(zone).replace(second=0, microsecond=0)
        super().__init__(data, prefix="try", initial={"start": timezone.make_naive(at, zone), "hours": 8})

    def full_clean(self) -> None:
        with timezone.override(self.zone):
            super().full_clean()

    def clean_start(self) -> datetime:
        start: datetime = self.cleaned_data["start"]
        if start.year not in YEARS:
            raise ValidationError(_("This is too far away."))
        return start

    @property
    def length(self) -> timedelta:
        return timedelta(hours=float(self.cleaned_data["hours"]))
