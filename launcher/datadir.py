"""The data directory: everything an installation keeps, and nothing else.

secrets/   Django's key and the field keys           never readable by others
postgres/  valkey/  media/  static/
logs/      one file per child, rotated
run/       sockets, process ids, lock, what `manage` needs to know of a running `up`
"""

import os
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import CannotStart

LONGEST_SOCKET_PATH = 103
"""Bytes; Linux allows 107, macOS 103."""


@dataclass(frozen=True)
class DataDirectory:
    path: Path

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def static(self) -> Path:
        return self.path / "static"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def postgres_sockets(self) -> Path:
        return self.run / "pg"

    @property
    def valkey_socket(self) -> Path:
        return self.run / "valkey.sock"

    @property
    def gate(self) -> Path:
        """Exists while the tables are up to date, so that the pages may be served."""
        return self.run / "migrated"

    @property
    def demo_mark(self) -> Path:
        """Exists where a demo has run: its data and a shop's must never mix."""
        return self.path / "this-is-a-demo"

    def prepare(self) -> None:
        """Make what is missing, readable by the owner only. Raises CannotStart."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            for directory in (self.path, self.secrets, self.logs, self.run, self.path / "media", self.static):
                directory.mkdir(mode=0o700, exist_ok=True)
            self.secrets.chmod(0o700)
        except (FileExistsError, NotADirectoryError) as error:
            raise CannotStart(
                f"{error.filename} is a file where a directory is needed: choose another with --data."
            ) from error
        except OSError as error:
            raise self._not_writable(error.strerror or "refused") from error
        for directory in (self.path, self.run, self.logs):
            if not os.access(directory, os.W_OK | os.X_OK):
                raise self._not_writable("permission denied")

    def check_socket_paths(self) -> None:
        """Raise CannotStart if the servers' sockets would not fit into a socket address."""
        longest = len(os.fsencode(self.postgres_sockets / ".s.PGSQL.5432"))
        if longest > LONGEST_SOCKET_PATH:
            raise CannotStart(
                f"The path of the data directory {self.path} is {longest - LONGEST_SOCKET_PATH} bytes too long"
                " for a socket: choose a shorter one with --data."
            )

    def _not_writable(self, reason: str) -> CannotStart:
        return CannotStart(
            f"The data directory {self.path} is not writable ({reason}):"
            " change its owner or choose another with --data."
        )
