"""Which stored files a row still has: equal files are stored once, and a file may be of several rows."""

from connectors.models import RawItem
from inbox.models import Attachment, DraftFile, ForwardFile, PickedFile


def is_in_use(name: str) -> bool:
    rows = (
        Attachment.objects.filter(file=name),
        DraftFile.objects.filter(file=name),
        ForwardFile.objects.filter(file=name),
        PickedFile.objects.filter(file=name),
        RawItem.objects.filter(blob=name),
    )
    return any(row.exists() for row in rows)
