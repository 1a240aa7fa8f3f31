"""`guichet manage …`: a Django command with the environment of its data directory.

Beside a running `up` it becomes the command. Otherwise it lends it the embedded servers for its time.
Nothing of ours is written to standard output: it is the command's.
"""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import NoReturn

from launcher import postgres
from launcher.catalogues import compile_catalogues
from launcher.errors import CannotStart
from launcher.installation import Installation
from launcher.leftovers import stop_leftovers
from launcher.lock import Lock, Users
from launcher.project import MANAGE
from launcher.remembered import with_remembered
from launcher.secret_files import ensure_secrets
from launcher.temporary import running_postgres, running_valkey

NEED_NO_SERVER = {"check", "check_reply", "collectstatic", "compilemessages", "diffsettings", "help", "makemessages"}
NEED_NO_SERVER |= {"makemigrations", "version"}
PATIENCE = 60.0
"""Seconds for the servers of an `up` that is still starting."""


def manage(site: Installation, arguments: Sequence[str]) -> int:
    """Run the command and return its exit code, or become it. Raises CannotStart."""
    site.data.prepare()
    ensure_secrets(site.data.secrets)
    compile_catalogues()
    site = with_remembered(site)
    if _needs_no_server(arguments) or not (site.embeds_postgres or site.embeds_valkey):
        _become(site, arguments)
    site = _with_programs(site)
    users = Users(site.data.run / "users")
    users.join()
    lock = Lock(site.data.run / "lock")
    if lock.take(f"manage {arguments[0]}"):
        return _run_with_servers(site, arguments, users=users)
    site = _with_programs(with_remembered(site))
    _wait_for_servers(site, lock)
    return _become(site, arguments)


def _needs_no_server(arguments: Sequence[str]) -> bool:
    command = arguments[0] if arguments else "help"
    wants_help = any(word in ("--help", "-h") for word in arguments)
    return wants_help or command.startswith(("-", "explain_")) or command in NEED_NO_SERVER


def _with_programs(site: Installation) -> Installation:
    """psql and pg_dump of the embedded PostgreSQL, for `manage dbshell` and the like."""
    if not site.embeds_postgres:
        return site
    path = f"{postgres.binaries()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return Installation(site.data, {**site.environment, "PATH": path})


def _become(site: Installation, arguments: Sequence[str]) -> NoReturn:
    command = [*MANAGE, *arguments]
    os.execve(command[0], command, dict(site.environment))  # noqa: S606


def _wait_for_servers(site: Installation, lock: Lock) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _servers_answer(site):
        if time.monotonic() > deadline:
            pid, holder = lock.holder()
            raise CannotStart(
                f"The servers of `guichet {holder}` (process {pid}) do not answer: see {site.data.logs}, or stop it."
            )
        time.sleep(0.1)


def _servers_answer(site: Installation) -> bool:
    if site.embeds_valkey and not site.valkey().is_ready():
        return False
    return not site.embeds_postgres or site.postgres().is_ready(None)


def _run_with_servers(site: Installation, arguments: Sequence[str], *, users: Users) -> int:
    """As the holder of the lock: start the servers, run the command, stop them after their last user."""
    run, logs = site.data.run, site.data.logs
    stop_leftovers(run, mark=f"GUICHET_DATA={site.data.path}")
    with ExitStack() as servers:
        if site.embeds_valkey:
            servers.enter_context(running_valkey(site.valkey(), run=run, logs=logs))
        if site.embeds_postgres:
            servers.enter_context(running_postgres(site.postgres(), run=run, logs=logs))
        process = subprocess.Popen([*MANAGE, *arguments], env=dict(site.environment))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the command itself
        signal.signal(signal.SIGTERM, lambda number, _frame: process.send_signal(number))
        code = process.wait()
        users.wait_until_none()
    return code if code >= 0 else 128 - code
