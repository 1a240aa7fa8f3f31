"""The supervisor with small programs of the shell."""

import io
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from launcher import child as children
from launcher.child import Program
from launcher.datadir import DataDirectory
from launcher.errors import CannotStart
from launcher.lock import take_or_refuse
from launcher.output import Terminal
from launcher.supervisor import Supervisor


class Stage:
    """A supervisor, its terminal, and small programs."""

    def __init__(self, data: DataDirectory, screen: io.BufferedRandom) -> None:
        self.data = data
        self.screen = screen
        self.supervisor = Supervisor(data, Terminal(screen), lock=take_or_refuse(data.run / "lock", "up"))

    def program(self, name: str, script: str, **values: object) -> Program:
        return Program(name, ["sh", "-c", script], dict(os.environ), cwd=self.data.path, **values)  # type: ignore[arg-type]

    def turn_until(self, is_so: Callable[[], object]) -> None:
        deadline = monotonic() + 20
        while not is_so():
            assert monotonic() < deadline, "waited in vain"
            self.supervisor.turn(at_most=0.02)

    def shown(self) -> str:
        return os.pread(self.screen.fileno(), 1_000_000, 0).decode()

    def file(self, name: str) -> str:
        path = self.data.path / name
        return path.read_text() if path.exists() else ""


@pytest.fixture
def stage(data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.05)
    with tempfile.TemporaryFile() as screen:
        yield Stage(data, screen)


def test_output_goes_to_the_terminal_with_a_name_and_to_a_file(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        supervisor.start(stage.program("web", "echo hello; sleep 60"))
        stage.turn_until(lambda: "hello" in stage.shown())
    assert stage.shown() == "web      | hello\n"
    assert stage.file("logs/web.log") == "hello\n"


def test_a_crashed_program_is_started_again_and_later_each_time(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        child = supervisor.start(stage.program("worker", "echo >> starts; exit 3"))
        child.pause = 0.05
        stage.turn_until(lambda: len(stage.file("starts")) >= 4)
        assert child.pause >= 0.05 * 2**3
    assert "guichet  | worker ended with code 3; starting it again in" in stage.shown()


def test_a_crash_after_a_stable_time_counts_as_the_first(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        child = supervisor.start(stage.program("worker", "sleep 60"))
        child.pause = 60
        child.started_at = monotonic() - children.STABLE_AFTER - 1
        assert child.plan_restart() == children.FIRST_PAUSE


def test_one_crashing_program_leaves_the_others_alone(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        quiet = supervisor.start(stage.program("web", "sleep 60"))
        pid = quiet.pid
        supervisor.start(stage.program("worker", "echo >> starts; exit 1")).pause = 0.05
        stage.turn_until(lambda: len(stage.file("starts")) >= 3)
        assert quiet.is_running and quiet.pid == pid


def test_what_a_crashed_program_had_started_ends_with_it(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        supervisor.start(stage.program("worker", "sleep 60 & echo $! > child; kill -9 $$"))
        stage.turn_until(lambda: "SIGKILL" in stage.shown())
        pid = int(stage.file("child"))
        stage.turn_until(lambda: not _runs(pid))


def test_stages_stop_from_the_last_to_the_first(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        for number, name in enumerate(["first", "second"]):
            script = (
                f"trap 'sleep 0.1; echo {name} >> order; exit 0' TERM; echo up >> {name}; while :; do sleep 0.02; done"
            )
            supervisor.start(stage.program(name, script, stage=number))
            stage.turn_until(partial(stage.file, name))
    assert stage.file("order") == "second\nfirst\n"


def test_a_program_that_does_not_want_to_stop_is_killed_in_time(stage: Stage) -> None:
    began = monotonic()
    with stage.supervisor as supervisor:
        stubborn = stage.program("web", "trap '' TERM; echo up > up; while :; do sleep 0.1; done", stop=((15, 0.2),))
        child = supervisor.start(stubborn)
        stage.turn_until(lambda: stage.file("up"))
    assert not child.is_running
    assert monotonic() - began < 10


def test_a_request_to_stop_ends_the_context_without_an_error(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        child = supervisor.start(stage.program("web", "sleep 60"))
        os.kill(os.getpid(), signal.SIGTERM)
        supervisor.wait_until(lambda: False, child=child, within=20)
    assert not child.is_running


def test_a_task_gives_its_answer_and_is_not_shown(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        task = supervisor.start_task(stage.program("owner_link", "echo the answer; echo a remark >&2"))
        supervisor.finish(task)
    assert task.answer == ["the answer"]
    assert stage.shown() == "owner_link| a remark\n"


def test_a_task_that_fails_says_why_and_where_to_look(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        task = supervisor.start_task(stage.program("migrate", "echo no such table >&2; exit 1"))
        with pytest.raises(CannotStart, match=r"migrate ended with code 1 \(no such table\): see .*/logs/migrate.log"):
            supervisor.finish(task)


def test_a_program_that_ends_before_it_is_ready_stops_the_start(stage: Stage) -> None:
    with stage.supervisor as supervisor:
        child = supervisor.start(stage.program("web", "echo cannot read settings; exit 1"))
        with pytest.raises(CannotStart, match=r"web ended with code 1 \(cannot read settings\)"):
            supervisor.wait_until(lambda: False, child=child, within=20)


def test_a_program_on_trial_is_silent_until_it_is_accepted(stage: Stage) -> None:
    os.mkfifo(stage.data.path / "gate")
    with stage.supervisor as supervisor:
        child = supervisor.start_on_trial(stage.program("web", "echo early; read line < gate; echo late; sleep 60"))
        stage.turn_until(lambda: "early" in stage.file("logs/web.log"))
        supervisor.accept(child)
        (stage.data.path / "gate").write_text("open\n")
        stage.turn_until(lambda: "late" in stage.file("logs/web.log"))
    assert stage.shown() == "web      | late\n"


def test_a_terminal_that_nobody_reads_does_not_hold_anything_up(data: DataDirectory, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb"), os.fdopen(writer, "wb") as screen:
        stage = Stage(data, screen)  # type: ignore[arg-type]
        with stage.supervisor as supervisor:
            loud = f"i=0; while [ $i -lt 3000 ]; do echo '{'a usual line ' * 5}'; i=$((i+1)); done"
            supervisor.start(stage.program("web", f"{loud}; echo done > done; sleep 60"))
            stage.turn_until(lambda: stage.file("done"))


def _runs(pid: int) -> bool:
    try:
        return "(sleep) Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
