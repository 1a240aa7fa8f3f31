"""Files on disk that are whole or not there, whatever dies meanwhile."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

PARTIAL = ".partial-"
"""Begins the name of a file that is being written."""
_GATHERED: ContextVar[set[Path] | None] = ContextVar("directories to flush", default=None)


@contextmanager
def names_flushed_together() -> Iterator[None]:
    """Files saved inside are on the disk under their names when this ends; each directory is flushed once.

    The caller lets nothing point to them before that.
    """
    directories: set[Path] = set()
    outer = _GATHERED.set(directories)
    try:
        yield
    finally:
        _GATHERED.reset(outer)
        for directory in sorted(directories):
            _flush(directory)


class WholeFileStorage(FileSystemStorage):
    """Django's own writes under the final name from the first byte on: a worker killed there leaves half a file.

    Here a file gets its name when all of it is on the disk. Needs a file system with hard links.
    """

    def _save(self, name: str, content: "File[Any]") -> str:
        directory = Path(self.path(name)).parent
        directory.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=directory, prefix=PARTIAL)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(partial, self.file_permissions_mode)
            name = self._named(partial, name)
        finally:
            os.unlink(partial)
        _name_is_there(directory)
        return name.replace("\\", "/")

    def _named(self, partial: str, name: str) -> str:
        """Give the file its name, or the next free one if somebody was quicker."""
        while True:
            try:
                os.link(partial, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name


def _name_is_there(directory: Path) -> None:
    """A name is on the disk only when its directory is."""
    gathered = _GATHERED.get()
    if gathered is None:
        _flush(directory)
    else:
        gathered.add(directory)


def _flush(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
