"""What a supervisor that was killed has left running, found again and stopped. Nothing is adopted."""

import json
import os
import signal
import time
from pathlib import Path

from launcher.process_identity import group_members, identity

PATIENCE = 10.0
"""Seconds for a leftover to end by itself before it is killed."""


def remember(run: Path, name: str, pid: int) -> None:
    """Note a child, so that a later start can find it should we be killed."""
    note = run / f"{name}.pid"
    draft = note.with_suffix(".pid-new")
    draft.write_text(json.dumps({"pid": pid, "identity": identity(pid)}))
    draft.replace(note)


def forget(run: Path, name: str) -> None:
    (run / f"{name}.pid").unlink(missing_ok=True)


def stop_leftovers(run: Path, *, mark: str) -> list[str]:
    """Stop every noted process that still runs, and the rest of its group; return their names.

    mark: `NAME=VALUE` that all children of this data directory have in their environment.
    To be called by the holder of the data directory's lock.
    """
    found = []
    for note in sorted(run.glob("*.pid")):
        try:
            noted = json.loads(note.read_text())
            pid, known = int(noted["pid"]), noted["identity"]
        except (ValueError, KeyError, TypeError):
            note.unlink()
            continue
        if known and identity(pid) == known:
            found.append(note.stem)
            _stop(pid, signal.SIGINT if note.stem == "postgres" else signal.SIGTERM, known)
        for member in group_members(pid, mark=mark.encode()):
            _send(member, signal.SIGKILL)
        note.unlink()
    return found


def _stop(pid: int, first: signal.Signals, known: str) -> None:
    _send(pid, first)
    deadline = time.monotonic() + PATIENCE
    while identity(pid) == known:
        if time.monotonic() > deadline:
            _send(pid, signal.SIGQUIT if first is signal.SIGINT else signal.SIGKILL)
            deadline = time.monotonic() + PATIENCE
        time.sleep(0.05)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
