"""Run `guichet` from tests: once to its end, or `up` in the background."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.request import urlopen

from launcher.project import PYTHON, ROOT

PATIENCE = 180.0
"""Seconds until something that must happen counts as not happening: two stacks may start on two busy cores."""
OURS = ("GUICHET_", "DATABASE_URL", "REDIS_URL", "DJANGO_")


def environment(**values: str) -> dict[str, str]:
    """The environment of a user who has set nothing but these values."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | values


def guichet(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [PYTHON, "-m", "launcher", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**values), capture_output=True, text=True, timeout=120)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_for(is_so: Callable[[], object], *, within: float = PATIENCE) -> None:
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


class Stack:
    """One `up` (or `demo`) on a directory of its own."""

    def __init__(self, *arguments: str, **values: str) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="guichet-up-"))
        self.data = self.directory / "data"
        self.port = free_port()
        self.output_file = self.directory / "output"
        self._arguments = arguments or ("up",)
        self._values = values
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, unless it runs, and wait for the banner."""
        if self._process is not None and self._process.poll() is None:
            return
        options = ["--data", str(self.data), "--port", str(self.port)]
        with self.output_file.open("wb") as output:
            self._process = subprocess.Popen(
                [PYTHON, "-m", "launcher", *self._arguments, *options],
                cwd=ROOT,
                env=environment(**self._values),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_for(lambda: "Stop: Ctrl-C" in self.output or not self.is_running)
        assert self.is_running, self.output

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def output(self) -> str:
        return self.output_file.read_text(errors="replace")

    def child(self, name: str) -> int:
        """The process number of a child; 0 if it does not run."""
        try:
            return int(json.loads((self.data / "run" / f"{name}.pid").read_text())["pid"])
        except (OSError, ValueError):
            return 0

    def kill(self, name: str) -> int:
        """End a child without warning, as soon as it runs; return its process number.

        Never number 0, which stands for the group of whoever asks: the tests themselves.
        """
        wait_for(lambda: self.child(name))
        pid = self.child(name)
        assert pid, f"{name} has just ended by itself: {self.output}"
        os.kill(pid, signal.SIGKILL)
        return pid

    def end(self, number: signal.Signals) -> int:
        """Send the signal to the supervisor; return its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(60)

    def answers(self, path: str) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def processes(self) -> list[int]:
        """Every process that belongs to this data directory, by its environment or command line."""
        mark = os.fsencode(self.data)
        return [pid for pid, known in _all_processes().items() if mark in known]

    def remove(self) -> None:
        if self.is_running:
            self.end(signal.SIGTERM)
        shutil.rmtree(self.directory)


def _all_processes() -> Mapping[int, bytes]:
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            found[int(entry.name)] = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
        except OSError:
            continue
    return found
