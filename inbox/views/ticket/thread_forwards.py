"""Mails to carriers and suppliers, and their answers, ready to print among the messages of a ticket."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.forwards.marks import bare_subject
from inbox.models import (
    Attachment,
    Delivery,
    EventKind,
    Forward,
    ForwardFile,
    ForwardMail,
    PickedFile,
    Ticket,
    TicketEvent,
)
from inbox.views.writing.forward_words import ForwardState, forward_state
from inbox.words.file_sizes import file_size
from inbox.words.times import clock_time, exact

LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class ForwardFileLine:
    """url: of our own copy."""

    name: str
    about: str
    url: str


@dataclass(frozen=True)
class ForwardEntry:
    """One mail. is_ours: it leaves or left from here; else somebody wrote back.

    who: the address it went to, or who wrote. warning: why not to trust it blindly. whole: with quoted history.
    """

    id: int
    is_ours: bool
    who: str
    author: str
    subject: str
    text: str
    whole: str
    warning: str
    automatic: bool
    files: Sequence[ForwardFileLine]
    state: ForwardState | None
    time: str
    at: datetime
    exact: str
    is_event: bool = False
    is_forward: bool = True


def forward_entries(ticket: Ticket, events: Iterable[TicketEvent], *, now: datetime) -> list[ForwardEntry]:
    """Those that these entries of the log speak of; no query where they speak of none."""
    told = [event.after or {} for event in events if event.kind == EventKind.FORWARDED]
    ours = {after["forward"] for after in told if after.keys() == {"forward"}}
    theirs = {after["mail"] for after in told if "mail" in after}
    if not ours and not theirs:
        return []
    sent = ticket.forwards.filter(pk__in=ours).exclude(delivery=Delivery.CANCELLED)
    came = ForwardMail.objects.filter(forward__ticket=ticket, pk__in=theirs)
    return [
        *(_ours(one, now) for one in sent.select_related("user", "account").prefetch_related("files", "picked")),
        *(_theirs(one) for one in came.select_related("forward").prefetch_related("files")),
    ]


def _ours(forward: Forward, now: datetime) -> ForwardEntry:
    return ForwardEntry(
        id=forward.pk,
        is_ours=True,
        who=forward.to,
        author=str(forward.user) if forward.user else "",
        subject=bare_subject(forward.subject),
        text=forward.body_text[:LONGEST_TEXT],
        whole="",
        warning="",
        automatic=False,
        files=[*map(_sent_file, forward.files.all()), *map(_picked_file, forward.picked.all())],
        state=forward_state(forward, now=now),
        time=clock_time(forward.written_at),
        at=forward.written_at,
        exact=exact(forward.written_at),
    )


def _theirs(mail: ForwardMail) -> ForwardEntry:
    return ForwardEntry(
        id=mail.pk,
        is_ours=False,
        who=mail.sender,
        author=mail.sender_name or mail.sender,
        subject=bare_subject(mail.subject),
        text=mail.body_text[:LONGEST_TEXT],
        whole=mail.whole_text[:LONGEST_TEXT],
        warning=_warning(mail),
        automatic=mail.automatic,
        files=[_came_file(file) for file in mail.files.all()],
        state=None,
        time=clock_time(mail.fetched_at),
        at=mail.fetched_at,
        exact=exact(mail.written_at),
    )


def _warning(mail: ForwardMail) -> str:
    if mail.sender.casefold() == mail.forward.to.casefold():
        return ""
    return _("from another address than the one you wrote to, %(address)s") % {"address": mail.forward.to}


def _sent_file(file: Attachment) -> ForwardFileLine:
    return ForwardFileLine(file.name, file_size(file.size or 0), reverse("attachment", args=[file.pk]))


def _picked_file(file: PickedFile) -> ForwardFileLine:
    return ForwardFileLine(file.name, file_size(file.size), reverse("forward_picked", args=[file.pk]))


def _came_file(file: ForwardFile) -> ForwardFileLine:
    return ForwardFileLine(file.name, file_size(file.size), reverse("forward_file", args=[file.pk]))
