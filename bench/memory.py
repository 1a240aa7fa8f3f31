"""Memory of the processes that serve pages, as they serve more and more of them."""

import argparse
import http.client
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.encoding import iri_to_uri

from bench import queue, search
from bench.fill import LEAD, fill
from bench.pages import BARE, blanks
from bench.table import show
from inbox.models import User
from launcher.project import PYTHON, ROOT

WORKERS = 2
STEPS = (0, 100, 500, 1000, 2000)
"""After so many pages in all it is looked at."""


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench memory")
    parser.add_argument("--tickets", type=int, default=20_000)
    parser.add_argument("--most", type=int, default=STEPS[-1], help="pages")
    options = parser.parse_args(arguments)
    fill(options.tickets)
    pages = cycle(_addresses())
    rows, served = [], 0
    with _web_server() as server:
        for step in (step for step in STEPS if step <= options.most):
            for address in islice(pages, step - served):
                server.get(address)
            served = step
            rows += [(f"{served:,}", number, *sizes) for number, sizes in enumerate(server.megabytes(), start=1)]
    show(
        f"bench memory: {WORKERS} worker processes, {options.tickets:,} tickets",
        ["pages served", "process", "MB resident", "MB of it alone", "MB in proportion"],
        rows,
        write_to=write_to,
        facts=vars(options),
    )


class _Server:
    """gunicorn as it runs in production, but for its address, and somebody who is logged in."""

    def __init__(self, process: subprocess.Popen[bytes], path: Path) -> None:
        self._process, self._path = process, path
        self._headers = {"Host": "localhost", "Cookie": f"{settings.SESSION_COOKIE_NAME}={_logged_in()}"}

    def get(self, address: str) -> None:
        connection = _OverSocket(self._path)
        connection.request("GET", address, headers=self._headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status not in (200, 302) or "/login/" in (answer.getheader("Location") or ""):
            raise SystemExit(f"{address} answered {answer.status}")

    def megabytes(self) -> Iterator[tuple[float, float, float]]:
        """Of each worker: all it has in memory, what no other process shares, and its share of what several do."""
        pid = self._process.pid
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            lines = Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()[1:]
            kilobytes = {name: int(value) for name, value, *_unit in (line.replace(":", "").split() for line in lines)}
            alone = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
            yield kilobytes["Rss"] / 1024, alone / 1024, kilobytes["Pss"] / 1024


class _OverSocket(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(str(self._path))


@contextmanager
def _web_server() -> Iterator[_Server]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "web"
        options = ["-c", str(ROOT / "config" / "gunicorn.py"), "-b", f"unix:{path}", "-w", str(WORKERS)]
        process = subprocess.Popen([PYTHON, "-m", "gunicorn", "config.wsgi", *options], cwd=ROOT)
        try:
            while not path.exists() and process.poll() is None:
                time.sleep(0.05)
            yield _Server(process, path)
        finally:
            process.terminate()
            process.wait()


def _logged_in() -> str:
    """The key of a new session of LEAD."""
    user = User.objects.get(email=LEAD)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _addresses() -> list[str]:
    """What the benches of pages and searches ask for."""
    values = blanks()
    pages = {name: address for name, address in {**queue.PAGES, **search.PAGES}.items() if name != BARE}
    return [iri_to_uri(address.format(**values)) for address in pages.values()]
