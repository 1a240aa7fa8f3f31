"""A backup holds everything, and brings it back."""

import hashlib
import os
import shutil
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from inbox.models import Message, Ticket
from inbox.storage import blobs
from launcher.postgres import binaries
from tests.make import make_message, make_ticket


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{binaries()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def backup(transactional_db: None, tmp_path: Path) -> Path:
    make_message(make_ticket(), body_text="Bonjour !")
    blobs.keep(b"a mail", folder=blobs.RAW)
    (Path(settings.MEDIA_ROOT) / "raw" / ".partial-1").write_bytes(b"half")
    call_command("backup", str(tmp_path / "guichet.tar"))
    return tmp_path / "guichet.tar"


def test_a_backup_holds_database_and_secrets_and_is_closed_to_others(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        names = tar.getnames()
    assert "database.dump" in names
    assert "secrets" in names
    assert backup.stat().st_mode & 0o077 == 0


def test_what_was_backed_up_comes_back(backup: Path) -> None:
    Message.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT)
    call_command("restore", str(backup), "--replace")
    assert Message.objects.get().body_text == "Bonjour !"
    assert Ticket.objects.count() == 1
    assert [path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == [
        hashlib.sha256(b"a mail").hexdigest()
    ]


def test_restoring_over_data_needs_to_be_said(backup: Path) -> None:
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(backup))


def test_an_existing_file_is_not_overwritten(backup: Path) -> None:
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(backup))


def test_something_else_is_not_a_backup(transactional_db: None, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("hello")
    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", str(tmp_path / "letter.txt"), "--replace")
