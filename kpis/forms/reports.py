"""When a person wants the figures by mail."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kpis.models import ReportWish

_NEVER = ("", _("never"))


class ReportForm(forms.Form):
    weekly_on = forms.TypedChoiceField(
        label=_("Weekly report"), required=False, coerce=int, empty_value=None, choices=[_NEVER, *WEEKDAYS.items()]
    )
    hour = forms.TypedChoiceField(
        label=_("At"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)], initial=7
    )
    monthly = forms.BooleanField(label=_("Monthly report, on the first of each month"), required=False)

    @staticmethod
    def initial_of(wish: ReportWish | None) -> dict[str, object]:
        if wish is None:
            return {}
        return {"weekly_on": wish.weekly_on, "hour": wish.hour, "monthly": wish.monthly}
