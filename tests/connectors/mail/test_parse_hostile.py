"""Whatever the bytes: no exception, and work in proportion to the size.

There are no assertions on time: where reading took quadratic time, these would not end within the time a test has.
"""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mail import parse
from connectors.mail.mail import Mail
from connectors.mail.parse import read_mail

HEAD = b"From: Jane <jane@example.com>\r\nSubject: Hi\r\nMessage-ID: <1@x>\r\n"
RICH = (
    HEAD + b'Date: Mon, 2 Nov 2026 10:00:00 +0100\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nre=C3=A7u\r\n--c\r\nContent-Type: text/html\r\n\r\n"
    b"<table><tr><td><p>re&ccedil;u</td></tr></table>\r\n--c--\r\n"
    b"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: =?utf-8?q?=C3=A9?=\r\n\r\nbegin 644 a\r\n#0V%T\r\nend\r\n"
    b"--b\r\nContent-Type: application/ms-tnef; name*0*=utf-8''w%C3%A9; name*1=x.dat\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\neJ8+IgEAAQaQCAAEAAAAAAABAA==\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.0.0\r\n--b--\r\n"
)


def strictly_read(raw: bytes) -> Mail:
    """Without the last resort, so that what it would hide is seen."""
    return parse._read(parse._with_line_feeds(raw), raw, depth=0)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes) -> None:
    strictly_read(raw).text.encode()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*RICH.split(b"\r\n"), b"", b" ", b"--b", b"--c--", b"\x00", b"\xff\xfe"]), max_size=60)
)
def test_any_order_of_lines_is_read(lines: list[bytes]) -> None:
    strictly_read(b"\r\n".join(lines))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_any_damaged_mail_is_read(seed: int, damages: int) -> None:
    chance, raw = random.Random(seed), bytearray(RICH)
    for _ in range(damages):
        raw[chance.randrange(len(raw))] = chance.choice(b"\x00\r\n \t:;=\"'<>-?\xe9\xff()&/b7")
    strictly_read(bytes(raw))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(RICH)))
def test_a_mail_may_end_anywhere(length: int) -> None:
    strictly_read(RICH[:length])


def test_a_mail_is_read_the_same_twice() -> None:
    assert read_mail(RICH) == read_mail(RICH)


def test_what_breaks_the_reading_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RecursionError

    monkeypatch.setattr(parse, "read_body", broken)
    mail = read_mail(b"From: Jane <jane@example.com>\nSubject: Hi\n\nHello")
    assert (mail.sender[0].email, mail.subject, mail.text) == ("jane@example.com", "Hi", "Hello")
    assert mail.problems


def test_nothing_is_an_empty_mail() -> None:
    assert read_mail(b"").text == ""


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a line without end": lambda: HEAD + b"\r\n" + b"a" * 50_000_000,
    "a huge text": lambda: HEAD + b"\r\n" + b"where is my parcel?\r\n" * 2_500_000,
    "a huge file": lambda: (
        HEAD + b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"QUJD" * 19 * 600_000
    ),
    "a header without end": lambda: HEAD + b"X-A: " + b"a b " * 10_000_000 + b"\r\n\r\nhi",
    "headers without end": lambda: HEAD + b"X-A: a\r\n" * 2_000_000 + b"\r\nhi",
    "junk for headers": lambda: HEAD + b"junk line\r\n" * 1_000_000 + b"To: x\r\n\r\nhi",
    "unfinished words": lambda: b"Subject: " + b"=?a?b?" * 10_000 + b"\r\n\r\nhi",
    "words in words": lambda: b"Subject: " + b"=?utf-8?q??=AA" * 5_000 + b"\r\n\r\nhi",
    "commas": lambda: b"From: " + b"a," * 30_000 + b"\r\n\r\nhi",
    "brackets": lambda: b"From: " + b"(<" * 30_000 + b"\r\n\r\nhi",
    "spaces in a parameter": lambda: b"Content-Type: text/plain;" + b" " * 60_000 + b"\r\n\r\nhi",
    "parts in parts": lambda: b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(9_000)
    ),
    "mails in mails": lambda: b"Content-Type: message/rfc822\r\n\r\n" * 100_000 + b"\r\nhi",
    "too many parts": lambda: b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nhi\r\n" * 500_000,
    "almost boundaries": lambda: b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--bx\r\n" * 5_000_000,
    "deep HTML": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 90_000 + b"hi",
    "open tags": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a " * 200_000,
    "comments": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<!--" * 200_000,
    "cells": lambda: HEAD + b"Content-Type: text/html\r\n\r\n<table><tr>" + b"<td>x" * 150_000,
    "attributes": lambda: HEAD + b"Content-Type: text/html\r\n\r\n<p " + b"a=1 b%d=2 " * 90_000,
    "uuencoded beginnings": lambda: HEAD + b"\r\n" + b"begin 644 x\r\n" * 1_000_000,
    "padding": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"YQ==\r\n" * 500_000,
    "soft lines": lambda: HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \r\n" * 5_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(60)
def test_hostile_mails_are_read(name: str) -> None:
    raw = HOSTILE[name]()
    assert strictly_read(raw).size == len(raw)
