"""The forms that make one ticket of two, and two of one."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.forms.ticket_work import WorkForm
from inbox.models import Delivery, MessageDirection, Ticket
from inbox.sending.reply_states import NOT_THROUGH
from inbox.tickets.merge import merge_candidates
from inbox.words.times import moment

_MOST_MESSAGES = 50
_BY_NUMBER = ""


class MergeForm(WorkForm):
    into = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, label=gettext_lazy("Which ticket is to have its messages?")
    )
    number = forms.CharField(
        required=False,
        max_length=30,
        label=gettext_lazy("Or its number"),
        widget=forms.TextInput(attrs={"placeholder": "#123", "autocomplete": "off"}),
    )

    def prepare(self) -> None:
        found = merge_candidates(self.ticket, self.user)
        if not found:
            del self.fields["into"]
            self.fields["number"].label = _("The other ticket’s number")
            return
        self.fields["into"].choices = [(str(other.pk), self._told(other)) for other in found]  # type: ignore[attr-defined]
        self.fields["into"].initial = str(found[0].pk)

    @property
    def lead(self) -> str:
        return _(
            "This ticket’s messages go there, and what the buyer still waits for keeps its time. Answers leave on the "
            "conversation in which they were asked for. Until the next answer it can be taken back."
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["other"] = given.get("number") or given.get("into")
        if not given["other"] and not self.errors:
            raise forms.ValidationError(_("Choose a ticket, or give its number."))
        return given

    def _told(self, other: Ticket) -> str:
        """Its number, what it is about, when it was last heard of."""
        same = other.order_id and other.order_id == self.ticket.order_id
        order = _("same order") if same else other.order_id
        subject = other.subject or other.snippet
        parts = (f"#{other.pk}", subject[:60], order, moment(other.last_message_at, now=self.now))
        return " · ".join(filter(None, parts))


class SplitForm(WorkForm):
    messages = forms.TypedMultipleChoiceField(
        coerce=int, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Which messages go to the new ticket?")
    )

    def prepare(self) -> None:
        found = self.ticket.messages.filter(within="").exclude(direction=MessageDirection.SYSTEM)
        found = found.exclude(delivery__in=(*NOT_THROUGH, Delivery.CANCELLED))
        newest = list(found.order_by("-written_at", "-id")[:_MOST_MESSAGES])[::-1]
        choices = []
        for message in newest:
            words = Truncator(" ".join(message.body_text[:300].split())).chars(90)
            told = moment(message.written_at, now=self.now)
            choices.append((message.pk, f"{message.author or self.ticket.buyer_called} · {told} · {words}"))
        self.fields["messages"].choices = choices  # type: ignore[attr-defined]
        wanted = self.asked.get("message", "")
        ids = [message.pk for message in newest]
        if wanted.isdecimal() and int(wanted) in ids:
            self.fields["messages"].initial = ids[ids.index(int(wanted)) :]

    @property
    def lead(self) -> str:
        return _(
            "They get a ticket of their own, with the deadlines of when the buyer wrote; what was answered stays so. "
            "What he writes next comes to this ticket here. Merging the two takes it back."
        )
