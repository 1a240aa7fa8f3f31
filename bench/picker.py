"""What the picker of reply templates takes at each pause of typing, with few templates and with very many."""

import argparse
import statistics
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from bench.fill import LEAD, fill
from bench.pages import blanks
from bench.rounds import timed
from bench.table import show
from inbox.models import User
from templates_app import versions
from templates_app.models import ReplyTemplate, TemplateVersion
from templates_app.versions import About, Content

ASKED: Final[Mapping[str, str]] = {
    "opened": "",
    "a word of its name": "?q=colis",
    "a word with a mistake": "?q=remboursment",
    "words of its text": "?q=preuve+de+depot",
    "nothing found": "?q=zzzzzzzz",
    "another language": "?language=it",
}
FETCH: Final = {"X-Requested-With": "fetch"}


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench picker")
    parser.add_argument("--templates", type=int, nargs="+", default=[40, 400, 2_000])
    parser.add_argument("--requests", type=int, default=40, help="of each kind")
    parser.add_argument("--tickets", type=int, default=10_000)
    options = parser.parse_args(arguments)
    fill(options.tickets)
    rows: list[tuple[Any, ...]] = []
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        for number in options.templates:
            _have(number)
            rows += _rows(number, options.requests)
    show(
        f"bench picker: {options.requests} requests of each kind, {options.tickets:,} tickets",
        ["templates", "asked", "median ms", "p95 ms"],
        rows,
        write_to=write_to,
        facts={"templates": options.templates, "requests": options.requests, "tickets": options.tickets},
    )


def _have(number: int) -> None:
    """As many templates in use, the ready-made ones over and over under other names."""
    there = list(
        TemplateVersion.objects.filter(id__in=ReplyTemplate.objects.usable().values("published")).order_by("id")
    )
    for place in range(len(there), number):
        version = there[place % len(there)]
        like = version.template
        about = About(name=f"{like.name} {place}", topic=like.topic, family=like.family)
        made = versions.make(about, Content(version.bodies), by=None, now=timezone.now())
        versions.publish(versions.newest(made))


def _rows(number: int, requests: int) -> list[tuple[Any, ...]]:
    client = Client(headers=FETCH)
    client.force_login(User.objects.get(email=LEAD), backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/tickets/{blanks()['ticket']}/templates/"
    found = []
    for name, query in ASKED.items():
        client.get(address + query)
        seconds = sorted(timed(partial(client.get, address + query)) for _ in range(requests))
        found.append((number, name, statistics.median(seconds) * 1000, seconds[int(len(seconds) * 0.95)] * 1000))
    return found
