"""A TCP proxy that breaks off, as lines and Gmail do."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Cutting:
    """Passes bytes on. cut_after: that many more bytes of the server's, and both ends are closed; None: never."""

    target: int
    port: int = 0
    cut_after: int | None = None
    passed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def allowed(self, wanted: int) -> int:
        """How many of so many bytes may pass."""
        with self.lock:
            allowed = wanted if self.cut_after is None else min(wanted, self.cut_after)
            if self.cut_after is not None:
                self.cut_after -= allowed
            self.passed += allowed
            return allowed


@contextmanager
def cutting(target: int) -> Iterator[Cutting]:
    """A proxy before a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = Cutting(target, listener.getsockname()[1])
        threading.Thread(target=_serve, args=(listener, proxy), daemon=True).start()
        yield proxy


def _serve(listener: socket.socket, proxy: Cutting) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", proxy.target))
            threading.Thread(target=_pass, args=(client, server, None), daemon=True).start()
            threading.Thread(target=_pass, args=(server, client, proxy), daemon=True).start()


def _pass(source: socket.socket, sink: socket.socket, proxy: Cutting | None) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            allowed = proxy.allowed(len(piece)) if proxy else len(piece)
            sink.sendall(piece[:allowed])
            if allowed < len(piece):
                break
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
