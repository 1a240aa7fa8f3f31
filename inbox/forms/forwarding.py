"""The form with which a mail about a ticket goes to a carrier or supplier."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from connectors.models import Account
from inbox.forms.tickets import LONGEST_TEXT
from inbox.forwards.outbox import Wanted
from inbox.forwards.picked_files import sent_before
from inbox.forwards.quoting import MOST_OFFERED, files_of, quotable, who_wrote
from inbox.models import Attachment, ForwardMail, Message, PickedFile, Ticket
from inbox.words.file_sizes import file_size
from inbox.words.times import moment

LONGEST_LABEL = 90


class ForwardForm(forms.Form):
    """Nothing of the ticket is chosen to begin with. mailboxes: those it can leave from, the likeliest first."""

    sender = forms.TypedChoiceField(coerce=int, label=pgettext_lazy("of a mail", "From"))
    to = forms.EmailField(
        max_length=255,
        label=pgettext_lazy("of a mail", "To"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "list": "forward-known"}),
    )
    subject = forms.CharField(max_length=200, label=gettext_lazy("Subject"))
    messages = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("Messages"), widget=forms.CheckboxSelectMultiple
    )
    body = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        label=gettext_lazy("Text, exactly as it leaves"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
    )
    along = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("Files to send along"), widget=forms.CheckboxSelectMultiple
    )
    key = forms.CharField(max_length=100, widget=forms.HiddenInput)
    follows = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        ticket: Ticket,
        mailboxes: Sequence[Account],
        *,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        now: datetime,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="forward-%s")
        self.ticket, self.mailboxes = ticket, {account.pk: account for account in mailboxes}
        names = [(account.pk, _named(account)) for account in mailboxes]
        offered = list(quotable(ticket).select_related("account")[:MOST_OFFERED])
        files: list[Attachment | PickedFile] = [*sent_before(ticket)[:MOST_OFFERED], *files_of(ticket)[:MOST_OFFERED]]
        self.fields["sender"].choices = names  # type: ignore[attr-defined]
        self.fields["messages"].choices = [(m.pk, _words(m, now)) for m in offered]  # type: ignore[attr-defined]
        self.fields["along"].choices = [(choice_of(f), f"{f.name} · {file_size(f.size or 0)}") for f in files]  # type: ignore[attr-defined]

    def wanted(self, own: Iterable[PickedFile]) -> Wanted:
        """What is to leave, once the form is valid. own: what its writer picked from his computer."""
        given = self.cleaned_data
        before = [file for file in sent_before(self.ticket) if choice_of(file) in given["along"]]
        follows = ForwardMail.objects.filter(forward__ticket=self.ticket, pk=given["follows"] or 0).first()
        return Wanted(
            sender=self.mailboxes[given["sender"]],
            to=given["to"],
            subject=given["subject"],
            text=given["body"],
            files=[file for file in files_of(self.ticket) if choice_of(file) in given["along"]],
            picked=[*own, *before],
            follows=follows,
        )


def choice_of(file: Attachment | PickedFile) -> str:
    """What the form calls a file: one of the ticket's messages, or one that went along with an earlier mail."""
    return f"sent-{file.pk}" if isinstance(file, PickedFile) else str(file.pk)


def _named(account: Account) -> str:
    return f"{account.seller_name or account.name} ({account.marketplace_label})"


def _words(message: Message, now: datetime) -> str:
    text = " ".join(message.body_text.split())
    cut = f"{text[:LONGEST_LABEL]}…" if len(text) > LONGEST_LABEL else text
    return f"{who_wrote(message)}, {moment(message.written_at, now=now)}: {cut or _('no words')}"
