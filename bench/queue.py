"""The queue page at two sizes, against a bare page that reads and prints 50 rows, in the same process and run.

Requests go through the whole of Django (sessions, log-in, middleware, pages), the kinds of page in turn.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

from bench.fill import fill
from bench.table import show
from config.urls import urlpatterns as ours
from inbox.models import Role, Ticket, User

_BARE = engines["django"].from_string(
    "<!doctype html><title>bare</title><ul>{% for t in tickets %}<li><a href='/tickets/{{ t.id }}/'>{{ t.buyer_name }} "
    "{{ t.subject }} {{ t.snippet }}</a> {{ t.reply_due_at }}</li>{% endfor %}</ul>"
)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Log-in, one query, 50 rows."""
    tickets = Ticket.objects.needing_reply().order_by("queue_at", "id")[:50]
    return HttpResponse(_BARE.render({"tickets": tickets}, request))


urls = ModuleType("bench_urls")
vars(urls)["urlpatterns"] = [path("bare/", bare), *ours]

PAGES = {
    "bare view, 50 rows": "/bare/",
    "queue, needs an answer": "/",
    "queue, all open": "/?view=open",
    "queue, solved": "/?view=solved",
    "one ticket": "/tickets/{ticket}/",
    "search, one rare word": "/?q=mot4321&view=open",
    "search, an order id": "/?q=12-00003-00000&view=open",
}


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench queue")
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=60, help="of each page at each size")
    options = parser.parse_args(arguments)
    user = User.objects.filter(email="bench@guichet.test").first() or User.objects.create_user(
        "bench@guichet.test", None, role=Role.LEAD, language="en"
    )
    small = _measure(options.small, user, options.requests)
    large = _measure(options.large, user, options.requests)
    base = _p95(large["bare view, 50 rows"][0])
    rows = []
    for name in PAGES:
        times, queries = large[name]
        rows.append(
            (
                *(name, statistics.median(times) * 1000, _p95(times) * 1000, queries),
                _p95(times) / base,
                statistics.median(times) / statistics.median(small[name][0]),
            )
        )
    show(
        f"bench queue: {options.large:,} tickets against {options.small:,}, {options.requests} requests of each page",
        ["page", "median ms", "p95 ms", "queries", "p95 / bare p95", f"{options.large:,} / {options.small:,}"],
        rows,
        write_to=write_to,
        facts={"small": options.small, "large": options.large, "requests": options.requests},
    )


def _measure(tickets: int, user: User, requests: int) -> dict[str, tuple[list[float], int]]:
    """Seconds of each request, and the number of queries of one, by page."""
    fill(tickets)
    ticket = Ticket.objects.needing_reply().order_by("queue_at").values_list("id", flat=True)[0]
    found: dict[str, tuple[list[float], int]] = {}
    with override_settings(ROOT_URLCONF=urls, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        addresses = {name: address.format(ticket=ticket) for name, address in PAGES.items()}
        for name, address in addresses.items():
            for _ in range(3):
                answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{name}: {address} answered {answer.status_code}")
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[name] = ([], len(queries))
        for _ in range(requests):
            for name, address in addresses.items():
                started = time.perf_counter()
                client.get(address)
                found[name][0].append(time.perf_counter() - started)
    return found


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
