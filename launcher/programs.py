"""The programs of an installation: how each is called, stopped, and in which stage."""

import signal

from launcher import postgres
from launcher.child import Program
from launcher.installation import Installation
from launcher.postgres import Postgres
from launcher.project import PYTHON, ROOT
from launcher.valkey import Valkey

COMMANDS = """
import sys
from django.core.management import execute_from_command_line
for command in sys.argv[1:]:
    execute_from_command_line(["manage.py", *command.split(), "--skip-checks"])
"""
CELERY = [PYTHON, "-m", "celery", "--quiet", "-A", "config"]
CELERY_WITHOUT_PAGES = [*CELERY, "--skip-checks"]
"""The checks read the code of all pages: seconds and memory for nothing, except where processes fork and share it."""
SERVERS, MARKETPLACES, OURS = 0, 1, 2
"""Stages, in the order of their start."""


def postgres_server(server: Postgres) -> Program:
    return Program(
        "postgres",
        server.command(),
        server.environment,
        stop=postgres.STOP,
        stage=SERVERS,
        on_terminal=False,
        start_as=server.start_as,
        before=server.prepare,
    )


def valkey_server(server: Valkey) -> Program:
    return Program(
        "valkey", server.command(), server.environment, stage=SERVERS, on_terminal=False, before=server.prepare
    )


def web(site: Installation) -> Program:
    """The pages; they read their code at once, but serve only when the gate is open."""
    command = [PYTHON, "-m", "gunicorn", "config.wsgi", "-c", str(ROOT / "config" / "gunicorn.py")]
    environment = {**site.environment, "GUICHET_WAIT_FOR": str(site.data.gate)}
    return Program("web", command, environment, cwd=ROOT, stop=((signal.SIGTERM, 12.0),), stage=OURS)


def worker(site: Installation) -> Program:
    """Celery's worker for everything but deliveries: two pulls at a time."""
    return _celery_worker(site, "worker", CELERY, "--exclude-queues", "deliver", "--concurrency", "2")


def courier(site: Installation) -> Program:
    """The worker that only delivers replies, so that none waits behind a long pull."""
    options = ["--queues", "deliver", "--pool", "threads", "--concurrency", "4"]
    return _celery_worker(site, "courier", CELERY_WITHOUT_PAGES, *options)


def _celery_worker(site: Installation, name: str, celery: list[str], *options: str) -> Program:
    """SIGTERM lets it finish what it does, SIGQUIT does not."""
    command = [*celery, "worker", "--hostname", f"{name}@%h", *options]
    command += ["--without-gossip", "--without-mingle", "--loglevel", "warning"]
    stop = ((signal.SIGTERM, 20.0), (signal.SIGQUIT, 3.0))
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    return Program(name, command, {**quiet, **site.environment}, cwd=ROOT, stop=stop, stage=OURS)


def beat(site: Installation) -> Program:
    schedule = str(site.data.run / "beat-schedule")
    command = [*CELERY_WITHOUT_PAGES, "beat", "--schedule", schedule, "--loglevel", "warning"]
    return Program("beat", command, site.environment, cwd=ROOT, stop=((signal.SIGTERM, 5.0),), stage=OURS)


def management(site: Installation, *commands: str) -> Program:
    """Django commands, one after the other in one process, which ends by itself.

    Reading the code takes most of their time, so they share it; and tests check the code, not every start.
    """
    program = [PYTHON, "-c", COMMANDS, *commands]
    name = commands[0].split()[0]
    return Program(name, program, site.environment, cwd=ROOT, stage=OURS, on_terminal=False)
