"""Hand out what is known of one buyer: buyer.json and his files, in one zip.

Internal notes are in it: they are about him, and a person who asks may read them (GDPR article 15). The names of the
shop's own people are not: they are theirs.
"""

import json
import re
import tempfile
import zipfile
from typing import IO, Any

from inbox.erasure.dossier import dossier
from inbox.erasure.person import Person, person_of
from inbox.models import Attachment, Buyer

_IN_MEMORY = 8 * 1024 * 1024
_CHUNK = 1024 * 1024
_UNSAFE = re.compile(r"[^\w.() -]+|\.\.+")


def export_buyer(buyer: Buyer) -> IO[bytes]:
    """A zip, ready to be read from its start; on disk beyond a few MB. The caller closes it, and it is gone."""
    person = person_of(buyer)
    spooled = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    with zipfile.ZipFile(spooled, "w", zipfile.ZIP_DEFLATED) as archive:
        places = _files(person, archive)
        content = dossier(person, places)
        archive.writestr("buyer.json", json.dumps(content, ensure_ascii=False, indent=2, default=_plain))
    spooled.seek(0)
    return spooled


def _files(person: Person, archive: zipfile.ZipFile) -> dict[int, str]:
    """Put his files into the zip; return where each attachment is in it, "" if it is not in the storage."""
    places: dict[int, str] = {}
    found = Attachment.objects.filter(message__ticket__in=person.tickets.values("pk")).order_by("id")
    for attachment in found.iterator():
        places[attachment.pk] = _file(attachment, archive) if attachment.file else ""
    return places


def _file(attachment: Attachment, archive: zipfile.ZipFile) -> str:
    place = f"files/{attachment.pk}-{_safe(attachment.name)}"
    try:
        with attachment.file.open("rb") as stored, archive.open(place, "w", force_zip64=True) as packed:
            while chunk := stored.read(_CHUNK):
                packed.write(chunk)
    except FileNotFoundError:
        return ""
    return place


def _safe(name: str) -> str:
    """A name that no program that unpacks can take for a path."""
    return _UNSAFE.sub("_", name).strip(". ")[-100:] or "file"


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
