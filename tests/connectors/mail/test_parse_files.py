"""Files of mails: their names, kinds and contents."""

import base64

import pytest

from connectors.mail.mail import MailFile
from connectors.mail.parse import read_mail


def files_of(part: bytes) -> tuple[MailFile, ...]:
    head = b"From: a@b.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee attached\n--b\n"
    return read_mail(head + part + b"\n--b--\n").files


def named(parameters: str) -> str:
    return files_of(f"Content-Type: application/pdf\nContent-Disposition: attachment; {parameters}\n\nx".encode())[
        0
    ].name


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ('filename="bill.pdf"', "bill.pdf"),
        ("filename=my bill.pdf", "my bill.pdf"),
        ("filename*=utf-8''re%C3%A7u.pdf", "reçu.pdf"),
        ("filename*0*=utf-8''re%C3%A7; filename*1=u.pdf", "reçu.pdf"),
        ('filename="=?utf-8?q?re=C3=A7u.pdf?="', "reçu.pdf"),
        ('filename="reçu.pdf"', "reçu.pdf"),
        ('filename="reÃ§u.pdf"', "reçu.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\Windows\\\\evil.exe"', "evil.exe"),
        ('filename="a\x07b\u202egnp.exe"', "abgnp.exe"),
        ('filename=".."', "file-1.pdf"),
        ('filename=""', "file-1.pdf"),
        ('filename="con.pdf"', "_con.pdf"),
        ("size=3", "file-1.pdf"),
    ],
)
def test_names_are_decoded_and_safe(parameters: str, name: str) -> None:
    assert named(parameters) == name


def test_a_very_long_name_keeps_its_ending() -> None:
    assert named(f'filename="{"a" * 500}.pdf"').endswith("a.pdf")
    assert len(named(f'filename="{"a" * 500}.pdf"')) == 150


def test_a_picture_in_the_text_is_inline_and_has_its_id() -> None:
    (file,) = files_of(
        b"Content-Type: image/png; name=a.png\nContent-ID: <a@b>\nContent-Disposition: inline\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(b"picture")
    )
    assert (file.name, file.inline, file.content_id, file.content) == ("a.png", True, "a@b", b"picture")


def test_an_attached_mail_stays_a_file_with_its_subject_as_name() -> None:
    (file,) = files_of(b"Content-Type: message/rfc822\n\nSubject: Bill 12/3\n\nInner")
    assert (file.name, file.content) == ("3.eml", b"Subject: Bill 12/3\n\nInner")


def test_uuencoded_files_are_taken_out_of_the_text() -> None:
    mail = read_mail(b"From: a@b.test\n\nSee:\n\nbegin 644 note.txt\n#0V%T\nend\n\nBye\n")
    assert [(file.name, file.content) for file in mail.files] == [("note.txt", b"Cat")]
    assert mail.text.split() == ["See:", "Bye"]


def test_prose_that_begins_something_is_no_file() -> None:
    mail = read_mail(b"From: a@b.test\n\nWe\nbegin 644 days of waiting\nand still nothing\n")
    assert mail.files == ()
    assert "days of waiting" in mail.text


def test_a_broken_winmail_dat_is_kept() -> None:
    (file,) = files_of(b"Content-Type: application/ms-tnef; name=winmail.dat\n\nno tnef")
    assert (file.name, file.content) == ("winmail.dat", b"no tnef")


def test_a_winmail_dat_is_unpacked() -> None:
    (file,) = files_of(
        b"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(tnef("note.txt", b"Cat"))
    )
    assert (file.name, file.content) == ("note.txt", b"Cat")


def tnef(name: str, content: bytes) -> bytes:
    """A TNEF stream (MS-OXTNEF) of one attachment."""

    def attribute(level: int, kind: int, data: bytes) -> bytes:
        return (
            bytes([level])
            + kind.to_bytes(4, "little")
            + len(data).to_bytes(4, "little")
            + data
            + (sum(data) & 0xFFFF).to_bytes(2, "little")
        )

    return (
        bytes.fromhex("789f3e22 0100")
        + attribute(1, 0x00089006, (0x00010000).to_bytes(4, "little"))
        + attribute(2, 0x00069002, bytes(14))
        + attribute(2, 0x00018010, name.encode() + b"\x00")
        + attribute(2, 0x0006800F, content)
    )
