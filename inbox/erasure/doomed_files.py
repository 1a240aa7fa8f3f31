"""Stored files of erased people: named in the transaction, deleted after it, however often that takes."""

from collections.abc import Iterable
from datetime import datetime

from connectors.locks import advisory_lock_or_not
from inbox.models import DoomedFile
from inbox.storage.in_use import delete_unless_used


def doom(names: Iterable[str], *, now: datetime) -> int:
    """Let these files be deleted once the transaction is through; return how many there are."""
    found = {name for name in names if name}
    DoomedFile.objects.bulk_create((DoomedFile(name=name, since=now) for name in found), ignore_conflicts=True)
    return len(found)


def delete_doomed() -> int:
    """Delete what is doomed, except what somebody else's row has as well; return how many files went.

    Equal files are stored once (inbox/storage/blobs.py).
    """
    deleted = 0
    with advisory_lock_or_not("doomed files") as taken:
        for file in DoomedFile.objects.order_by("id") if taken else ():
            deleted += delete_unless_used(file.name)
            file.delete()
    return deleted
