"""What somebody has typed into a composer, on its way to a draft and back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from inbox.errors import InboxError
from inbox.forms.writing import NOTE, REPLY, DraftForm, WriteForm
from inbox.models import Draft, Ticket, User
from inbox.sending.drafts import keep_draft, keep_note
from inbox.words.times import at_moment


class OtherWriter(InboxError):
    """Somebody else has logged in beside the page on which the text was typed."""

    def __init__(self, user: User) -> None:
        super().__init__(user.pk)
        self.user = user

    def __str__(self) -> str:
        return _("%(name)s is logged in now, who did not write this. Nothing was sent or saved.") % {"name": self.user}


@dataclass(frozen=True)
class Typed:
    """A text that is not sent. other: the text of the other kind, a note's beside a reply's.

    seen, template, override: as in WriteForm.
    """

    text: str
    kind: str = REPLY
    recipient: str = ""
    conversation: int | None = None
    seen: int | None = None
    other: str = ""
    template: str = ""
    override: str = ""

    @classmethod
    def of(cls, form: DraftForm) -> "Typed":
        given = form.cleaned_data
        return cls(given["body"], kind=given["kind"] or REPLY, seen=given["seen"], template=given["template"])

    @classmethod
    def kept(cls, draft: Draft | None) -> "Typed":
        """The draft as it was kept; the note only if there is no reply."""
        if draft is None:
            return cls("")
        if draft.note and not draft.text:
            return cls(draft.note, kind=NOTE)
        return cls(draft.text, seen=draft.seen if draft.text else None, other=draft.note, template=draft.template)


def keep_typed(ticket: Ticket, typed: Typed, *, by: User) -> Draft | None:
    """Keep it as a draft; None if there is nothing to keep."""
    if typed.kind == NOTE:
        return keep_note(ticket, typed.text, by=by)
    return keep_draft(ticket, typed.text, seen=typed.seen, by=by, template=typed.template)


def kept_words(draft: Draft, *, now: datetime) -> str:
    """When it was kept; empty for one that holds only files."""
    if draft.user_id is None:
        return _("prepared by a rule %(time)s") % {"time": at_moment(draft.updated_at, now=now)}
    return _("draft kept %(time)s") % {"time": at_moment(draft.updated_at, now=now)} if draft.text or draft.note else ""


def check_writer(form: WriteForm | DraftForm, user: User) -> None:
    """Raise OtherWriter if the page was drawn for somebody else."""
    if form.cleaned_data["writer"] not in (None, user.pk):
        raise OtherWriter(user)


def key_of_page(user: User, key: str) -> str:
    """The idempotency key of what is sent with this key of a composer; empty if it has none."""
    return f"page-{user.pk}-{key}" if key else ""
