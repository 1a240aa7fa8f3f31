"""One file with everything an installation cannot lose: the database, the media and the secrets."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from inbox.storage.files import PARTIAL

DUMP = "database.dump"


class BackupFailed(Exception):
    """The text says what and why; nothing half-made is left behind."""


def write_backup(target: Path) -> int:
    """Write a tar with the dump, media and secrets to `target`, readable by its owner only; return its size in bytes.

    The dump is one consistent moment, also while Guichet runs. Raises BackupFailed; an existing file is not touched.
    """
    if target.exists():
        raise BackupFailed(f"{target} exists already: choose another name.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        dump = Path(scratch) / DUMP
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", _database())
        made = Path(scratch) / "backup.tar"
        with tarfile.open(made, "w") as tar:
            tar.add(dump, DUMP)
            for name, directory in _directories().items():
                _add(tar, directory, name)
        made.chmod(0o600)
        made.rename(target)
    return target.stat().st_size


def read_backup(source: Path, *, replace: bool) -> None:
    """Put everything of the backup back: the database as it was, media and secrets beside it.

    replace: whether tables that exist already may go. Raises BackupFailed before anything is changed if they may not.
    """
    if not replace and connection.introspection.table_names():
        raise BackupFailed("This database is not empty: add --replace to overwrite what is in it.")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as scratch:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(scratch, filter="data")
        except (OSError, tarfile.TarError) as error:
            raise BackupFailed(f"{source} is not a backup of ours: {error}") from error
        dump = Path(scratch) / DUMP
        if not dump.is_file():
            raise BackupFailed(f"{source} is not a backup of ours: it holds no {DUMP}.")
        _drop_views()
        connection.close()
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={_database()}",
            dump,
        )
        for name, directory in _directories().items():
            if (Path(scratch) / name).is_dir():
                shutil.copytree(Path(scratch) / name, directory, dirs_exist_ok=True)


def _drop_views() -> None:
    """Views for other programs keep their tables from being replaced; they are made anew at the next start."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, viewname) FROM pg_views "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'public')"
        )
        for (view,) in cursor.fetchall():
            cursor.execute(f"DROP VIEW {view}")


def _directories() -> dict[str, Path]:
    """What is kept beside the database, by its name in the backup."""
    return {"media": Path(settings.MEDIA_ROOT), "secrets": settings.DATA_DIR / "secrets"}


def _add(tar: tarfile.TarFile, directory: Path, name: str) -> None:
    """Add the directory without files that are being written just now, which may be gone in a moment."""
    for folder, _folders, files in os.walk(directory):
        place = Path(name) / Path(folder).relative_to(directory)
        tar.add(folder, str(place), recursive=False)
        for file in sorted(files):
            if not file.startswith(PARTIAL):
                tar.add(Path(folder) / file, str(place / file))


def _database() -> str:
    """The database as libpq wants it; the password goes by environment."""
    values = connection.settings_dict
    parts = {"dbname": values["NAME"], "user": values["USER"], "host": values["HOST"], "port": values["PORT"]}
    return " ".join(f"{name}='{value}'" for name, value in parts.items() if value)


def _run(program: str, *arguments: str | Path) -> None:
    password = connection.settings_dict["PASSWORD"]
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    try:
        done = subprocess.run([program, *map(str, arguments)], env=environment, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise BackupFailed(f"{program} is not there: install PostgreSQL's client programs.") from error
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
