"""Files from somebody's own computer for a mail to a carrier or supplier: kept until it is queued, then with it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from connectors.facts import ReplyLimits
from inbox.models import Forward, PickedFile, Ticket, User
from inbox.sending.reply_files import check_files, type_of
from inbox.sending.uploads import about, store
from inbox.storage.in_use import delete_unless_used

LIMITS = ReplyLimits(
    max_characters=100_000,
    attachments=10,
    largest_files=20 * 1024 * 1024,
    file_types=(
        *("pdf", "jpg", "jpeg", "png", "gif", "webp", "heic", "tif", "tiff", "bmp", "mp4", "mov"),
        *("txt", "csv", "doc", "docx", "odt", "xls", "xlsx", "ods", "eml", "zip"),
    ),
)
"""What the mail servers of carriers and suppliers let in: most throw a mail with a program in it away unseen."""


def picked_files(ticket: Ticket, user: User) -> QuerySet[PickedFile]:
    """Those that wait for the mail which he is writing."""
    return PickedFile.objects.filter(ticket=ticket, user=user, forward=None).order_by("id")


def sent_before(ticket: Ticket) -> QuerySet[PickedFile]:
    """Those that went along with an earlier mail of the ticket, the newest first."""
    return PickedFile.objects.filter(ticket=ticket).exclude(forward=None).order_by("-id")


def pick(ticket: Ticket, uploads: "Sequence[UploadedFile[Any]]", *, by: User) -> None:
    """Keep these for his mail. Raises what check_files raises; none is kept then."""
    if not uploads:
        return
    with transaction.atomic():
        Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        new = [PickedFile(ticket=ticket, user=by, **about(upload)) for upload in uploads]
        check_files(LIMITS, [*picked_files(ticket, by), *new], taker=_("The mailbox"))
        store(new, uploads)


def put_off(ticket: Ticket, file_id: int, *, by: User) -> None:
    """Forget one that has not gone anywhere; its bytes go too, unless another mail has them as well."""
    file = picked_files(ticket, by).filter(pk=file_id).first()
    if file is None:
        return
    stored = str(file.file.name)
    file.delete()
    delete_unless_used(stored)


def send_along(forward: Forward, files: Iterable[PickedFile]) -> None:
    """Make these files of this mail, under the type that they really have; one of another mail as a row of its own.

    Raises FileGone. The caller holds the transaction.
    """
    for file in files:
        if file.forward_id:
            file.pk, file._state.adding = None, True
        file.forward, file.content_type = forward, type_of(file)
        file.save()
