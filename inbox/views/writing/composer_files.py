"""The files picked for a reply that is not sent yet, and what the marketplace takes, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.facts import ReplyLimits
from inbox.models import Draft, DraftFile, Ticket
from inbox.words.file_sizes import file_size


@dataclass(frozen=True)
class FileLine:
    id: int
    name: str
    size: str


@dataclass(frozen=True)
class ComposerFiles:
    """possible: whether the marketplace takes any. accept: for the file chooser. limits: the same in words."""

    possible: bool
    files: Sequence[FileLine] = ()
    accept: str = ""
    limits: str = ""
    is_full: bool = False
    problem: str = ""


def composer_files(ticket: Ticket, draft: Draft | None, *, problem: str = "") -> ComposerFiles:
    limits = ticket.account.connector_class.limits
    if not limits.attachments:
        return ComposerFiles(possible=False)
    files = list(DraftFile.objects.filter(draft=draft).order_by("id")) if draft else []
    return ComposerFiles(
        possible=True,
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
