"""Compile the translations: `django.po` to `django.mo` with Babel, since users have no msgfmt."""

import os
import subprocess
from pathlib import Path

from launcher.errors import CannotStart
from launcher.project import PYTHON, ROOT

PROGRAM = """
import sys
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
source, target, language = sys.argv[1:]
with open(source, "rb") as text:
    catalogue = read_po(text, locale=language, domain="django", abort_invalid=True)
with open(target, "wb") as compiled:
    write_mo(compiled, catalogue)
"""
"""Babel's own command refuses a whole catalogue whose header is marked as fuzzy; gettext does not, nor do we."""


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
    command = [PYTHON, "-c", PROGRAM, str(source), str(draft), source.parent.parent.name]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if answer.returncode != 0:
        draft.unlink(missing_ok=True)
        last = (answer.stderr.strip() or "no reason given").splitlines()[-1]
        raise CannotStart(f"The translations in {source} cannot be compiled ({last}).")
    draft.replace(target)


if __name__ == "__main__":
    compile_catalogues()
