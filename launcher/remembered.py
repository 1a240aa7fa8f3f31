"""What a running `up` or `demo` leaves in run/ so that `manage` on the same data directory knows it.

up.environment   its address and its servers: a value in manage's own environment goes before them
environment      the demo's marketplaces: nothing goes before them, a demo must never meet a real one
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from launcher.datadir import DataDirectory
from launcher.installation import ADDRESS_VARIABLES, SERVER_VARIABLES, Installation


def remember_start(site: Installation) -> None:
    known = {name: site.environment.get(name, "") for name in (*ADDRESS_VARIABLES, *SERVER_VARIABLES)}
    _write(site.data.run / "up.environment", {name: value for name, value in known.items() if value})


def remember_marketplaces(data: DataDirectory, environment: Mapping[str, str]) -> None:
    _write(data.run / "environment", environment)


def forget_marketplaces(data: DataDirectory) -> None:
    (data.run / "environment").unlink(missing_ok=True)


def with_remembered(site: Installation) -> Installation:
    """The installation as the last `up` or `demo` on its data directory ran it."""
    started = {
        name: value
        for name, value in _read(site.data.run / "up.environment").items()
        if not os.environ.get(name) and not (name in SERVER_VARIABLES and _server_given(name))
    }
    marketplaces = _read(site.data.run / "environment")
    return replace(site, environment={**site.environment, **started, **marketplaces})


def parse(lines: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` a line; other lines are left out."""
    pairs = (line.strip().partition("=") for line in lines)
    return {name: value for name, equals, value in pairs if equals and name.isidentifier()}


def _server_given(name: str) -> bool:
    base = name.removesuffix("_FILE")
    return bool(os.environ.get(base) or os.environ.get(f"{base}_FILE"))


def _read(path: Path) -> dict[str, str]:
    try:
        return parse(path.read_text().splitlines())
    except OSError:
        return {}


def _write(path: Path, environment: Mapping[str, str]) -> None:
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in environment.items())
    draft.replace(path)
