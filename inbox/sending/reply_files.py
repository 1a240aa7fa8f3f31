"""Files that go out with a reply: what the marketplace takes, where they are kept, and their bytes."""

import mimetypes
from collections.abc import Sequence
from pathlib import PurePath

from connectors.facts import ReplyLimits
from connectors.files import OCTETS, content_type
from connectors.outgoing import OutgoingFile
from inbox.errors import FileGone, FilesTooLarge, FileTypeRefused, TooManyFiles
from inbox.models import Attachment, DraftFile, Message, PickedFile
from inbox.storage.attachments import SHOWN_INLINE

OneFile = DraftFile | PickedFile | Attachment
_HEAD = 64
"""So many bytes tell what a file is."""


def check_files(limits: ReplyLimits, files: Sequence[OneFile], *, taker: str) -> None:
    """Raise TooManyFiles, FilesTooLarge or FileTypeRefused if these would not be taken at once. taker: by whom."""
    if not files:
        return
    if len(files) > limits.attachments:
        raise TooManyFiles(taker=taker, files=len(files), limit=limits.attachments)
    size = sum(file.size or 0 for file in files)
    if limits.largest_files and size > limits.largest_files:
        raise FilesTooLarge(taker=taker, size=size, limit=limits.largest_files)
    allowed = [ending.lower().lstrip(".") for ending in limits.file_types]
    for file in files:
        if allowed and PurePath(file.name).suffix.lower().lstrip(".") not in allowed:
            raise FileTypeRefused(taker=taker, name=file.name, allowed=allowed)


def attach(message: Message, files: Sequence[DraftFile | Attachment]) -> None:
    """Make these the files of a reply: the same stored bytes, under the type that they really have. Raises FileGone."""
    Attachment.objects.bulk_create(
        Attachment(
            message=message, name=file.name, content_type=type_of(file), file=file.file.name or "", size=file.size
        )
        for file in files
    )


def outgoing_files(message: Message) -> tuple[OutgoingFile, ...]:
    """The files of a reply with their bytes. Raises FileNotFoundError if one is gone from storage."""
    found = []
    for attachment in message.attachments.exclude(file="").order_by("id"):
        with attachment.file.open("rb") as stored:
            found.append(OutgoingFile(attachment.name, attachment.content_type or OCTETS, stored.read()))
    return tuple(found)


def type_of(file: OneFile) -> str:
    """What the first bytes say; else what the name says, but never a type that pages show. Raises FileGone."""
    try:
        with file.file.open("rb") as stored:
            kind = content_type(stored.read(_HEAD))
    except FileNotFoundError as error:
        raise FileGone(name=file.name) from error
    guessed = mimetypes.guess_type(file.name)[0] or OCTETS
    return guessed if kind == OCTETS and guessed not in SHOWN_INLINE else kind
