"""Forms about surveys."""

from django import forms
from django.utils.translation import gettext_lazy as _

from inbox.surveys.choices import MOST_DAYS


class SurveyForm(forms.Form):
    """Whether an account's buyers are asked, and how many days after their ticket was solved."""

    is_on = forms.BooleanField(required=False, label=_("Ask buyers"))
    days = forms.IntegerField(min_value=0, max_value=MOST_DAYS, label=_("Days after the ticket was solved"))
