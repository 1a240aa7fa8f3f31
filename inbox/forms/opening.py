"""The form with which a conversation is opened about an order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.abilities import ConversationTopic
from inbox.forms.checked_text import checked_text
from inbox.policy.overriding import LONGEST_REASON
from inbox.sending.opening import LONGEST_SUBJECT


class OpeningForm(forms.Form):
    """key: makes a double-pressed button one conversation. override: as in WriteForm."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    topic = forms.ChoiceField(label=_("Topic"))
    subject = forms.CharField(max_length=LONGEST_SUBJECT, label=_("Subject"))
    text = forms.CharField(label=_("Your text"))
    override = forms.CharField(required=False, max_length=LONGEST_REASON, label=_("Why it may leave all the same"))

    def __init__(
        self, topics: Sequence[ConversationTopic], data: Any = None, *, longest: int, check_at: str, key: str = ""
    ) -> None:
        """check_at: the address of the policy check of the text."""
        super().__init__(data, auto_id="opening-%s", initial={"key": key})
        self.fields["topic"].choices = [("", ""), *((topic.code, topic.label) for topic in topics)]  # type: ignore[attr-defined]
        self.fields["text"].widget = checked_text(rows=6, address=check_at)
        self.fields["text"].widget.attrs["maxlength"] = longest
