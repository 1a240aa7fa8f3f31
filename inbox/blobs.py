"""Bytes in storage under their own digest: written once, however often they come, and never changed."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

RAW = "raw"
ATTACHMENTS = "attachments"


def keep(content: bytes, *, folder: str) -> str:
    """Store these bytes if they are not there yet; return their name in storage.

    Before the row that mentions it, so that no row ever points to nothing; a file without a row does no harm.
    """
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))


def load(name: str) -> bytes:
    """The bytes of that name. Raises FileNotFoundError if they are gone."""
    with default_storage.open(name, "rb") as file:
        content: bytes = file.read()
    return content
