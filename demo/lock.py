"""One demo per data directory: a lock that ends with the process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyServing(Exception):  # noqa: N818
    """Another process plays the demo in this directory."""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock for the block. Raises AlreadyServing at once if another process has it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServing(f"a demo is already served from {path.parent.parent}") from None
        yield
    finally:
        os.close(descriptor)
