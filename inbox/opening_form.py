"""The form with which a conversation is opened about an order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.abilities import ConversationTopic
from inbox.opening import LONGEST_SUBJECT


class OpeningForm(forms.Form):
    """key: makes a double-pressed button one conversation."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    topic = forms.ChoiceField(label=_("Topic"))
    subject = forms.CharField(max_length=LONGEST_SUBJECT, label=_("Subject"))
    text = forms.CharField(label=_("Your text"), widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, topics: Sequence[ConversationTopic], data: Any = None, *, longest: int, key: str = "") -> None:
        super().__init__(data, auto_id="opening-%s", initial={"key": key})
        self.fields["topic"].choices = [("", ""), *((topic.code, topic.label) for topic in topics)]  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["maxlength"] = longest
