"""`manage retry_unreadable [ACCOUNT…]`: read again what could not be read, from what was stored.

What was passed over, so that nothing of it was stored, is fetched anew.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from inbox.arriving.ingest import Counts
from inbox.management.named_accounts import label, named_accounts
from inbox.pulling.passed_over import any_passed_over, fetch_passed_over
from inbox.pulling.pull import retry_unreadable


class Command(BaseCommand):
    help = "Try again to read stored items that could not be read, for instance after an upgrade."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("accounts", nargs="*", metavar="ACCOUNT", help="number or name; all if none is given")

    def handle(self, *_args: Any, **options: Any) -> None:
        for account in named_accounts(options["accounts"]):
            counts = retry_unreadable(account, now=timezone.now())
            if any_passed_over(account):
                again = fetch_passed_over(account, now=timezone.now())
                counts += Counts(again.new, again.repeated, -again.new - again.repeated)
            self.stdout.write(
                f"{label(account)}: {counts.new} new, {counts.repeated} repeated, {counts.unreadable} still unreadable"
            )
