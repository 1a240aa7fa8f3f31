"""`manage push_address`: what a marketplace wants to know before it lets a new application in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inbox.push.pushes import NoPush, push_class
from inbox.push.upkeep import destination_of


class Command(BaseCommand):
    help = "Print the address for a marketplace's pushes and the token that goes with it; both stay the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("marketplace", help="its slug: the name of its folder below connectors/")

    def handle(self, *_args: Any, **options: Any) -> None:
        slug = options["marketplace"]
        try:
            push_class(slug)
        except NoPush as error:
            raise CommandError(f"{slug} pushes nothing") from error
        destination = destination_of(slug)
        self.stdout.write(f"{destination.endpoint}\n{destination.verification_token}")
