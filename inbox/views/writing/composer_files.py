"""The files picked for what is not sent yet, and what is taken, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.facts import ReplyLimits
from inbox.forwards.picked_files import LIMITS, picked_files
from inbox.models import Draft, DraftFile, PickedFile, Ticket, User
from inbox.words.file_sizes import file_size


@dataclass(frozen=True)
class FileLine:
    id: int
    name: str
    size: str


@dataclass(frozen=True)
class ComposerFiles:
    """place: the id of the element. name: what the list is called. add, remove: where they go to.

    possible: whether any are taken. accept: for the file chooser. limits: the same in words.
    """

    possible: bool
    place: str
    name: str = ""
    add: str = ""
    remove: str = ""
    files: Sequence[FileLine] = ()
    accept: str = ""
    limits: str = ""
    is_full: bool = False
    problem: str = ""


def composer_files(ticket: Ticket, draft: Draft | None, *, problem: str = "") -> ComposerFiles:
    """Those of the reply that is being written; problem: why the last ones were not taken."""
    place, limits = "composer-files", ticket.account.connector_class.limits
    if not limits.attachments:
        return ComposerFiles(possible=False, place=place)
    files = list(DraftFile.objects.filter(draft=draft).order_by("id")) if draft else []
    add, remove = reverse("ticket_files_add", args=[ticket.pk]), reverse("ticket_files_remove", args=[ticket.pk])
    name = _("Files of this reply")
    return _files(files, limits, place=place, name=name, add=add, remove=remove, problem=problem)


def forward_files(ticket: Ticket, user: User, *, problem: str = "") -> ComposerFiles:
    """The same of the mail to a carrier or supplier that this user is writing."""
    add, remove = reverse("forward_files_add", args=[ticket.pk]), reverse("forward_files_remove", args=[ticket.pk])
    files, name = list(picked_files(ticket, user)), _("Files of this mail")
    return _files(files, LIMITS, place="forward-files", name=name, add=add, remove=remove, problem=problem)


def _files(
    files: Sequence[DraftFile | PickedFile],
    limits: ReplyLimits,
    *,
    place: str,
    name: str,
    add: str,
    remove: str,
    problem: str,
) -> ComposerFiles:
    return ComposerFiles(
        possible=True,
        place=place,
        name=name,
        add=add,
        remove=remove,
        files=[FileLine(file.pk, file.name, file_size(file.size)) for file in files],
        accept=",".join(f".{ending.lstrip('.')}" for ending in limits.file_types),
        limits=_limit_words(limits),
        is_full=len(files) >= limits.attachments,
        problem=problem,
    )


def _limit_words(limits: ReplyLimits) -> str:
    words = [ngettext("at most %(n)d file", "at most %(n)d files", limits.attachments) % {"n": limits.attachments}]
    if limits.largest_files:
        words.append(_("%(size)s together") % {"size": file_size(limits.largest_files)})
    if limits.file_types:
        words.append(", ".join(ending.lstrip(".") for ending in limits.file_types))
    return " · ".join(words)
