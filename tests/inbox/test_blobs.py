"""Bytes that come with what arrives are in storage before the row that mentions them, whole, and once."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from connectors.incoming import Incoming, IncomingAttachment, RawPayload
from connectors.models import Account, RawItem
from inbox.arriving.ingest import ingest, reread_unreadable
from inbox.models import Attachment, Message
from inbox.storage import blobs
from tests.inbox.arrive import arrive, buyer_message, read
from tests.make import NINE

pytestmark = pytest.mark.django_db

MAIL = b"From: jeanne@example.test\r\n\r\nBonjour"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def mail(key: str = "m1", content: bytes = MAIL) -> RawPayload:
    return RawPayload("mail", key, "broken", version="1", blob=content)


def files() -> list[Path]:
    return [Path(folder) / name for folder, _, names in os.walk(default_storage.path("")) for name in names]


def stored_blob(key: str) -> str:
    return RawItem.objects.get(key=key).blob.name or ""


def read_blob(raw: RawPayload) -> Incoming:
    return buyer_message(raw.key, text=raw.blob.decode())


def test_raw_bytes_are_kept_under_their_digest(account: Account) -> None:
    ingest(account, [mail()], read=read_blob, now=NINE, quiet=False)
    name = stored_blob("m1")
    assert name.startswith("raw/")
    assert blobs.load(name) == MAIL
    assert Message.objects.get().body_text.endswith("Bonjour")


def test_the_same_bytes_are_written_once(account: Account) -> None:
    ingest(account, [mail("m1"), mail("m2")], read=read_blob, now=NINE, quiet=False)
    assert len(set(RawItem.objects.values_list("blob", flat=True))) == 1
    assert len(files()) == 1


def test_what_could_not_be_read_is_read_again_from_its_bytes(account: Account) -> None:
    ingest(account, [mail()], read=read, now=NINE, quiet=False)
    assert RawItem.objects.get().problem
    counts = reread_unreadable(account, read=read_blob, now=NINE)
    assert (counts.new, counts.unreadable) == (1, 0)
    assert Message.objects.get().body_text == MAIL.decode()


def test_bytes_that_are_gone_are_said_to_be_gone_and_stop_nothing(account: Account) -> None:
    ingest(account, [mail("m1"), mail("m2", b"other")], read=read, now=NINE, quiet=False)
    default_storage.delete(stored_blob("m1"))
    counts = reread_unreadable(account, read=read_blob, now=NINE)
    assert (counts.new, counts.unreadable) == (1, 1)
    assert "storage" in RawItem.objects.get(key="m1").problem


def test_a_worker_that_dies_while_writing_leaves_no_half_file_under_the_name() -> None:
    name = blobs.keep(b"first", folder="raw")
    default_storage.delete(name)
    with patch("os.link", side_effect=SystemExit), pytest.raises(SystemExit):
        blobs.keep(b"first", folder="raw")
    assert not default_storage.exists(name)
    assert blobs.load(blobs.keep(b"first", folder="raw")) == b"first"


def test_the_files_of_a_page_are_on_the_disk_before_any_row_points_to_them(account: Account) -> None:
    flushed: list[Path] = []
    with (
        patch("inbox.storage.files._flush", side_effect=flushed.append),
        patch("inbox.arriving.ingest.insert_new", side_effect=SystemExit),
        pytest.raises(SystemExit),
    ):
        ingest(account, [mail("m1"), mail("m2", b"other")], read=read_blob, now=NINE, quiet=False)
    assert sorted(flushed) == sorted({path.parent for path in files()})
    assert len(files()) == 2


def test_two_files_of_one_name_are_both_kept() -> None:
    first = default_storage.save("drafts/facture.pdf", ContentFile(b"one"))
    with patch.object(type(default_storage._wrapped), "exists", return_value=False):  # type: ignore[attr-defined]
        taken = patch.object(type(default_storage._wrapped), "get_available_name")  # type: ignore[attr-defined]
        with taken as available:
            available.side_effect = ["drafts/facture.pdf", "drafts/facture_2.pdf"]
            second = default_storage.save("drafts/facture.pdf", ContentFile(b"two"))
    assert (blobs.load(first), blobs.load(second)) == (b"one", b"two")


def test_a_page_that_is_not_stored_leaves_no_row_and_comes_again_whole(account: Account) -> None:
    with transaction.atomic():
        ingest(account, [mail()], read=read_blob, now=NINE, quiet=False)
        transaction.set_rollback(True)
    assert not RawItem.objects.exists()
    ingest(account, [mail()], read=read_blob, now=NINE, quiet=False)
    assert blobs.load(stored_blob("m1")) == MAIL


def test_a_file_that_came_along_is_our_copy_at_once_under_its_true_type(account: Account) -> None:
    file = IncomingAttachment("photo.html", "text/html", content=PNG)
    arrive(account, buyer_message("m1", attachments=(file,)))
    kept = Attachment.objects.get()
    assert (kept.name, kept.content_type, kept.size, kept.url) == ("photo.html", "image/png", len(PNG), "")
    assert kept.file.read() == PNG


def test_a_script_that_calls_itself_a_picture_is_no_picture(account: Account) -> None:
    file = IncomingAttachment("photo.png", "image/png", content=b"<script>alert(1)</script>")
    arrive(account, buyer_message("m1", attachments=(file,)))
    assert Attachment.objects.get().content_type == "application/octet-stream"


def test_a_file_that_is_missing_says_why(account: Account) -> None:
    lost = IncomingAttachment("photo.jpg", "image/jpeg", problem="only in Seller Central")
    empty = IncomingAttachment("note.txt", "text/plain")
    arrive(account, buyer_message("m1", attachments=(lost, empty)))
    assert list(Attachment.objects.order_by("id").values_list("problem", flat=True)) == [
        "only in Seller Central",
        "the file is empty",
    ]
