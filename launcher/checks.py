"""`guichet test`: everything that must hold before a change goes in, one line each, then pytest."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launcher.catalogues import compile_catalogues
from launcher.project import MANAGE, PYTHON, ROOT
from launcher.secret_files import ensure_secrets

PACKAGES = ["launcher", "config", "connectors", "templates_app", "inbox", "kpis", "demo", "bench", "tests", "manage.py"]
LINT_IMPORTS = "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as c; c()"
ALL = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder")
"""How the whole suite runs: files side by side, in their order, each worker with servers of its own."""
PRODUCTION = {
    "GUICHET_PUBLIC_URL": "https://guichet.example",
    "GUICHET_DEBUG": "no",
    "DATABASE_URL": "postgres://guichet@127.0.0.1:1/guichet",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def steps(data: Path) -> list[Step]:
    """data: a directory with secrets, so that the settings load."""
    here = {"GUICHET_DATA": str(data)}
    return [
        Step("ruff check", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
        Step("ruff format", [PYTHON, "-m", "ruff", "format", "--quiet", "--check", "."]),
        Step("mypy", [PYTHON, "-m", "mypy", *(name for name in PACKAGES if (ROOT / name).exists())], here),
        Step("import arrows", [PYTHON, "-c", LINT_IMPORTS]),
        Step("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], here),
        Step("settings", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], here | PRODUCTION),
    ]


def test(arguments: Sequence[str]) -> int:
    """Run every step, then pytest; with arguments, pytest alone. 0 if all is well. Raises CannotStart."""
    compile_catalogues()
    failed = [] if arguments else _failed_steps()
    code = subprocess.run([PYTHON, "-m", "pytest", *(arguments or ALL)], cwd=ROOT).returncode
    if failed:
        print(f"Failed before pytest: {', '.join(failed)}", flush=True)
    return code or (1 if failed else 0)


def _failed_steps() -> list[str]:
    with tempfile.TemporaryDirectory(prefix="guichet-") as data:
        secrets = Path(data, "secrets")
        secrets.mkdir(mode=0o700)
        ensure_secrets(secrets)
        return [step.name for step in steps(Path(data)) if not _passes(step)]


def _passes(step: Step) -> bool:
    began = time.monotonic()
    answer = subprocess.run(
        step.command,
        cwd=ROOT,
        env={**os.environ, **step.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )
    passed = answer.returncode == 0
    print(f"{'ok  ' if passed else 'FAIL'} {step.name:<14} {time.monotonic() - began:5.1f} s", flush=True)
    if not passed:
        sys.stdout.buffer.write(answer.stdout)
        sys.stdout.flush()
    return passed
