"""Which installation a command is about: its data directory, its address, its servers and its environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launcher import postgres, valkey
from launcher.datadir import DataDirectory
from launcher.errors import CannotStart
from launcher.postgres import Postgres
from launcher.project import ROOT
from launcher.unprivileged import start_as
from launcher.valkey import Valkey

SERVER_VARIABLES = ("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE")
ADDRESS_VARIABLES = ("GUICHET_HOST", "GUICHET_PORT", "GUICHET_PUBLIC_URL")


@dataclass(frozen=True)
class Installation:
    data: DataDirectory
    environment: Mapping[str, str]
    """Of every program of ours."""

    @property
    def host(self) -> str:
        return self.environment["GUICHET_HOST"]

    @property
    def port(self) -> int:
        return int(self.environment["GUICHET_PORT"])

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.environment.get("GUICHET_PUBLIC_URL") or f"http://{host}:{self.port}"

    @property
    def embeds_postgres(self) -> bool:
        return not (self.environment.get("DATABASE_URL") or self.environment.get("DATABASE_URL_FILE"))

    @property
    def embeds_valkey(self) -> bool:
        return not (self.environment.get("REDIS_URL") or self.environment.get("REDIS_URL_FILE"))

    def postgres(self) -> Postgres:
        """The embedded PostgreSQL. Raises CannotStart where none can run."""
        self.data.check_socket_paths()
        programs = postgres.binaries()
        way = start_as(programs, self.data)
        return Postgres(self.data.postgres, self.data.postgres_sockets, programs, start_as=way)

    def valkey(self) -> Valkey:
        """The embedded Valkey. Raises CannotStart where none can run."""
        self.data.check_socket_paths()
        return Valkey(self.data.valkey, self.data.valkey_socket, valkey.binary())


def installation(path: Path | None, *, default: Path, host: str | None = None, port: str | None = None) -> Installation:
    """Read the options, else the environment, else the defaults. Raises CannotStart for a wrong value."""
    chosen = path or Path(os.environ.get("GUICHET_DATA") or default)
    data = DataDirectory(chosen.expanduser().resolve())
    own = {
        "GUICHET_DATA": str(data.path),
        "GUICHET_HOST": host or os.environ.get("GUICHET_HOST") or "127.0.0.1",
        "GUICHET_PORT": _port(port or os.environ.get("GUICHET_PORT") or "8000"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return Installation(data, {**os.environ, **own})


def default_data() -> Path:
    return ROOT / "var"


def _port(value: str) -> str:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise CannotStart(f"{value!r} is not a port: choose a number from 1 to 65535 with --port or GUICHET_PORT.")
    return value
