"""Run several programs as one: start them, pass on their output, start again what crashes, stop in order.

One thread and one loop (`turn`): it sleeps until a child says something, a child ends, a signal comes or
a restart is due. Being one thread matters: Linux ties the children's death signal to the thread that started them.
"""

import os
import re
import selectors
import signal
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from types import FrameType, TracebackType
from typing import IO, Self

from launcher.child import Child, Program
from launcher.datadir import DataDirectory
from launcher.errors import CannotStart
from launcher.leftovers import forget, remember
from launcher.lock import Lock
from launcher.output import Lines, LogFile, Terminal

REASON = re.compile(r"[A-Za-z_][\w.]*: \S")
"""The line of a traceback, or of a program's complaint, that says what is wrong."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):  # noqa: N818
    """A person or the system asked us to stop."""


class Supervisor:
    """Use as a context: whatever happens inside, all children are stopped at its end."""

    def __init__(self, data: DataDirectory, terminal: Terminal, *, lock: Lock) -> None:
        self.data = data
        self._lock = lock
        self.terminal = terminal
        self._children: list[Child] = []
        self._stop_signals = 0
        self._log = LogFile(data.logs / "guichet.log")

    def __enter__(self) -> Self:
        self._selector = selectors.DefaultSelector()
        self._wake, self._waker = socket.socketpair()
        for end in (self._wake, self._waker):
            end.setblocking(False)
        self._selector.register(self._wake, selectors.EVENT_READ, self._woken)
        self._old_wakeup = signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signals = [number for number in STOP_SIGNALS if number != signal.SIGHUP or not _is_detached()]
        self._old_handlers = {number: signal.signal(number, self._on_stop) for number in signals}
        self._old_handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._stop_all()
        signal.set_wakeup_fd(self._old_wakeup)
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)
        self._selector.close()
        self._lock.release()
        return isinstance(error, StopRequested)

    def say(self, text: str) -> None:
        """One line of our own, on the terminal and in the log."""
        self.terminal.line("guichet", text.encode())
        self._log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {text}".encode())

    def start(self, program: Program) -> Child:
        """Start a program that is to run until we stop."""
        child = Child(program, LogFile(self.data.logs / f"{program.name}.log"), is_shown=program.on_terminal)
        self._children.append(child)
        self._launch(child)
        return child

    def start_on_trial(self, program: Program) -> Child:
        """Start a program that, until it is accepted, is neither shown nor started again: if it ends, so do we."""
        child = self.start(program)
        child.kept = child.is_shown = False
        return child

    def accept(self, child: Child) -> None:
        child.kept, child.is_shown = True, child.program.on_terminal

    def start_task(self, program: Program) -> Child:
        """Start a program that is to end; its standard output is kept in `answer` and shown nowhere."""
        log = LogFile(self.data.logs / f"{program.name}.log")
        child = Child(program, log, kept=False, is_task=True, is_shown=program.on_terminal)
        self._children.append(child)
        self._launch(child)
        return child

    def finish(self, *tasks: Child) -> None:
        """Wait for tasks. Raises CannotStart for the first that failed, with its last line."""
        for task in tasks:
            while task.is_running or self._has_output(task):
                self._turn_or_stop()
            if task.process is None or task.process.returncode != 0:
                raise CannotStart(self._failure(task))
            forget(self.data.run, task.program.name)
            task.log.close()
            self._children.remove(task)

    def wait_until(self, is_ready: Callable[[], bool], *, child: Child, within: float) -> None:
        """Wait for a child to be ready. Raises CannotStart if it ends first or takes more seconds than `within`."""
        deadline = monotonic() + within
        while not is_ready():
            if not child.is_running:
                self._drain(child)
                raise CannotStart(self._failure(child))
            if monotonic() > deadline:
                raise CannotStart(
                    f"{child.program.name} was not ready after {within:.0f} s:"
                    f" see {self.data.logs / child.program.name}.log."
                )
            self._turn_or_stop(at_most=0.05)

    def run(self) -> None:
        """Keep everything running until a stop is requested."""
        while not self._stop_signals:
            self.turn()

    def turn(self, *, at_most: float = 1.0) -> None:
        """One round: pass on output for at most so many seconds, start again what is due."""
        due = [child.start_again_at for child in self._children if child.start_again_at is not None]
        wait = max(0.0, min([monotonic() + at_most, *due]) - monotonic())
        self._read(wait)
        for child in self._children:
            self._look_after(child)

    def _turn_or_stop(self, *, at_most: float = 1.0) -> None:
        if self._stop_signals:
            raise StopRequested
        self.turn(at_most=at_most)

    def _read(self, wait: float) -> None:
        for key, _ in self._selector.select(wait):
            key.data()

    def _look_after(self, child: Child) -> None:
        if child.start_again_at is not None:
            if monotonic() >= child.start_again_at:
                self._launch(child)
            return
        if child.is_running or not child.kept:
            return
        forget(self.data.run, child.program.name)
        pause = child.plan_restart()
        child.kill_group()
        self.say(f"{child.program.name} {child.how_it_ended()}; starting it again in {pause:.0f} s")

    def _launch(self, child: Child) -> None:
        try:
            process = child.start()
        except (OSError, CannotStart) as error:
            if child.process is None or not child.kept:
                raise CannotStart(f"{child.program.name} cannot be started: {error}") from error
            self.say(f"{child.program.name} cannot be started ({error}); trying again in {child.plan_restart():.0f} s")
            return
        remember(self.data.run, child.program.name, process.pid)
        assert process.stdout is not None  # noqa: S101
        self._listen(child, process.stdout, is_answer=child.is_task)
        if process.stderr is not None:
            self._listen(child, process.stderr, is_answer=False)

    def _listen(self, child: Child, pipe: IO[bytes], *, is_answer: bool) -> None:
        os.set_blocking(pipe.fileno(), False)
        lines = Lines()

        def arrived() -> None:
            try:
                data = os.read(pipe.fileno(), 65536)
            except BlockingIOError:
                return
            for line in lines.feed(data) if data else lines.rest():
                self._said(child, line, is_answer=is_answer)
            if not data:
                self._selector.unregister(pipe)
                pipe.close()

        self._selector.register(pipe, selectors.EVENT_READ, arrived)

    def _said(self, child: Child, line: bytes, *, is_answer: bool) -> None:
        text = line.decode(errors="replace")
        if is_answer:
            child.answer.append(text)
            return
        if text.strip():
            child.last_lines.append(text)
        child.log.write(line)
        if child.is_shown:
            self.terminal.line(child.program.name, line)

    def _has_output(self, task: Child) -> bool:
        pipes = (task.process.stdout, task.process.stderr) if task.process else ()
        return any(pipe is not None and not pipe.closed for pipe in pipes)

    def _drain(self, child: Child) -> None:
        """Read what an ended child still has in its pipe."""
        deadline = monotonic() + 1
        while self._has_output(child) and monotonic() < deadline:
            self._read(0.05)

    def _failure(self, child: Child) -> str:
        reasons = [line for line in child.last_lines if REASON.match(line)] or list(child.last_lines)
        last = reasons[-1].strip() if reasons else "it said nothing"
        log = self.data.logs / f"{child.program.name}.log"
        return f"{child.program.name} {child.how_it_ended()} ({last}): see {log}."

    def _stop_all(self) -> None:
        for stage in sorted({child.program.stage for child in self._children}, reverse=True):
            self._stop_stage([child for child in self._children if child.program.stage == stage])

    def _stop_stage(self, children: list[Child]) -> None:
        """Stop these at once, each with its own signals and times. A second request to stop kills at once."""
        patience = max(self._stop_signals, 1)
        children = [child for child in children if child.start_again_at is None]
        steps = {id(child): list(child.program.stop) for child in children}
        until = {id(child): 0.0 for child in children}
        while running := [child for child in children if child.is_running]:
            for child in running:
                if self._stop_signals > patience:
                    child.kill_group()
                elif monotonic() >= until[id(child)]:
                    until[id(child)] = self._next_step(child, steps[id(child)])
            self._read(0.05)
        for child in children:
            child.kill_group()
            self._drain(child)
            forget(self.data.run, child.program.name)
            child.log.close()

    def _next_step(self, child: Child, steps: list[tuple[int, float]]) -> float:
        """Send the next signal; return until when it has time."""
        if not steps:
            child.kill_group()
            return monotonic() + 1
        number, patience = steps.pop(0)
        child.send(number)
        return monotonic() + patience

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_signals += 1

    def _woken(self) -> None:
        try:
            self._wake.recv(4096)
        except BlockingIOError:
            return


def _is_detached() -> bool:
    """Whether nohup started us: then the end of the terminal is not for us."""
    return signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
