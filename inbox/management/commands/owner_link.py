"""`manage owner_link`: the one-time address where the owner of a new installation sets a password."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from inbox.people.first_run import make_link_token


class Command(BaseCommand):
    help = "Print a one-time link that makes the owner; nothing if somebody is there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default="", help="as browsers reach this installation")

    def handle(self, *_args: Any, **options: Any) -> None:
        token = make_link_token()
        if token is not None:
            base = (options["base_url"] or settings.PUBLIC_URL).rstrip("/")
            self.stdout.write(base + reverse("first_run", args=[token]))
