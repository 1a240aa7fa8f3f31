from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inbox.storage.backup import BackupFailed, read_backup


class Command(BaseCommand):
    help = (
        "Put a backup back: into an empty data directory, or with --replace over what is there. Guichet must not run."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="overwrite the tables that exist")

    def handle(self, *_args: Any, file: Path, replace: bool, **_options: Any) -> None:
        try:
            read_backup(file.resolve(), replace=replace)
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored. Start Guichet as usual; it brings the tables up to date.")
