"""Embedded servers for the time of one command or one test run: no restart, no terminal."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import postgres
from launcher.errors import CannotStart
from launcher.leftovers import forget, remember
from launcher.postgres import Postgres
from launcher.spawn import spawn
from launcher.valkey import Valkey

PATIENCE = 120.0


@contextmanager
def running_postgres(server: Postgres, *, run: Path, logs: Path) -> Iterator[None]:
    server.prepare()
    with (logs / "postgres.log").open("ab") as log:
        process = spawn(
            server.command(),
            environment=server.environment,
            output=log,
            death_signal=postgres.STOP[0][0],
            start_as=server.start_as,
        )
    try:
        _settle(process, "postgres", lambda: server.is_ready(process.pid), run=run, logs=logs)
        yield
    finally:
        _stop(process, signal.SIGINT)
        forget(run, "postgres")


@contextmanager
def running_valkey(server: Valkey, *, run: Path, logs: Path) -> Iterator[None]:
    server.prepare()
    with (logs / "valkey.log").open("ab") as log:
        process = spawn(server.command(), environment=server.environment, output=log)
    try:
        _settle(process, "valkey", server.is_ready, run=run, logs=logs)
        yield
    finally:
        _stop(process, signal.SIGTERM)
        forget(run, "valkey")


def _settle(
    process: subprocess.Popen[bytes], name: str, is_ready: Callable[[], bool], *, run: Path, logs: Path
) -> None:
    """Note the process and wait for it. Raises CannotStart."""
    remember(run, name, process.pid)
    deadline = time.monotonic() + PATIENCE
    while not is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            lines = (logs / f"{name}.log").read_text(errors="replace").split("\n")
            last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
            raise CannotStart(f"{name} does not start ({last.strip()}): see {logs / name}.log.")
        time.sleep(0.02)


def _stop(process: subprocess.Popen[bytes], number: int) -> None:
    process.send_signal(number)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
