"""Compile the translations: `django.po` to `django.mo` with Babel, since users have no msgfmt."""

import os
import subprocess
from pathlib import Path

from launcher.errors import CannotStart
from launcher.project import PYTHON, ROOT


def compile_catalogues() -> None:
    """Compile every catalogue that is newer than its compiled form. Raises CannotStart naming a faulty one."""
    for source in sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if os.access(source.parent, os.W_OK):
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    language = source.parent.parent.name
    files = ["-i", str(source), "-o", str(draft), "-l", language]
    command = [PYTHON, "-m", "babel.messages.frontend", "compile", *files]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if answer.returncode != 0 or not draft.exists():
        draft.unlink(missing_ok=True)
        last = (answer.stderr.strip() or "no reason given").splitlines()[-1]
        raise CannotStart(f"The translations in {source} cannot be compiled: {last}")
    draft.replace(target)


if __name__ == "__main__":
    compile_catalogues()
