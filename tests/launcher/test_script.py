"""The shell script, with a checkout of its own and programs that stand in for Python and uv."""

import shutil
import subprocess
from pathlib import Path

import pytest

from launcher.project import PYTHON, ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a space in its path, ready to use: its .venv is said to be complete."""
    checkout = tmp_path / "a checkout"
    (checkout / "launcher").mkdir(parents=True)
    shutil.copy(ROOT / "guichet", checkout)
    (checkout / "requirements.txt").write_text("nothing==1\n")
    (checkout / "launcher" / "__main__.py").write_text(
        "import os, sys; print(os.environ['GUICHET_CALLED_FROM'], *sys.argv[1:], sep='|')"
    )
    return checkout


def run(script: Path, *arguments: str, cwd: Path, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    command = [str(script), *arguments]
    return subprocess.run(command, cwd=cwd, env={"PATH": path}, capture_output=True, text=True, timeout=60)


def complete(checkout: Path) -> None:
    """Make a .venv whose stamp says that all is installed."""
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    requirements = (checkout / "requirements.txt").read_bytes()
    checksum = subprocess.run(["cksum"], input=requirements, capture_output=True, check=True).stdout.decode()
    (checkout / ".venv" / "installed-requirements.txt").write_text(f"{checksum}{checkout}/.venv\n")


def stand_in(directory: Path, name: str, script: str) -> None:
    directory.mkdir(exist_ok=True)
    (directory / name).write_text(f"#!/bin/sh\n{script}\n")
    (directory / name).chmod(0o755)


def tools(directory: Path) -> str:
    """A PATH with the usual programs, without any Python."""
    directory.mkdir()
    names = ["sh", "dirname", "readlink", "cksum", "cat", "printf", "rm", "grep", "uname", "tail", "env"]
    for found in filter(None, map(shutil.which, names)):
        (directory / Path(found).name).symlink_to(found)
    return str(directory)


def test_help_needs_nothing(checkout: Path, tmp_path: Path) -> None:
    answer = run(checkout / "guichet", "help", cwd=tmp_path, path=tools(tmp_path / "bin"))
    assert answer.returncode == 0
    assert "./guichet up" in answer.stdout


def test_it_can_be_called_by_a_link_and_from_elsewhere(checkout: Path, tmp_path: Path) -> None:
    complete(checkout)
    (tmp_path / "link").symlink_to("a checkout/guichet")
    answer = run(tmp_path / "link", "manage", "two words", cwd=tmp_path)
    assert (answer.stdout, answer.stderr) == (f"{tmp_path}|manage|two words\n", "")


def test_no_python_is_one_sentence(checkout: Path, tmp_path: Path) -> None:
    answer = run(checkout / "guichet", "up", cwd=tmp_path, path=tools(tmp_path / "bin"))
    assert answer.returncode == 1
    assert answer.stderr == ("guichet: Python 3.11 or newer is needed: install it, or name it with GUICHET_PYTHON.\n")


def test_an_old_python_is_passed_over(checkout: Path, tmp_path: Path) -> None:
    path = tools(tmp_path / "bin")
    stand_in(tmp_path / "bin", "python3", "exit 1")
    answer = run(checkout / "guichet", "up", cwd=tmp_path, path=path)
    assert answer.stderr.startswith("guichet: Python 3.11 or newer is needed")


def test_a_missing_venv_module_names_the_package(checkout: Path, tmp_path: Path) -> None:
    path = tools(tmp_path / "bin")
    stand_in(tmp_path / "bin", "python3", "case $2 in *ensurepip*) exit 1 ;; esac; exit 0")
    answer = run(checkout / "guichet", "up", cwd=tmp_path, path=path)
    assert answer.returncode == 1
    assert "apt install python3-venv" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_a_failed_install_leaves_no_stamp_and_is_tried_again(checkout: Path, tmp_path: Path) -> None:
    path = tools(tmp_path / "bin")
    stand_in(tmp_path / "bin", "uv", f'[ "$1" = venv ] && exec {PYTHON} -m venv --without-pip "$5"; exit 1')
    (tmp_path / "bin" / "python3").symlink_to(PYTHON)
    answer = run(checkout / "guichet", "up", cwd=tmp_path, path=path)
    assert answer.returncode == 1
    assert "installing requirements.txt failed" in answer.stderr
    assert not (checkout / ".venv" / "installed-requirements.txt").exists()
    stand_in(tmp_path / "bin", "uv", "exit 0")
    again = run(checkout / "guichet", "up", cwd=tmp_path, path=path)
    assert again.stdout == f"{tmp_path}|up\n", again.stderr


def test_a_moved_checkout_gets_a_new_environment(checkout: Path, tmp_path: Path) -> None:
    complete(checkout)
    moved = checkout.rename(tmp_path / "moved")
    path = tools(tmp_path / "bin")
    stand_in(tmp_path / "bin", "uv", f'[ "$1" = venv ] && exec {PYTHON} -m venv --without-pip "$5"; exit 0')
    (tmp_path / "bin" / "python3").symlink_to(PYTHON)
    answer = run(moved / "guichet", "up", cwd=tmp_path, path=path)
    assert "installing requirements.txt" in answer.stderr
    assert answer.stdout == f"{tmp_path}|up\n"
