import json
import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from launcher.datadir import DataDirectory
from launcher.leftovers import remember, stop_leftovers
from tests.launcher.stack import wait_for

MARK = "GUICHET_DATA=/nowhere"


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A shell with a child, as gunicorn and Celery have them."""
    process = subprocess.Popen(
        ["sh", "-c", "sleep 60 & echo; wait"],
        start_new_session=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "GUICHET_DATA": "/nowhere"},
    )
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.stdout.close()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_remembered_program_and_its_children_are_stopped(
    data: DataDirectory, sleeper: subprocess.Popen[bytes]
) -> None:
    remember(data.run, "web", sleeper.pid)
    assert stop_leftovers(data.run, mark=MARK) == ["web"]
    assert sleeper.wait(60) == -signal.SIGTERM
    wait_for(lambda: not _group_exists(sleeper.pid))


def test_children_of_a_program_that_has_died_are_stopped(data: DataDirectory, sleeper: subprocess.Popen[bytes]) -> None:
    remember(data.run, "web", sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    stop_leftovers(data.run, mark=MARK)
    wait_for(lambda: not _group_exists(sleeper.pid))


def test_another_program_with_the_same_number_is_left_alone(
    data: DataDirectory, sleeper: subprocess.Popen[bytes]
) -> None:
    note = data.run / "web.pid"
    note.write_text(json.dumps({"pid": sleeper.pid, "identity": "another boot, another time"}))
    assert stop_leftovers(data.run, mark="GUICHET_DATA=/elsewhere") == []
    assert sleeper.poll() is None
    assert not note.exists()


def test_a_torn_note_is_removed(data: DataDirectory) -> None:
    (data.run / "web.pid").write_text("{")
    assert stop_leftovers(data.run, mark=MARK) == []
    assert not (data.run / "web.pid").exists()


def _group_exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
