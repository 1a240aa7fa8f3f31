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
    """Every file of the mail, one that is cut short with its problem, and an entry for one that is missing.

    text: the buyer's, in which Amazon leaves its hint.
    """
    entries = [_entry(file) for file in mail.files]
    pictures = any(file.content_type.startswith("image/") for file in mail.files)
    if not pictures and _HINT.search(text):
        entries.append(IncomingAttachment("photo", "image/*", problem=NO_PICTURE))
    return tuple(entries)


def _entry(file: MailFile) -> IncomingAttachment:
    is_cut = file.content.startswith(_JPEG_START) and _JPEG_END not in file.content[-64:]
    problem = CUT_SHORT if is_cut else ""
    return IncomingAttachment(
        file.name, file.content_type, content=file.content, problem=problem, content_id=file.content_id
    )
