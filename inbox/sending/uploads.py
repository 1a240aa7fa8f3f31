"""Files as a browser sends them, on their way into storage."""

from collections.abc import Sequence
from typing import Any, TypedDict

from django.core.files.uploadedfile import UploadedFile

from connectors.text import storable
from inbox.models import DraftFile, PickedFile

LONGEST_NAME = 200


class About(TypedDict):
    """Columns that every picked file has."""

    name: str
    content_type: str
    size: int


def about(upload: "UploadedFile[Any]") -> About:
    """content_type: as the browser claims."""
    return {
        "name": storable(upload.name or "file")[-LONGEST_NAME:],
        "content_type": (upload.content_type or "")[:100],
        "size": upload.size or 0,
    }


def store(files: Sequence[DraftFile | PickedFile], uploads: "Sequence[UploadedFile[Any]]") -> None:
    """Write the bytes, then the rows; one each, in the same order."""
    for file, upload in zip(files, uploads, strict=True):
        file.file.save("file", upload, save=False)
        file.save()
