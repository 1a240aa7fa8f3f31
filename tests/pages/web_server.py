"""The pages served by a process of their own, as in production, that can be killed and started again."""

import os
import signal
import subprocess
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from django.db import connection

from launcher.project import PYTHON, ROOT
from tests.launcher.stack import free_port, wait_for


class WebServer:
    """Serves the rows of the running test."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        self._process = subprocess.Popen(
            [PYTHON, "-m", "gunicorn", "config.wsgi", "-c", str(ROOT / "config" / "gunicorn.py")],
            cwd=ROOT,
            env=self._environment(),
            start_new_session=True,
        )
        wait_for(self._answers)

    def kill(self) -> None:
        """End it at once, with all its workers, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _environment(self) -> dict[str, str]:
        address = urlsplit(os.environ["DATABASE_URL"])
        database = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
        own = {"DATABASE_URL": database, "GUICHET_PORT": str(self.port), "GUICHET_DEBUG": "yes"}
        return os.environ | own | {"GUICHET_WEB_WORKERS": "1", "GUICHET_PUBLIC_URL": self.url}

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
