"""Files of a buyer's message, and files that Amazon speaks of but did not send whole.

Seen by others in 2026: a line `Élément photo` or `photo item` and no picture, and JPEGs without their end.
"""

import re

from connectors.incoming import IncomingAttachment
from connectors.mail.mail import Mail, MailFile
from connectors.text import marked as _

_HINT = re.compile(r"élément photo|photo item|foto-element|elemento foto|elemento de foto", re.IGNORECASE)
_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
NO_PICTURE = _("Amazon mentions a picture but did not send it. Open the message in Seller Central to see it.")
CUT_SHORT = _("Amazon sent only a part of this picture. Open the message in Seller Central to see all of it.")


def files_of(mail: Mail, text: str) -> tuple[IncomingAttachment, ...]:
    """Every file of the mail, and an entry with a problem for each that is missing or cut short.

    text: the buyer's, in which Amazon leaves its hint.
    """
    entries = [entry for file in mail.files for entry in _entries(file)]
    pictures = any(file.content_type.startswith("image/") for file in mail.files)
    if not pictures and _HINT.search(text):
        entries.append(IncomingAttachment("photo", "image/*", problem=NO_PICTURE))
    return tuple(entries)


def _entries(file: MailFile) -> list[IncomingAttachment]:
    whole = IncomingAttachment(file.name, file.content_type, content=file.content)
    if file.content.startswith(_JPEG_START) and _JPEG_END not in file.content[-64:]:
        return [whole, IncomingAttachment(file.name, file.content_type, problem=CUT_SHORT)]
    return [whole]
