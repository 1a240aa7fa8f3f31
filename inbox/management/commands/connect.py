"""`manage connect SLUG --name N --credentials FILE|-`: add a seller account by script."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from connectors import accounts
from connectors.errors import MarketplaceError, SignInAgain
from connectors.models import Account
from connectors.registry import connectors
from inbox.management.named_accounts import label

REFUSED = 3
AWAY = 4


class Command(BaseCommand):
    help = (
        "Connect a seller account, or give one of that name new credentials, and ask whether they work. "
        f"Exit code 1: nothing was stored. {REFUSED}: stored, but the marketplace refuses the credentials. "
        f"{AWAY}: stored, but the marketplace could not be asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("marketplace", metavar="SLUG", help="one of " + ", ".join(connectors()))
        parser.add_argument("--name", required=True, help="what to call the account here")
        parser.add_argument(
            "--credentials", required=True, metavar="FILE", help="a JSON object; - reads standard input"
        )
        parser.add_argument("--no-check", action="store_true", help="do not ask the marketplace")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["marketplace"] not in connectors():
            raise CommandError(f"{options['marketplace']} is not one of {', '.join(connectors())}.")
        if len(options["name"].strip()) > 120:
            raise CommandError("The name has more than 120 characters.")
        account = self._connect(options["marketplace"], options["name"], _credentials(options["credentials"]))
        self.stdout.write(f"{label(account)} is connected as account {account.id}; its first pull is due.")
        if not options["no_check"]:
            self._check(account)

    def _connect(self, slug: str, name: str, credentials: dict[str, Any]) -> Account:
        try:
            return accounts.connect(slug, name=name, credentials=credentials, now=timezone.now())
        except accounts.BadCredentials as error:
            raise CommandError(str(error)) from error

    def _check(self, account: Account) -> None:
        try:
            accounts.check(account, now=timezone.now())
        except SignInAgain as error:
            raise CommandError(f"The marketplace refuses these credentials: {error}", returncode=REFUSED) from error
        except MarketplaceError as error:
            raise CommandError(f"The marketplace could not be asked: {error}", returncode=AWAY) from error
        self.stdout.write(f"The marketplace knows the seller as {account.seller_name}.")
        for sentence in account.missing:
            self.stderr.write(sentence)


def _credentials(source: str) -> dict[str, Any]:
    """The JSON object in a file or on standard input. Raises CommandError, never showing a value."""
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        credentials = json.loads(text)
    except OSError as error:
        raise CommandError(f"Cannot read {source}: {error.strerror}.") from error
    except (ValueError, RecursionError):
        raise CommandError("The credentials are not JSON.") from None
    if not isinstance(credentials, dict):
        raise CommandError("The credentials must be a JSON object.")
    return credentials
