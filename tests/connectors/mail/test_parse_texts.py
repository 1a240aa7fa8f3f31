"""Texts of mails: which part is shown, in which charset."""

import base64

import pytest

from connectors.mail.parse import read_mail

HEAD = (
    b"From: Jane Roe <jane@example.com>\nTo: shop@example.com\nSubject: My parcel\n"
    b"Date: Mon, 2 Nov 2026 10:00:00 +0100\nMessage-ID: <one@example.com>\nMIME-Version: 1.0\n"
)
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"


def text_of(headers: str, body: bytes) -> str:
    return read_mail(HEAD + headers.encode() + b"\n\n" + body).text


def test_a_plain_mail_is_read_as_it_is() -> None:
    mail = read_mail(HEAD + b"\nWhere is it?\n")
    assert (mail.text, mail.html, mail.problems) == ("Where is it?\n", "", ())


def test_the_plain_form_is_shown_and_the_html_form_kept() -> None:
    mail = read_mail(
        HEAD + b"Content-Type: multipart/alternative; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/html\n\n<p>Hello <b>you</b></p>\n--b--\n"
    )
    assert (mail.text.strip(), mail.html) == ("Hello", "<p>Hello <b>you</b></p>")


def test_a_mail_of_html_alone_has_a_text() -> None:
    html = b"<style>p{color:red}</style><p>Where is my parcel?</p><p>Jane</p>"
    assert text_of("Content-Type: text/html", html) == "Where is my parcel?\n\nJane"


def test_a_plain_form_that_only_points_to_the_html_form_is_not_shown() -> None:
    mail = read_mail(
        HEAD + b"Content-Type: multipart/alternative; boundary=b\n\n--b\n\nPlease view this HTML mail in a browser.\n"
        b"--b\nContent-Type: text/html\n\n<p>" + b"The lamp that I bought does not work. " * 10 + b"</p>\n--b--\n"
    )
    assert mail.text.startswith("The lamp that I bought")


def test_cells_side_by_side_are_read_one_after_the_other() -> None:
    html = b"<table><tr><td><p>Left one</p><p>Left two</p></td><td><p>Right one</p><p>Right two</p></td></tr></table>"
    assert text_of("Content-Type: text/html", html).split() == "Left one Left two Right one Right two".split()


def test_a_table_of_values_keeps_its_rows() -> None:
    html = b"<table><tr><td>Lamp</td><td>2</td></tr><tr><td>Chair</td><td>1</td></tr></table>"
    assert [line.split() for line in text_of("Content-Type: text/html", html).splitlines()] == [
        ["Lamp", "2"],
        ["Chair", "1"],
    ]


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("iso-8859-1", "reçu cassé".encode("latin-1")),
        ("utf-8", "reçu cassé".encode("latin-1")),
        ("iso-8859-1", "reçu cassé".encode()),
        ("us-ascii", "reçu cassé".encode("cp1252")),
        ("no-such-charset", "reçu cassé".encode()),
        ("utf-7", "reçu cassé".encode("utf-7")),
        ("unicode-1-1-utf-7", "reçu cassé".encode("utf-7")),
        ("utf-8", "reçu cassé".encode().decode("latin-1").encode()),
        ("base64", "reçu cassé".encode()),
        ("idna", "reçu cassé".encode()),
    ],
)
def test_a_wrong_charset_does_not_spoil_the_words(declared: str, body: bytes) -> None:
    assert text_of(f"Content-Type: text/plain; charset={declared}", body) == "reçu cassé"


def test_chinese_without_a_charset_is_recognised() -> None:
    assert text_of("Content-Type: text/plain", "我的包裹在哪里".encode("gb2312")) == "我的包裹在哪里"


def test_japanese_by_escape_sequences_is_recognised() -> None:
    assert text_of("Content-Type: text/plain", "荷物はどこ".encode("iso-2022-jp")) == "荷物はどこ"


def test_html_may_name_its_own_charset() -> None:
    html = '<meta charset="iso-8859-2"><p>Gdzie jest moja paczka? Źle</p>'.encode("iso-8859-2")
    assert text_of("Content-Type: text/html", html) == "Gdzie jest moja paczka? Źle"


def test_flowed_lines_are_joined_and_quotes_kept_apart() -> None:
    text = text_of("Content-Type: text/plain; format=flowed", b"> You \n> wrote\nI \nanswer\n-- \nJane")
    assert text == "> You wrote\nI answer\n-- \nJane"


def test_base64_with_broken_padding_is_read() -> None:
    body = base64.b64encode(b"Where is my parcel?").rstrip(b"=") + b"!"
    assert text_of("Content-Transfer-Encoding: base64", body) == "Where is my parcel?"


def test_text_after_an_attachment_is_not_lost() -> None:
    mail = read_mail(
        MIXED
        + b"--b\n\nFirst\n--b\nContent-Type: image/png; name=a.png\n\nxx\n"
        + b"--b\nContent-Type: text/plain\n\nLast\n--b--\n"
    )
    assert mail.text.split() == ["First", "Last"]


def test_a_mail_that_only_carries_another_shows_its_text() -> None:
    mail = read_mail(MIXED + b"--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nPlease help\n--b--\n")
    assert mail.text.strip() == "Please help"
    assert [file.name for file in mail.files] == ["inner.eml"]


def test_a_text_that_was_sent_as_a_file_is_shown_if_there_is_no_other() -> None:
    headers = 'Content-Type: text/plain; name="message.txt"\nContent-Disposition: attachment'
    assert text_of(headers, b"Where is it?") == "Where is it?"


def test_a_boundary_that_is_not_the_declared_one_is_found() -> None:
    mail = read_mail(MIXED + b"--other\nContent-Type: text/plain\n\nHello\n--other--\n")
    assert mail.text.strip() == "Hello"


def test_a_multipart_without_parts_is_shown_as_text() -> None:
    mail = read_mail(MIXED + b"There are no parts here.\n")
    assert mail.text.strip() == "There are no parts here."
    assert mail.problems


def test_a_missing_end_does_not_lose_the_last_part() -> None:
    assert read_mail(MIXED + b"--b\n\nHello").text == "Hello"


def test_an_encrypted_mail_says_so_and_keeps_its_parts() -> None:
    mail = read_mail(
        HEAD + b"Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\n"
        b"Version: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\nxxxx\n--b--\n"
    )
    assert "encrypted" in " ".join(mail.problems)
    assert [file.name for file in mail.files] == ["file-1.asc", "encrypted.asc"]


def test_a_signed_mail_shows_what_was_signed() -> None:
    inner = b"Content-Type: text/plain\n\nSigned words\n"
    octets = b"\x04" + bytes([len(inner)]) + inner
    explicit = b"\xa0" + bytes([len(octets)]) + octets
    data = bytes.fromhex("06092a864886f70d010701") + explicit
    data = b"\x30" + bytes([len(data)]) + data
    signed = bytes.fromhex("3080 06092a864886f70d010702 a080 3080 020101 3100") + data
    headers = "Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64"
    assert text_of(headers, base64.b64encode(signed)) == "Signed words\n"


def test_html_loads_and_runs_nothing() -> None:
    html = (
        b'<p onclick="x()">Hi<script>alert(1)</script><img src="https://evil.test/p.gif"><img src="cid:a@b">'
        b'<a href="javascript:x()">a</a><iframe src="//evil.test"></iframe></p><pre>a\n  b</pre>'
    )
    found = read_mail(HEAD + b"Content-Type: text/html\n\n" + html).html
    assert 'src="cid:a@b"' in found
    assert "<pre>a\n  b</pre>" in found
    assert not [word for word in ("evil.test", "script", "onclick", "iframe") if word in found]


def test_no_text_holds_what_the_database_refuses() -> None:
    mail = read_mail(b"Subject: a\x00b\n\nHello\x00 \xed\xa0\x80 you")
    assert "\x00" not in mail.text + mail.subject
    mail.text.encode()
