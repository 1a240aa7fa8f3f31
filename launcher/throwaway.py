"""Throw-away servers in a temporary directory, for tests and benchmarks."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from launcher.installation import Installation, installation
from launcher.postgres import SETTINGS
from launcher.secret_files import ensure_secrets
from launcher.temporary import running_postgres, running_valkey

FORGETFUL = {**SETTINGS, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Quick, and lost with the power: right for tests."""
DURABLE = SETTINGS
"""As in production: right for measuring."""


@contextmanager
def throwaway_installation(settings: Mapping[str, str]) -> Iterator[Installation]:
    """An empty installation whose environment names its servers; gone afterwards.

    A server that DATABASE_URL or REDIS_URL names is used as it is.
    """
    directory = Path(tempfile.mkdtemp(prefix="guichet-"))
    try:
        site = installation(directory, default=directory)
        site.data.prepare()
        ensure_secrets(site.data.secrets)
        with ExitStack() as servers:
            yield Installation(site.data, {**site.environment, **_start(site, settings, servers)})
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _start(site: Installation, settings: Mapping[str, str], servers: ExitStack) -> dict[str, str]:
    run, logs = site.data.run, site.data.logs
    urls = {}
    if site.embeds_valkey:
        keep = "no" if settings.get("fsync") == "off" else "yes"
        valkey = replace(site.valkey(), keep=keep)
        servers.enter_context(running_valkey(valkey, run=run, logs=logs))
        urls["REDIS_URL"] = valkey.url
    if site.embeds_postgres:
        server = replace(site.postgres(), settings=settings, initdb_options=("--no-sync",))
        servers.enter_context(running_postgres(server, run=run, logs=logs))
        urls["DATABASE_URL"] = server.url
    return urls


def export(site: Installation) -> None:
    """Make this process, and what it starts, part of the installation."""
    os.environ.update(site.environment)
