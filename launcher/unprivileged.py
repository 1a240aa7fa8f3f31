"""How to start PostgreSQL, which refuses to run as root, when we are root."""

import os
import stat
import subprocess
from pathlib import Path

from launcher.datadir import DataDirectory
from launcher.errors import CannotStart
from launcher.spawn import StartAs, command
from launcher.trampoline import NOBODY


def start_as(programs: Path, data: DataDirectory) -> StartAs:
    """Choose; open the data directory (and only it) to be passed through where that is needed. Raises CannotStart."""
    if os.geteuid() != 0:
        return StartAs.OURSELVES
    if _may_enter(data.path.parent) and _runs(programs, StartAs.NOBODY):
        for directory in (data.path, data.run):
            directory.chmod(stat.S_IMODE(directory.stat().st_mode) | stat.S_IXOTH)
        return StartAs.NOBODY
    if _runs(programs, StartAs.NAMESPACE):
        return StartAs.NAMESPACE
    raise CannotStart(
        "PostgreSQL does not run as root, and other users may not enter"
        f" {programs if _may_enter(data.path.parent) else data.path.parent}: run ./guichet as an ordinary user,"
        " move to a directory that every user may enter, or set DATABASE_URL."
    )


def _runs(programs: Path, way: StartAs) -> bool:
    trial = subprocess.run(
        command([str(programs / "postgres"), "--version"], start_as=way),
        capture_output=True,
        cwd="/",
    )
    return trial.returncode == 0


def _may_enter(directory: Path) -> bool:
    """Whether user and group NOBODY, without further groups, may pass through every directory down to this one."""
    return all(_may_pass(parent.stat()) for parent in (directory.resolve(), *directory.resolve().parents))


def _may_pass(status: os.stat_result) -> bool:
    if status.st_uid == NOBODY:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == NOBODY:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
