"""What marketplace simulators that speak HTTP share: a loopback server, bad days, and a memory.

A simulator subclasses `HttpSimulator` and says what each request gets (`handle`) and what its marketplace answers on
a bad day (`bad_day`); one that speaks more than HTTP is put together from a `HttpStandIn` and others. The server keeps
connections alive and writes each answer at once, so that a benchmark measures the program under test and not its
stand-in.
"""

import json
import socket
import socketserver
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from http.client import responses as reasons
from pathlib import Path
from typing import IO, Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from connectors.simulation import Simulator, Trouble, system_clock

LONGEST_HOLD_SECONDS = 120.0
LARGEST_REQUEST = 16 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    """One call as it came in. headers: lower-case names; query: the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @cached_property
    def form(self) -> Mapping[str, str]:
        """The body read as a web form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def json(self) -> Any:
        """The body read as JSON. Raises ValueError."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What the simulated marketplace answers."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(status: int, content: Any, **headers: str) -> Reply:
    """A JSON answer. Keyword names become headers, `_` read as `-`."""
    body = json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()
    return Reply(status, body, headers={name.replace("_", "-"): value for name, value in headers.items()})


class Journal:
    """An append-only file of events, one JSON text per line. What was appended survives a kill -9."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.file: IO[bytes] | None = None

    def replay(self) -> Iterator[Any]:
        """Yield every event in order. A last line cut short by a kill is dropped."""
        if self.path is None or not self.path.exists():
            return
        whole = 0
        with self.path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                whole += len(line)
                yield json.loads(line)
        if whole < self.path.stat().st_size:
            with self.path.open("rb+") as file:
                file.truncate(whole)

    def append(self, event: Any) -> None:
        if self.path is None:
            return
        if self.file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.file = self.path.open("ab")
        self.file.write(json.dumps(event, separators=(",", ":")).encode() + b"\n")
        self.file.flush()

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


class BadDays:
    """Troubles waiting for the next matching calls, in the order they were asked for."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Trouble, str]] = []
        self.lock = threading.Lock()

    def add(self, trouble: Trouble, *, times: int, path: str) -> None:
        with self.lock:
            self.waiting += [(trouble, path)] * times

    def take(self, request: Request, concerns: Callable[[Trouble, Request], bool]) -> Trouble | None:
        """The trouble that hits this call, used up; None on a good day."""
        if not self.waiting:
            return None
        with self.lock:
            for position, (trouble, path) in enumerate(self.waiting):
                if path in request.path and concerns(trouble, request):
                    del self.waiting[position]
                    return trouble
        return None


class HttpStandIn(ABC):
    """One loopback port that answers as a marketplace would. All state changes happen under `self.lock`."""

    slug: ClassVar[str]

    def __init__(self, *, now: Callable[[], datetime] = system_clock) -> None:
        self.now = now
        self.lock = threading.RLock()
        self.bad_days = BadDays()
        self.released = threading.Event()
        self.calls: deque[str] = deque(maxlen=20_000)
        self.server: _Server | None = None

    @abstractmethod
    def handle(self, request: Request) -> Reply:
        """Do what the marketplace does. Called with `self.lock` held."""

    @abstractmethod
    def bad_day(self, trouble: Trouble, request: Request) -> Reply:
        """The marketplace's own answer for a trouble in which nothing is done."""

    def concerns(self, trouble: Trouble, request: Request) -> bool:  # noqa: ARG002
        """Whether a trouble can hit this kind of call at all."""
        return True

    def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve from background threads; returns once it accepts connections."""
        self.released.clear()
        self.server = _Server((host, port), self)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True, name=f"{self.slug}-sim").start()

    def stop(self) -> None:
        self.released.set()
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server.hang_up()
            self.server = None

    @property
    def url(self) -> str:
        """Where it serves, without a slash at the end."""
        if self.server is None:
            raise RuntimeError("the simulator is not started")
        host, port = self.server.server_address[:2]
        return f"http://{host!s}:{port}"

    def trouble(self, trouble: Trouble, *, times: int = 1, path: str = "") -> None:
        """Let the next `times` calls whose path contains `path` go wrong in this way."""
        self.bad_days.add(trouble, times=times, path=path)

    def answer(self, request: Request) -> tuple[Reply | None, Trouble | None]:
        """The answer to one call (None: hold the line, then hang up) and the trouble to spoil it with."""
        trouble = self.bad_days.take(request, self.concerns)
        if trouble is Trouble.TIMEOUT_BEFORE:
            return None, trouble
        with self.lock:
            self.calls.append(f"{request.method} {request.path}")
            if trouble in _NOTHING_DONE:
                return self.bad_day(trouble, request), None
            reply = self.handle(request)
        if trouble is Trouble.TIMEOUT_AFTER:
            return None, trouble
        if trouble is Trouble.MALFORMED:
            return Reply(reply.status, b'{"' + reply.body[: len(reply.body) // 2], headers=reply.headers), None
        return reply, trouble


class HttpSimulator(HttpStandIn, Simulator):
    """A whole marketplace behind one loopback port, with a memory on disk."""

    def __init__(self, *, state: Path | None = None, now: Callable[[], datetime] = system_clock) -> None:
        HttpStandIn.__init__(self, now=now)
        self.state = state
        self.journal = Journal(state)

    def stop(self) -> None:
        super().stop()
        with self.lock:
            self.journal.close()


_NOTHING_DONE = frozenset(
    {Trouble.TOO_MANY, Trouble.SERVER_ERROR, Trouble.UNAVAILABLE, Trouble.TOKEN_EXPIRED, Trouble.REFUSED}
)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], simulator: HttpStandIn) -> None:
        self.simulator = simulator
        self.open: set[socket.socket] = set()
        super().__init__(address, _Connection)

    def hang_up(self) -> None:
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is a bug of ours and is shown."""
        if not self.simulator.released.is_set():
            super().handle_error(request, client_address)


class _Connection(socketserver.StreamRequestHandler):
    server: _Server
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.request)

    def finish(self) -> None:
        self.server.open.discard(self.request)
        with suppress(OSError):
            super().finish()

    def handle(self) -> None:
        with suppress(ConnectionError, TimeoutError):
            while self._one_call():
                pass

    def _one_call(self) -> bool:
        """Serve one request; False when the connection ends."""
        request = self._read()
        if request is None:
            return False
        reply, trouble = self.server.simulator.answer(request)
        if reply is None:
            self.server.simulator.released.wait(LONGEST_HOLD_SECONDS)
            return False
        message = _written(reply, with_body=request.method != "HEAD")
        if trouble is Trouble.CONNECTION_CUT:
            self.wfile.write(message[: len(message) - max(1, len(reply.body) // 2)])
            return False
        self.wfile.write(message)
        return request.headers.get("connection", "").lower() != "close"

    def _read(self) -> Request | None:
        words = self.rfile.readline(65536).decode("latin-1").split()
        if len(words) != 3:
            return None
        headers = {}
        while (line := self.rfile.readline(65536)) not in (b"\r\n", b"\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        length = int(headers.get("content-length") or 0)
        if length > LARGEST_REQUEST:
            return None
        body = self.rfile.read(length) if length else b""
        target = urlsplit(words[1])
        query = dict(parse_qsl(target.query, keep_blank_values=True))
        return Request(words[0], target.path, query, headers, body)


def _written(reply: Reply, *, with_body: bool) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} {reasons.get(reply.status, 'Unknown')}", f"Content-Length: {len(reply.body)}"]
    if reply.body:
        lines.append(f"Content-Type: {reply.content_type}")
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    head = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
    return head + reply.body if with_body else head
