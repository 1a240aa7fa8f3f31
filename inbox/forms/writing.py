"""What a composer may send us, checked."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.text import storable
from inbox.answering.used import UsedTemplate
from inbox.forms.tickets import LONGEST_TEXT
from inbox.policy.overriding import LONGEST_REASON
from inbox.sending.later import WrongMoment
from inbox.sending.wishes import ReplyWishes
from inbox.words.moments import OFFERED, moment_of

REPLY, NOTE = "reply", "note"
THEN = ("solve", "next", "solve-next", "acknowledge", "later")
KINDS = [(REPLY, _("Reply")), (NOTE, _("Internal note"))]


class WriteForm(forms.Form):
    """A reply or an internal note. The text is checked by the verb that takes it.

    seen: the newest message that was shown when the text was begun; knowing: one that the writer knows by now.
    writer: who was logged in when the page was drawn. then: what the reply is, and what comes after it.
    conversation: on which it leaves, a ticket's number. template: from which the text was made, as UsedTemplate writes.
    override: why it may leave although the policy check warns.
    """

    kind = forms.ChoiceField(choices=KINDS)
    body = forms.CharField(required=False, strip=True, max_length=LONGEST_TEXT)
    key = forms.CharField(max_length=64)
    recipient = forms.CharField(required=False, max_length=30)
    conversation = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    knowing = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    writer = forms.IntegerField(required=False)
    then = forms.ChoiceField(required=False, choices=[(then, then) for then in THEN])
    override = forms.CharField(required=False, strip=True, max_length=LONGEST_REASON)

    later = forms.ChoiceField(required=False, choices=OFFERED)
    at = forms.DateTimeField(required=False)
    template = forms.CharField(required=False, max_length=60)

    def clean_body(self) -> str:
        return storable(self.cleaned_data["body"])

    @property
    def seen_last(self) -> int | None:
        """The newest message that the writer knows; None if the page does not say."""
        told = [at for name in ("seen", "knowing") if (at := self.cleaned_data.get(name)) is not None]
        return max(told, default=None)

    def wishes(self, now: datetime) -> ReplyWishes:
        """Raises WrongMoment if it is to leave later and no moment is given."""
        then = self.cleaned_data["then"]
        leave_at = moment_of(self.cleaned_data["later"], self.cleaned_data["at"], now=now) if then == "later" else None
        if then == "later" and leave_at is None:
            raise WrongMoment
        return ReplyWishes(
            seen=self.seen_last,
            solves=then.startswith("solve"),
            acknowledges=then == "acknowledge",
            leave_at=leave_at,
            override=storable(self.cleaned_data["override"]),
        )

    @property
    def template_used(self) -> UsedTemplate | None:
        return UsedTemplate.read(self.cleaned_data["template"])

    @property
    def goes_on(self) -> bool:
        """Whether the writer wants the next ticket of the list afterwards."""
        return bool(self.cleaned_data["then"].endswith("next"))


class CheckForm(forms.Form):
    """A text as typed so far, to be looked at by the policy check; fields as in WriteForm."""

    kind = forms.ChoiceField(required=False, choices=KINDS)
    body = forms.CharField(required=False, strip=False, max_length=LONGEST_TEXT)
    recipient = forms.CharField(required=False, max_length=30)
    conversation = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    then = forms.CharField(required=False, max_length=20)


class PlanForm(forms.Form):
    """Another moment for a planned reply."""

    later = forms.ChoiceField(choices=[("now", _("now")), *OFFERED])
    at = forms.DateTimeField(required=False)


class DraftForm(forms.Form):
    """Text as typed so far; kind, seen, writer, template as in WriteForm. key: what it would be, or was, sent with."""

    kind = forms.ChoiceField(required=False, choices=KINDS)
    body = forms.CharField(required=False, strip=False, max_length=LONGEST_TEXT)
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    key = forms.CharField(required=False, max_length=64)
    writer = forms.IntegerField(required=False)
    template = forms.CharField(required=False, max_length=60)

    def clean_body(self) -> str:
        return storable(self.cleaned_data["body"])

    def clean_template(self) -> str:
        return str(UsedTemplate.read(self.cleaned_data["template"]) or "")
