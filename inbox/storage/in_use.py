"""Which stored files a row still has: equal files are stored once, and a file may be of several rows."""

from django.core.files.storage import default_storage

from connectors.models import RawItem
from inbox.models import Attachment, DraftFile, ForwardFile, PickedFile


def delete_unless_used(name: str) -> bool:
    """Delete a stored file that no row has any more; whether it was deleted."""
    if _is_in_use(name):
        return False
    default_storage.delete(name)
    return True


def _is_in_use(name: str) -> bool:
    rows = (
        Attachment.objects.filter(file=name),
        DraftFile.objects.filter(file=name),
        ForwardFile.objects.filter(file=name),
        PickedFile.objects.filter(file=name),
        RawItem.objects.filter(blob=name),
    )
    return any(row.exists() for row in rows)
