"""Tell a process from a later one that got the same number."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def identity(pid: int) -> str | None:
    """Text that no other process shares (boot and start time), or None if no such process runs."""
    if not sys.platform.startswith("linux"):
        answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
        return answer.stdout.strip() or None
    fields = _stat(pid)
    if fields is None or fields[0] == "Z":
        return None
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{boot} {fields[19]}"


def group_members(group: int, *, mark: bytes) -> Iterator[int]:
    """Processes of this process group whose environment holds `mark`. Linux only; elsewhere none."""
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(entry.name))
        if fields is None or fields[0] == "Z" or int(fields[2]) != group:
            continue
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        if mark in environment.split(b"\0"):
            yield int(entry.name)


def program_of(pid: int) -> str:
    """The command line's first word of a running process, else an empty text."""
    if sys.platform.startswith("linux"):
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode(errors="replace")
        except OSError:
            return ""
    answer = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout.split(maxsplit=1)[0] if answer.stdout.strip() else ""


def _stat(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state on: 0 state, 1 parent, 2 group, 3 session, 19 start time."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (OSError, UnicodeDecodeError):
        return None
    return text[text.rindex(")") + 2 :].split()
