"""The real programs, all of them, under the real supervisor."""

import re
import signal
import stat

import pytest

from tests.launcher.stack import Stack, guichet, wait_for


def test_the_banner_says_where_and_gives_the_link_for_the_owner(stack: Stack) -> None:
    assert f"Guichet is ready: http://127.0.0.1:{stack.port}" in stack.output
    assert re.search(r"which works once:\n  http://127\.0\.0\.1:\d+/\S+", stack.output)
    assert stack.answers("/healthz")
    assert stack.answers("/readyz")


def test_secrets_are_readable_by_their_owner_only(stack: Stack) -> None:
    secrets = stack.data / "secrets"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets.iterdir()} == {0o600}


def test_a_second_up_on_the_same_directory_names_the_first(stack: Stack) -> None:
    answer = guichet("up", "--data", str(stack.data))
    assert answer.returncode != 0
    assert answer.stderr.count("\n") == 1
    assert f"(process {stack.pid}) already runs" in answer.stderr


def test_a_taken_port_is_one_sentence(stack: Stack) -> None:
    answer = guichet("up", "--data", str(stack.directory / "other"), "--port", str(stack.port))
    assert answer.returncode != 0
    assert answer.stderr.startswith(f"guichet: Port {stack.port} on 127.0.0.1 is taken")
    assert answer.stderr.count("\n") == 1


def test_manage_beside_up_prints_only_what_the_command_prints(stack: Stack) -> None:
    answer = guichet(
        "manage", "shell", "--no-imports", "-c", "from inbox.models import User; print(User.objects.count())",
        GUICHET_DATA=str(stack.data),
    )  # fmt: skip
    assert (answer.returncode, answer.stdout) == (0, "0\n")


def test_manage_beside_up_knows_the_address_of_up(stack: Stack) -> None:
    code = "from django.conf import settings; print(settings.PUBLIC_URL)"
    answer = guichet("manage", "shell", "--no-imports", "-c", code, GUICHET_DATA=str(stack.data))
    assert answer.stdout == f"http://127.0.0.1:{stack.port}\n"


@pytest.mark.fault
@pytest.mark.parametrize("name", ["worker", "courier", "web", "postgres", "valkey", "beat"])
def test_a_killed_program_is_started_again(stack: Stack, name: str) -> None:
    before = stack.kill(name)
    wait_for(lambda: stack.child(name) not in (0, before))
    wait_for(lambda: stack.answers("/readyz"))
    assert f"{name} was ended by SIGKILL; starting it again in" in stack.output


@pytest.mark.fault
def test_what_a_killed_supervisor_leaves_is_cleaned_up_by_the_next_up(stack: Stack) -> None:
    left = stack.processes()
    stack.end(signal.SIGKILL)
    stack.start()
    assert stack.answers("/readyz")
    assert not set(left) & set(stack.processes())


def test_ctrl_c_stops_everything(stack: Stack) -> None:
    assert stack.end(signal.SIGINT) == 0
    assert stack.processes() == []
    assert not list((stack.data / "run").glob("*.pid"))
