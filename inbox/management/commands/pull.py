"""`manage pull [ACCOUNT…]`: look at the marketplaces now, in this process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from connectors.models import Account, AccountState
from inbox.arriving.ingest import Counts
from inbox.management.named_accounts import label, named_accounts
from inbox.pulling.pull import pull_account


class Command(BaseCommand):
    help = "Pull accounts now, one after the other, and say what came. Fails if one could not be looked at."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "accounts", nargs="*", metavar="ACCOUNT", help="number or name; all but paused ones if none is given"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        accounts = named_accounts(options["accounts"])
        if not options["accounts"]:
            accounts = [account for account in accounts if account.state != AccountState.PAUSED]
        if not accounts:
            raise CommandError("There is no account to pull: `manage connect` adds one.")
        blind = [label(account) for account in accounts if not self._could_look(account)]
        if blind:
            raise CommandError(f"Could not look at {', '.join(blind)}.")

    def _could_look(self, account: Account) -> bool:
        if not account.is_pulled:
            self.stderr.write(
                f"{label(account)}: not pulled, {account.get_state_display()}. {account.state_reason}".rstrip()
            )
            return False
        report = pull_account(account, now=timezone.now(), progress=lambda counts: self._show_progress(account, counts))
        self.stdout.write(
            f"{label(account)}: {report.new} new, {report.repeated} repeated, {report.unreadable} unreadable"
        )
        for missed in report.missed:
            self.stderr.write(f"{label(account)}, {missed}")
        if report.problem:
            self.stderr.write(f"{label(account)}: {report.problem}")
        return not report.problem

    def _show_progress(self, account: Account, counts: Counts) -> None:
        read = counts.new + counts.repeated + counts.unreadable
        self.stderr.write(f"{label(account)}: {read} read, {counts.new} new …")
