"""The files of messages, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.models import Attachment
from inbox.storage.attachments import SHOWN_INLINE
from inbox.views.sentences import in_own_language
from inbox.words.file_sizes import file_size


@dataclass(frozen=True)
class AttachmentLine:
    """url: of our own copy, else where the marketplace keeps it; empty if it cannot be followed."""

    name: str
    url: str
    about: str
    is_ours: bool
    is_picture: bool


def attachments_of(message_ids: Sequence[int]) -> dict[int, list[Attachment]]:
    """By message id; no query for no messages."""
    found: dict[int, list[Attachment]] = {}
    for attachment in Attachment.objects.filter(message_id__in=message_ids).order_by("id") if message_ids else ():
        found.setdefault(attachment.message_id, []).append(attachment)
    return found


def attachment_line(attachment: Attachment) -> AttachmentLine:
    """Our own copy if we have one; of other addresses only web ones become links."""
    is_ours = bool(attachment.file)
    url = attachment.url if attachment.url.startswith(("https://", "http://")) else ""
    if is_ours:
        url = reverse("attachment", args=[attachment.pk])
    size = file_size(attachment.size) if attachment.size is not None else ""
    about = " · ".join(part for part in (attachment.content_type, size, in_own_language(attachment.problem)) if part)
    return AttachmentLine(
        name=attachment.name or _("file"),
        url=url,
        about=about,
        is_ours=is_ours,
        is_picture=is_ours and not attachment.problem and attachment.content_type in SHOWN_INLINE,
    )
