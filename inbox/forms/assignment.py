"""How new tickets are given out, and what a person says of it, checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from inbox.models import Way


class WayForm(forms.Form):
    way = forms.ChoiceField(choices=Way.choices, widget=forms.RadioSelect, label=_("New tickets are given out"))


class StepsForm(forms.Form):
    """The steps of a ready-made list, one a line."""

    steps = forms.CharField(
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=_("Steps, one a line"),
        help_text=_("Without a step, this topic has no list."),
    )
