"""One program that the supervisor runs: what to start, and what is known of it while it runs."""

import os
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from launcher.output import LogFile
from launcher.spawn import StartAs, spawn

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
STABLE_AFTER = 60.0
"""Seconds after which a child counts as healthy, and the next crash as the first."""


@dataclass(frozen=True)
class Program:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    cwd: str | Path = "/"
    stop: Sequence[tuple[int, float]] = ((signal.SIGTERM, 10.0),)
    """Signals in turn, each with the seconds it is given; after the last one, SIGKILL."""
    stage: int = 1
    """Stages stop from the highest to the lowest, each at once."""
    on_terminal: bool = True
    start_as: StartAs = StartAs.OURSELVES
    before: Callable[[], None] = lambda: None
    """Called before every start, also after a crash."""


@dataclass
class Child:
    program: Program
    log: LogFile
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float | None = None
    pause: float = FIRST_PAUSE
    kept: bool = True
    """Started again when it ends; False for tasks, which are to end, and while on trial."""
    is_task: bool = False
    is_shown: bool = True
    """Its output goes to the terminal."""
    answer: list[str] = field(default_factory=list)
    """Standard output of a task."""
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=20))

    def start(self) -> subprocess.Popen[bytes]:
        self.program.before()
        self.started_at, self.start_again_at = monotonic(), None
        self.process = spawn(
            self.program.command,
            environment=self.program.environment,
            output=subprocess.PIPE,
            errors=subprocess.PIPE if self.is_task else subprocess.STDOUT,
            cwd=self.program.cwd,
            death_signal=self.program.stop[0][0],
            start_as=self.program.start_as,
        )
        return self.process

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    def send(self, number: int) -> None:
        """Signal the program itself, which passes it on as it sees fit."""
        if self.process is not None and self.is_running:
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """End whatever is left of the program and of the processes it started."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return

    def plan_restart(self) -> float:
        """Seconds until the next start: doubled with every crash, and short again after a stable time."""
        now = monotonic()
        if now - self.started_at > STABLE_AFTER:
            self.pause = FIRST_PAUSE
        pause = self.pause
        self.start_again_at = now + pause
        self.pause = min(pause * 2, LONGEST_PAUSE)
        return pause

    def how_it_ended(self) -> str:
        code = self.process.returncode if self.process else None
        if code is not None and code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with code {code}"
