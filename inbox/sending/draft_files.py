"""Files picked for a reply that is not sent yet: kept on the server with the draft."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from inbox.models import Draft, DraftFile, Message, Ticket, User
from inbox.sending.reply_files import check_files
from inbox.sending.uploads import about, store
from inbox.storage.in_use import delete_unless_used


def draft_files(ticket: Ticket, user: User) -> list[DraftFile]:
    return list(DraftFile.objects.filter(draft__ticket=ticket, draft__user=user).order_by("id"))


def add_files(ticket: Ticket, uploads: "Sequence[UploadedFile[Any]]", *, by: User) -> None:
    """Keep these with the draft. Raises what check_files raises; none is kept then."""
    if not uploads:
        return
    with transaction.atomic():
        draft, _created = Draft.objects.get_or_create(ticket=ticket, user=by, defaults={"text": ""})
        Draft.objects.select_for_update().get(pk=draft.pk)
        new = [DraftFile(draft=draft, **about(upload)) for upload in uploads]
        account = ticket.account
        check_files(account.connector_class.limits, [*draft.files.all(), *new], taker=account.marketplace_label)
        store(new, uploads)


def remove_file(ticket: Ticket, file_id: int, *, by: User) -> None:
    """Forget one; its bytes go too, unless something else has them as well."""
    file = DraftFile.objects.filter(pk=file_id, draft__ticket=ticket, draft__user=by).select_related("draft").first()
    if file is None:
        return
    stored = str(file.file.name)
    file.delete()
    delete_unless_used(stored)
    if not file.draft.text and not file.draft.files.exists():
        file.draft.delete()


def put_back(message: Message, draft: Draft) -> None:
    """The files of a reply that comes back into the composer, with their bytes where they are."""
    kept = set(draft.files.values_list("file", flat=True))
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, name=file.name, content_type=file.content_type, file=file.file.name, size=file.size or 0)
        for file in message.attachments.exclude(file="").order_by("id")
        if file.file.name not in kept
    )
