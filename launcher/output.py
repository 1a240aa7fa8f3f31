"""Where the children's lines go: a rotated file each, and the terminal with the child's name in front."""

import os
import select
from pathlib import Path
from typing import IO

FILE_SIZE = 5_000_000
KEPT_FILES = 3
LONGEST_LINE = 3000
"""Bytes on the terminal; a pipe that is writable at all takes this much without blocking."""


class LogFile:
    """Appends lines; at FILE_SIZE bytes `web.log` becomes `web.log.1`, and so on up to KEPT_FILES."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open()

    def write(self, line: bytes) -> None:
        try:
            self._size += self._file.write(line + b"\n")
            if self._size > FILE_SIZE:
                self._rotate()
        except OSError:  # a full disk must not stop the programs whose output this is
            return

    def close(self) -> None:
        self._file.close()

    def _open(self) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = os.fdopen(descriptor, "ab", buffering=0)
        self._size = self._path.stat().st_size

    def _rotate(self) -> None:
        self._file.close()
        for number in range(KEPT_FILES - 1, 0, -1):
            older = self._path.with_name(f"{self._path.name}.{number}")
            if older.exists():
                older.replace(self._path.with_name(f"{self._path.name}.{number + 1}"))
        self._path.replace(self._path.with_name(f"{self._path.name}.1"))
        self._open()


class Terminal:
    """Our standard output. It never holds us up: what nobody reads, or can no longer read, is left out."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def line(self, name: str, text: bytes) -> None:
        self._put(f"{name:<9}| ".encode() + text[:LONGEST_LINE] + b"\n")

    def plain(self, text: str) -> None:
        for line in text.splitlines():
            self._put(line.encode() + b"\n")

    def _put(self, data: bytes) -> None:
        try:
            writable = select.select([], [self._stream], [], 0)[1]
            if writable:
                os.write(self._stream.fileno(), data)
        except (OSError, ValueError):
            return


class Lines:
    """Cut what a descriptor gives into lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Lines that are complete by now; a line without end is cut at a mebibyte."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > 1_048_576:
            whole, self._rest = [*whole, self._rest], b""
        return [line.rstrip(b"\r") for line in whole]

    def rest(self) -> list[bytes]:
        rest, self._rest = self._rest, b""
        return [rest] if rest else []
