"""Start a program as a child that does not outlive us, in a session of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import IO

TRAMPOLINE = Path(__file__).with_name("trampoline.py")


class StartAs(StrEnum):
    OURSELVES = "ourselves"
    NOBODY = "nobody"
    """As user 65534; needs root."""
    NAMESPACE = "namespace"
    """In a user namespace without any mapping: not root to itself, still the owner of root's files."""


def command(
    program: Sequence[str], *, death_signal: int = signal.SIGTERM, start_as: StartAs = StartAs.OURSELVES
) -> list[str]:
    """`program` behind the trampoline; to be started by this very process."""
    return [sys.executable, "-I", "-S", str(TRAMPOLINE), str(os.getpid()), str(int(death_signal)), start_as, *program]


def spawn(
    program: Sequence[str],
    *,
    environment: Mapping[str, str],
    output: int | IO[bytes],
    errors: int | IO[bytes] = subprocess.STDOUT,
    source: int | IO[bytes] = subprocess.DEVNULL,
    cwd: str | Path = "/",
    death_signal: int = signal.SIGTERM,
    start_as: StartAs = StartAs.OURSELVES,
) -> subprocess.Popen[bytes]:
    """Start `program`. Its own session keeps the terminal's Ctrl-C from it: we stop it, in our order.

    Call from the main thread: Linux sends the death signal when the thread that called ends.
    """
    return subprocess.Popen(
        command(program, death_signal=death_signal, start_as=start_as),
        env=dict(environment),
        stdin=source,
        stdout=output,
        stderr=errors,
        cwd=cwd,
        start_new_session=True,
    )
