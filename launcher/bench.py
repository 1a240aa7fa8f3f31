"""`guichet bench …`: a measurement, with servers of its own that are as careful as in production."""

import subprocess
from collections.abc import Sequence

from launcher.catalogues import compile_catalogues
from launcher.project import PYTHON, ROOT
from launcher.throwaway import DURABLE, throwaway_installation


def bench(arguments: Sequence[str]) -> int:
    """Run `python -m bench …`; return its exit code. Raises CannotStart."""
    compile_catalogues()
    with throwaway_installation(DURABLE) as site:
        return subprocess.run([PYTHON, "-m", "bench", *arguments], env=dict(site.environment), cwd=ROOT).returncode
