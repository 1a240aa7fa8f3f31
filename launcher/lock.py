"""One owner per data directory, and how many commands use its servers. The kernel lets go of both at any death."""

import fcntl
import os
from pathlib import Path

from launcher.errors import CannotStart


class Lock:
    """An exclusive lock on a file that says who holds it: `NUMBER WHAT`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, what: str) -> bool:
        """Take the lock for this process, without waiting; False if another holds it."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()} {what}\n".encode(), 0)
        return True

    def holder(self) -> tuple[int, str]:
        """Process number and what it does; (0, "") while a new holder has not said yet."""
        words = self.path.read_text().split(maxsplit=1)
        return (int(words[0]), words[1].strip()) if len(words) == 2 else (0, "")

    def release(self) -> None:
        os.close(self._descriptor)


def take_or_refuse(path: Path, what: str) -> Lock:
    """Take the lock of a data directory for `what`. Raises CannotStart naming who has it."""
    lock = Lock(path)
    if not lock.take(what):
        pid, holder = lock.holder()
        raise CannotStart(
            f"`guichet {holder}` (process {pid}) already runs on {path.parent.parent}:"
            " stop it first, or choose another directory with --data."
        )
    return lock


class Users:
    """Who is using servers that another process owns: many at a time, and the owner waits for the last."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def join(self) -> None:
        """Count as a user until this process ends, also after it has become another program."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        os.set_inheritable(self._descriptor, True)

    def wait_until_none(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
