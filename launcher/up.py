"""`guichet up`: everything on one machine, in the foreground.

Servers start while files are prepared; then the tables are brought up to date; then web, worker and beat start
together. A demo is the same with its marketplaces started before (launcher.demo).
"""

import errno
import http.client
import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from launcher import programs
from launcher.catalogues import compile_catalogues
from launcher.child import Child, Program
from launcher.errors import CannotStart
from launcher.installation import Installation
from launcher.leftovers import stop_leftovers
from launcher.lock import take_or_refuse
from launcher.output import Terminal
from launcher.remembered import forget_marketplaces, remember_start
from launcher.secret_files import ensure_secrets
from launcher.static_files import are_collected, note_collected
from launcher.supervisor import Supervisor

SERVER_START = 300.0
"""Seconds; after a power cut PostgreSQL may have much to read again."""
WEB_START = 60.0


def up(site: Installation) -> None:
    """Run until stopped. Raises CannotStart."""
    if site.data.demo_mark.exists():
        raise CannotStart(
            f"{site.data.path} holds a demo: run `./guichet demo --data {site.data.path}`,"
            " or choose another directory with --data."
        )
    with started(site, "up") as supervisor:
        forget_marketplaces(site.data)
        prepare(supervisor, site)
        web = supervisor.start_on_trial(programs.web(site))
        link = [line.strip() for line in migrate(supervisor, site, "owner_link") if line.strip()]
        notice = ["Make the owner with this link, which works once:", *link] if link else []
        serve(supervisor, site, web=web, notice=notice, title="Guichet is ready")


def started(site: Installation, what: str) -> Supervisor:
    """Make the data directory ours and tidy; return the supervisor to enter. Raises CannotStart."""
    site.data.prepare()
    lock = take_or_refuse(site.data.run / "lock", what)
    ensure_secrets(site.data.secrets)
    leftovers = stop_leftovers(site.data.run, mark=f"GUICHET_DATA={site.data.path}")
    _check_port_is_free(site)
    remember_start(site)
    supervisor = Supervisor(site.data, Terminal(sys.stdout.buffer), lock=lock)
    if leftovers:
        supervisor.say(f"stopped what an earlier run left behind: {', '.join(leftovers)}")
    if os.geteuid() == 0:
        supervisor.say("running as root, which nothing here needs: an ordinary user is safer")
    return supervisor


def prepare(supervisor: Supervisor, site: Installation) -> None:
    """Start the servers, and collect the static files if they have changed."""
    first = site.embeds_postgres and not site.data.postgres.exists()
    supervisor.say("making the database and starting the servers" if first else "starting the servers")
    site.data.gate.unlink(missing_ok=True)
    compile_catalogues()
    if are_collected(site.data):
        start_servers(supervisor, site)
        return
    collecting = supervisor.start_task(programs.management(site, "collectstatic --noinput"))
    start_servers(supervisor, site)
    supervisor.finish(collecting)
    note_collected(site.data)


def migrate(supervisor: Supervisor, site: Installation, *commands: str) -> list[str]:
    """Bring the tables up to date, open the gate, and return what the further commands printed."""
    supervisor.say("bringing the tables up to date")
    migrating = supervisor.start_task(programs.management(site, "migrate --noinput --verbosity 0", *commands))
    try:
        supervisor.finish(migrating)
    except CannotStart as error:
        if site.embeds_postgres or "OperationalError" not in str(error):
            raise
        raise CannotStart(f"The database of DATABASE_URL must exist and let us in: {error}") from error
    site.data.gate.touch()
    return migrating.answer


def start_servers(supervisor: Supervisor, site: Installation) -> None:
    """Start the embedded servers that no URL replaces, and wait until they answer."""
    waits: list[tuple[Callable[[], bool], Child]] = []
    if site.embeds_valkey:
        valkey = site.valkey()
        waits.append((valkey.is_ready, supervisor.start(programs.valkey_server(valkey))))
    if site.embeds_postgres:
        server = site.postgres()
        child = supervisor.start(programs.postgres_server(server))
        waits.append((lambda: server.is_ready(child.pid), child))
    for is_ready, child in waits:
        supervisor.wait_until(is_ready, child=child, within=SERVER_START)


def serve(
    supervisor: Supervisor,
    site: Installation,
    *,
    web: Child,
    notice: list[str],
    title: str,
    tasks: Sequence[Program] = (),
) -> None:
    """Wait for the pages, start what works in the background, print the banner, and run until stopped.

    tasks: end by themselves; nobody waits for them.

    Worker and beat come after the pages: starting all at once would make everyone wait for the processor.
    """
    supervisor.wait_until(lambda: _answers(site), child=web, within=WEB_START)
    supervisor.accept(web)
    supervisor.start(programs.courier(site))
    supervisor.start(programs.worker(site))
    supervisor.start(programs.beat(site))
    for task in tasks:
        supervisor.start_task(task)
    supervisor.terminal.plain(banner(site, title=title, notice=notice))
    supervisor.run()


def banner(site: Installation, *, title: str, notice: list[str]) -> str:
    lines = ["", f"  {title}: {site.url}", *(f"  {line}" for line in notice if line.strip())]
    where = [f"  Data: {site.data.path}", f"  Logs: {site.data.logs}"]
    return "\n".join([*lines, *where, "  Stop: Ctrl-C", ""])


def with_environment(site: Installation, values: Mapping[str, str]) -> Installation:
    return replace(site, environment={**site.environment, **values})


def _check_port_is_free(site: Installation) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            site.host, site.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except PermissionError as error:
        raise CannotStart(f"Port {site.port} needs root: choose one above 1023 with --port.") from error
    except socket.gaierror as error:
        raise CannotStart(f"{site.host!r} is no address: give one of this machine's with --host.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {site.port} on {site.host} is taken by another program:"
                " stop that one, or choose another port with --port."
            ) from error
        raise CannotStart(f"{site.host} is not an address of this machine: choose another with --host.") from error


def _answers(site: Installation) -> bool:
    """Whether the web server answers at all: what it answers is for those who watch it to judge."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    connection = http.client.HTTPConnection(everywhere.get(site.host, site.host), site.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
