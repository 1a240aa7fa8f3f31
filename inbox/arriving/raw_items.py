"""Raw items that are in the database already: as they came, or emptied."""

import json
from collections.abc import Collection

from connectors.incoming import RawPayload
from connectors.models import RawItem
from inbox.storage import blobs

EMPTY = "null"


def payload_of(row: RawItem) -> RawPayload:
    """The item with its bytes from the storage. Raises FileNotFoundError if they are gone."""
    blob = blobs.load(row.blob.name) if row.blob.name else b""
    return RawPayload(row.kind, row.key, json.loads(row.body), row.version, blob)


def empty_raw_items(ids: Collection[int]) -> list[str]:
    """Leave only their keys, so that they are known and never come again; return the files they had."""
    rows = RawItem.objects.filter(pk__in=ids)
    names = list(rows.exclude(blob="").values_list("blob", flat=True))
    rows.update(body=EMPTY, blob="", problem="")
    return names
