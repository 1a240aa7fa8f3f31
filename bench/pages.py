"""Requests to pages in databases of several sizes: what each page costs, and how that grows.

Requests go through the whole of Django (sessions, log-in, middleware, pages) in this process. Sizes and pages take
turns, so that a busy moment of the machine spoils no comparison.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path
from django.utils import timezone

from bench.fill import LEAD, MESSAGES
from bench.sizes import database_of
from bench.table import show
from config.urls import urlpatterns as ours
from inbox.models import Ticket, User

BARE = "bare view, 50 rows"
TURNS = 4
_BARE_PAGE = engines["django"].from_string(
    "<!doctype html><title>bare</title><ul>{% for t in tickets %}<li><a href='/tickets/{{ t.id }}/'>{{ t.buyer_name }} "
    "{{ t.subject }} {{ t.snippet }}</a> {{ t.reply_due_at }}</li>{% endfor %}</ul>"
)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Log-in, one query, 50 rows."""
    tickets = Ticket.objects.needing_reply().order_by("queue_at", "id")[:50]
    return HttpResponse(_BARE_PAGE.render({"tickets": tickets}, request))


_urls = ModuleType("bench_urls")
vars(_urls)["urlpatterns"] = [path("bare/", bare), *ours]


@dataclass
class Cost:
    """Of one page at one size: how long each request took, of it this process's CPU, and how many queries one takes."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]

    @property
    def cpu(self) -> float:
        """The median, which a busy machine disturbs least; the database's own work is not in it."""
        return statistics.median(self.cpu_seconds)


Costs = dict[int, dict[str, Cost]]
"""By size and page."""


def options_of(name: str, arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"./guichet bench {name}")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="tickets")
    parser.add_argument("--requests", type=int, default=40, help="of each page at each size")
    return parser.parse_args(arguments)


def measured(pages: Mapping[str, str], options: argparse.Namespace) -> Costs:
    """pages: address by name, with blanks for what `blanks()` fills in."""
    found: Costs = {size: {name: Cost() for name in pages} for size in options.sizes}
    with override_settings(ROOT_URLCONF=_urls, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        for _ in range(TURNS):
            for size in options.sizes:
                with database_of(size):
                    _take_turn(found[size], pages, max(options.requests // TURNS, 1))
    return found


def _take_turn(costs: Mapping[str, Cost], pages: Mapping[str, str], requests: int) -> None:
    client = Client()
    client.force_login(User.objects.get(email=LEAD), backend="allauth.account.auth_backends.AuthenticationBackend")
    values = blanks()
    addresses = {name: address.format(**values) for name, address in pages.items()}
    for name, address in addresses.items():
        answer = client.get(address)
        if answer.status_code not in (200, 302):
            raise SystemExit(f"{name}: {address} answered {answer.status_code}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs[name].queries = len(queries)
    gc.collect()
    gc.freeze()  # as the processes do that serve pages (config/gunicorn.py)
    for _ in range(requests):
        for name, address in addresses.items():
            started, cpu_started = time.perf_counter(), time.process_time()
            client.get(address)
            costs[name].seconds.append(time.perf_counter() - started)
            costs[name].cpu_seconds.append(time.process_time() - cpu_started)


def blanks() -> dict[str, Any]:
    """What addresses may name of the database."""
    waiting = Ticket.objects.needing_reply().exclude(order_id="").order_by("queue_at")[0]
    person = Ticket.objects.exclude(assignee=None).values_list("assignee", flat=True)[0]
    return {
        "ticket": waiting.pk,
        "order": waiting.order_id,
        "buyer": waiting.buyer_name,
        "buyer_id": waiting.buyer_id,
        "person": person,
        "today": timezone.now().date(),
    }


def table(title: str, costs: Costs, *, floor: str, options: argparse.Namespace, write_to: Path) -> None:
    """One row a page. floor: the page whose p95 the others are compared with, at the largest size."""
    sizes = sorted(costs)
    small, large = costs[sizes[0]], costs[sizes[-1]]
    rows = [
        (
            *(name, large[name].queries, *(costs[size][name].median * 1000 for size in sizes)),
            *(large[name].p95 * 1000, large[name].p95 / large[floor].p95),
            *(large[name].cpu * 1000, large[name].cpu / large[floor].cpu, large[name].median / small[name].median),
        )
        for name in large
    ]
    show(
        f"{title}: {MESSAGES} messages a ticket, {options.requests} requests of each page at each size",
        [
            *("page", "queries", *(f"median ms, {size:,}" for size in sizes)),
            *("p95 ms", f"p95 / p95 of {floor}", "CPU ms", f"CPU / CPU of {floor}"),
            f"{sizes[-1]:,} / {sizes[0]:,}",
        ],
        rows,
        write_to=write_to,
        facts={"sizes": sizes, "requests": options.requests},
    )
