from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inbox.storage.backup import BackupFailed, write_backup


class Command(BaseCommand):
    help = "Write the database, the media and the secrets into one file, also while Guichet runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            size = write_backup(file.resolve())
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{file}: {size / 1_000_000:.1f} MB. It holds the secrets: keep it where nobody else can read it."
        )
