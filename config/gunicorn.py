"""How gunicorn serves the pages, under `./guichet up` and in the image alike."""

import gc
import os
import time

_host = os.environ.get("GUICHET_HOST") or "127.0.0.1"
bind = f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('GUICHET_PORT') or '8000'}"
worker_class = "gthread"
workers = int(os.environ.get("GUICHET_WEB_WORKERS") or 2)
threads = int(os.environ.get("GUICHET_WEB_THREADS") or 4)
preload_app = True  # read the code once, then fork: less memory, and a quick start
timeout = 60
graceful_timeout = 10
keepalive = 15
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
if os.path.isdir("/dev/shm"):  # noqa: S108  a heartbeat file on a slow disk makes a worker look dead
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def on_starting(_server: object) -> None:
    """Read the pages' code, too, then wait for the file GUICHET_WAIT_FOR: `up` makes it when the tables are ready.

    Garbage collection writes on what it looks at: without it, what every worker has from here stays one copy.
    """
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    gate = os.environ.get("GUICHET_WAIT_FOR")
    while gate and not os.path.exists(gate):
        time.sleep(0.02)
    gc.collect()
    gc.freeze()
