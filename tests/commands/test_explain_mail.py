"""`manage explain_mail`."""

import json
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

FIELDS = (
    "file marketplace kind thread_key dedup_key order_ids buyer from reply_to to subject date text words attachments "
    "language needs_reply problems"
).split()

MAIL = (
    "From: Jeanne <jeanne@example.com>\nTo: shop@example.com\nSubject: Mon colis\n"
    "Date: Mon, 2 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nContent-Type: text/plain; charset=utf-8\n\n"
    "Bonjour, je n'ai toujours pas reçu mon colis. Merci de votre réponse.\n\n"
    "Le 1 nov. 2026 à 09:00, Boutique <shop@example.com> a écrit :\n> Votre colis est parti.\n"
)


def explained(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    call_command("explain_mail", str(path), "--json")
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "one.eml"
    path.write_text(MAIL, "utf-8")
    return path


def test_a_mail_is_explained_in_all_its_fields(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = explained(mail, capsys)
    assert list(found) == FIELDS
    assert (found["from"], found["date"]) == ("Jeanne <jeanne@example.com>", "2026-11-02T09:00:00Z")
    assert found["words"] == "Bonjour, je n'ai toujours pas reçu mon colis. Merci de votre réponse."
    assert found["language"] == "fr"
    assert "Votre colis est parti" in found["text"]


def test_every_file_gets_its_line(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("explain_mail", str(mail), str(mail), "--json")
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_missing_file_and_a_folder_are_unreadable_and_say_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing, folder = explained(tmp_path / "none.eml", capsys), explained(tmp_path, capsys)
    assert list(missing) == FIELDS
    assert (missing["kind"], folder["kind"], missing["dedup_key"]) == ("unreadable", "unreadable", "")
    assert missing["problems"] == ["No mail was read: there is no such file."]
    assert folder["problems"] == ["No mail was read: it is a folder, not a file."]


def test_bytes_that_are_no_mail_are_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "noise"
    path.write_bytes(bytes(range(256)) * 20)
    assert explained(path, capsys)["problems"]


def test_attachments_are_listed_with_their_digest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file.eml"
    path.write_bytes(b"From: a@b.test\nContent-Type: image/png; name=a.png\n\nabc")
    (file,) = explained(path, capsys)["attachments"]
    assert (file["name"], file["content_type"], file["size"]) == ("a.png", "image/png", 3)
    assert file["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("shop@b.test", "shop@b.test"),
        ("=?utf-8?q?Zo=C3=A9_L'=C3=89t=C3=A9_-_Amazon_M.?= <z@b.test>", "Zoé L'Été - Amazon M. <z@b.test>"),
        ('"Muster, Max (Shop)" <m@b.test>', '"Muster, Max (Shop)" <m@b.test>'),
        ('"m@b.test" <m@b.test>', '"m@b.test" <m@b.test>'),
    ],
)
def test_the_address_of_a_sender_can_be_taken_out_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, shown: str
) -> None:
    path = tmp_path / "one.eml"
    path.write_text(f"From: {header}\nSubject: x\n\ny", "utf-8")
    found = explained(path, capsys)["from"]
    assert found == shown
    assert parseaddr(found)[1].endswith("@b.test")


def test_a_site_s_own_form_is_told_by_the_address_it_writes_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.eml"
    path.write_text("From: a@shop.test\nTo: a@shop.test\nReply-To: Berta <b@people.test>\n\nWann?", "utf-8")
    found = explained(path, capsys)
    assert (found["kind"], found["needs_reply"]) == ("message", True)
    assert found["buyer"] == {"name": "Berta", "handle": "b@people.test"}


def test_without_json_a_person_can_read_it(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mail.write_bytes(mail.read_bytes() + b"\x1b[31mred")
    call_command("explain_mail", str(mail))
    shown = capsys.readouterr().out
    assert "subject:      Mon colis" in shown
    assert "\x1b" not in shown
