"""Bytes in storage under their own digest: written once, however often they come, and never changed."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from inbox.storage.files import names_flushed_together

RAW = "raw"
ATTACHMENTS = "attachments"


def keep(content: bytes, *, folder: str) -> str:
    """Store these bytes if they are not there yet; return their name in storage.

    Before the row that mentions it, so that no row ever points to nothing; a file without a row does no harm.
    """
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))


def keep_all(contents: Iterable[bytes], *, folder: str) -> list[str]:
    """Like `keep` for many; the name of no bytes is empty."""
    with names_flushed_together():
        return [keep(content, folder=folder) if content else "" for content in contents]


def load(name: str) -> bytes:
    """The bytes of that name. Raises FileNotFoundError if they are gone."""
    with default_storage.open(name, "rb") as file:
        content: bytes = file.read()
    return content
